// y = f(a, b; p) with broadcasting. The host merges axes that both operands walk alike, so that equal shapes are one axis,
// a scalar is one axis of stride 0, and a bias per channel is three axes.
//
// `quads` computes four neighbours along the last axis: it needs that axis divisible by 4 (or alone: storage is padded) and
// an operand's stride along it 1 (a quad is loaded) or 0 (one word is repeated). `words` computes anything.
const op_add = 0u;
const op_sub = 1u;
const op_mul = 2u;
const op_div = 3u;
const op_pow = 4u;
const op_maximum = 5u;
const op_minimum = 6u;
const op_mod = 7u;
const op_atan2 = 8u;
const op_greater = 9u;
const op_greaterEqual = 10u;
const op_less = 11u;
const op_lessEqual = 12u;
const op_equal = 13u;
const op_notEqual = 14u;
const op_reluGrad = 15u;
const op_leakyReluGrad = 16u;
const op_eluGrad = 17u;
const op_sigmoidGrad = 18u;
const op_tanhGrad = 19u;
override OP: u32;
override INTEGERS: bool;
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

fn floorMod(a: f32, b: f32) -> f32 {
  if (b == 0.0 || isInfinite(a)) { return nan(); }
  var r = a;
  if (!isInfinite(b)) {
    r = fma(-trunc(a / b), b, a);
    if (abs(r) >= abs(b)) { r -= withSign(b, r); } // the quotient was rounded past a whole number
  }
  if (r != 0.0 && (r < 0.0) != (b < 0.0)) { r += b; }
  return r;
}

fn floats(wa: u32, wb: u32) -> u32 {
  let a = bitcast<f32>(wa);
  let b = bitcast<f32>(wb);
  let ordered = !(isNan(a) || isNan(b));
  var y: f32;
  switch (OP) {
    case op_add: { y = a + b; }
    case op_sub: { y = a - b; }
    case op_mul: { y = a * b; }
    case op_div: { y = a / b; }
    case op_pow: { y = power(a, b); }
    case op_maximum: { y = greatest(a, b); }
    case op_minimum: { y = least(a, b); }
    case op_mod: { y = floorMod(a, b); }
    case op_atan2: { y = angle(a, b); }
    case op_greater: { return truth(ordered && a > b); }
    case op_greaterEqual: { return truth(ordered && a >= b); }
    case op_less: { return truth(ordered && a < b); }
    case op_lessEqual: { return truth(ordered && a <= b); }
    case op_equal: { return truth(ordered && a == b); }
    case op_notEqual: { return truth(!(ordered && a == b)); }
    case op_reluGrad: { return select(0u, wb, a > 0.0); }
    case op_leakyReluGrad: { y = select(params.p * b, b, a >= 0.0); }
    case op_eluGrad: { y = b; if (a < 0.0 || isNan(a)) { y = params.p * exponential(a) * b; } }
    case op_sigmoidGrad: { y = b * a * (1.0 - a); }
    case op_tanhGrad: { y = b * (1.0 - a * a); }
    default: { y = nan(); }
  }
  return bitcast<u32>(y);
}

fn integers(wa: u32, wb: u32) -> u32 {
  let a = bitcast<i32>(wa);
  let b = bitcast<i32>(wb);
  var y: i32;
  switch (OP) {
    case op_add: { y = a + b; }
    case op_sub: { y = a - b; }
    case op_mul: { y = a * b; }
    case op_div: { y = select(a / b, 0, b == 0); }
    case op_maximum: { y = max(a, b); }
    case op_minimum: { y = min(a, b); }
    case op_mod: {
      y = select(a % b, 0, b == 0);
      if (y != 0 && (y < 0) != (b < 0)) { y += b; }
    }
    case op_greater: { return truth(a > b); }
    case op_greaterEqual: { return truth(a >= b); }
    case op_less: { return truth(a < b); }
    case op_lessEqual: { return truth(a <= b); }
    case op_equal: { return truth(a == b); }
    case op_notEqual: { return truth(a != b); }
    case op_reluGrad: { y = select(0, b, a > 0); }
    case op_pow: { y = i32(power(f32(a), f32(b))); }
    case op_atan2: { y = i32(angle(f32(a), f32(b))); }
    default: { y = 0; } // the other gradients exist for floats only
  }
  return bitcast<u32>(y);
}

fn word(a: u32, b: u32) -> u32 {
  if (INTEGERS) { return integers(a, b); }
  return floats(a, b);
}

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
