// y = f(a, b; p) with broadcasting. The host merges axes that both operands walk alike, so that equal shapes are one axis,
// a scalar is one axis of stride 0, and a bias per channel is three axes.
//
// `quads` computes four neighbours along the last axis: it needs that axis divisible by 4 (or alone: storage is padded) and
// an operand's stride along it 1 (a quad is loaded) or 0 (one word is repeated). `words` computes anything.
//
// The host appends `fn word(a: u32, b: u32) -> u32`, which calls one of the functions below: a switch over them all would
// make every pipeline compile them all.
override REPEAT_A: bool = false; // `quads`: a's stride along the last axis is 0
override REPEAT_B: bool = false;

struct Params {
  count: u32, // invocations: words or quads
  rank: u32,
  p: f32,
  shape: array<vec4u, 2>,
  a: array<vec4u, 2>, // strides in words
  b: array<vec4u, 2>,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a1: array<u32>;
@group(0) @binding(2) var<storage, read> b1: array<u32>;
@group(0) @binding(3) var<storage, read_write> y1: array<u32>;
@group(0) @binding(1) var<storage, read> a4: array<vec4u>;
@group(0) @binding(2) var<storage, read> b4: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> y4: array<vec4u>;

fn truth(x: bool) -> u32 { return select(0u, 0x3f800000u, x); }

fn float_mod(a: f32, b: f32) -> f32 {
  if (b == 0.0 || isInfinite(a)) { return nan(); }
  var r = a;
  if (!isInfinite(b)) {
    r = fma(-trunc(a / b), b, a);
    if (abs(r) >= abs(b)) { r -= withSign(b, r); } // the quotient was rounded past a whole number
  }
  if (r != 0.0 && (r < 0.0) != (b < 0.0)) { r += b; }
  return r;
}

fn ordered(a: f32, b: f32) -> bool { return !(isNan(a) || isNan(b)); }

fn float_add(a: f32, b: f32) -> f32 { return a + b; }
fn float_sub(a: f32, b: f32) -> f32 { return a - b; }
fn float_mul(a: f32, b: f32) -> f32 { return a * b; }
fn float_div(a: f32, b: f32) -> f32 { return a / b; }
fn float_pow(a: f32, b: f32) -> f32 { return power(a, b); }
fn float_maximum(a: f32, b: f32) -> f32 { return greatest(a, b); }
fn float_minimum(a: f32, b: f32) -> f32 { return least(a, b); }
fn float_atan2(a: f32, b: f32) -> f32 { return angle(a, b); }
fn float_greater(a: f32, b: f32) -> bool { return ordered(a, b) && a > b; }
fn float_greaterEqual(a: f32, b: f32) -> bool { return ordered(a, b) && a >= b; }
fn float_less(a: f32, b: f32) -> bool { return ordered(a, b) && a < b; }
fn float_lessEqual(a: f32, b: f32) -> bool { return ordered(a, b) && a <= b; }
fn float_equal(a: f32, b: f32) -> bool { return ordered(a, b) && a == b; }
fn float_notEqual(a: f32, b: f32) -> bool { return !(ordered(a, b) && a == b); }
fn float_reluGrad(a: f32, b: f32) -> f32 { return select(0.0, b, a > 0.0); }
fn float_leakyReluGrad(a: f32, b: f32) -> f32 { return select(params.p * b, b, a >= 0.0); }
fn float_eluGrad(a: f32, b: f32) -> f32 { if (a < 0.0 || isNan(a)) { return params.p * exponential(a) * b; } return b; }
fn float_sigmoidGrad(a: f32, b: f32) -> f32 { return b * a * (1.0 - a); }
fn float_tanhGrad(a: f32, b: f32) -> f32 { return b * (1.0 - a * a); }

fn int_add(a: i32, b: i32) -> i32 { return a + b; }
fn int_sub(a: i32, b: i32) -> i32 { return a - b; }
fn int_mul(a: i32, b: i32) -> i32 { return a * b; }
fn int_div(a: i32, b: i32) -> i32 { return select(a / b, 0, b == 0); }
fn int_maximum(a: i32, b: i32) -> i32 { return max(a, b); }
fn int_minimum(a: i32, b: i32) -> i32 { return min(a, b); }
fn int_mod(a: i32, b: i32) -> i32 {
  let r = select(a % b, 0, b == 0);
  return select(r, r + b, r != 0 && (r < 0) != (b < 0));
}
fn int_greater(a: i32, b: i32) -> bool { return a > b; }
fn int_greaterEqual(a: i32, b: i32) -> bool { return a >= b; }
fn int_less(a: i32, b: i32) -> bool { return a < b; }
fn int_lessEqual(a: i32, b: i32) -> bool { return a <= b; }
fn int_equal(a: i32, b: i32) -> bool { return a == b; }
fn int_notEqual(a: i32, b: i32) -> bool { return a != b; }
fn int_reluGrad(a: i32, b: i32) -> i32 { return select(0, b, a > 0); }

// Words from the start of a and of b to element i of the result.
fn offsets(i: u32) -> vec2u {
  var rest = i;
  var at = vec2u(0u);
  for (var axis = params.rank - 1u; axis > 0u; axis--) {
    let extent = params.shape[axis >> 2u][axis & 3u];
    let index = rest % extent;
    rest /= extent;
    at += index * vec2u(params.a[axis >> 2u][axis & 3u], params.b[axis >> 2u][axis & 3u]);
  }
  return at + rest * vec2u(params.a[0].x, params.b[0].x);
}

@compute @workgroup_size(LANES)
fn words(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let at = offsets(i);
  y1[i] = word(a1[at.x], b1[at.y]);
}

@compute @workgroup_size(LANES)
fn quads(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
         @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.count) { return; }
  let at = offsets(i * 4u);
  var a = a4[at.x >> 2u];
  var b = b4[at.y >> 2u];
  if (REPEAT_A) { a = vec4u(a[at.x & 3u]); }
  if (REPEAT_B) { b = vec4u(b[at.y & 3u]); }
  y4[i] = vec4u(word(a.x, b.x), word(a.y, b.y), word(a.z, b.z), word(a.w, b.w));
}
