// y = f(x; p, q), four elements an invocation. Storage is padded to whole quads, so the last one may compute on padding.
// The host appends `fn word(x: u32) -> u32`, which calls one of the functions below: a switch over them all would make
// every pipeline compile them all.

struct Params { quads: u32, p: f32, q: f32, wholeP: i32, wholeQ: i32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4u>;

fn float_neg(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ 0x80000000u); }
fn float_abs(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) & 0x7fffffffu); }
fn float_sign(x: f32) -> f32 { if (isNan(x)) { return x; } return sign(x); }
fn float_floor(x: f32) -> f32 { return floor(x); }
fn float_ceil(x: f32) -> f32 { return ceil(x); }
fn float_round(x: f32) -> f32 { return round(x); }
fn float_square(x: f32) -> f32 { return x * x; }
fn float_reciprocal(x: f32) -> f32 { return 1.0 / x; }
fn float_sqrt(x: f32) -> f32 { return sqrt(x); }
fn float_rsqrt(x: f32) -> f32 { return 1.0 / sqrt(x); }
fn float_exp(x: f32) -> f32 { return exponential(x); }
fn float_expm1(x: f32) -> f32 { return expm1(x); }
fn float_log(x: f32) -> f32 { return logarithm(x); }
fn float_log1p(x: f32) -> f32 { return log1p(x); }
fn float_sin(x: f32) -> f32 { return sineCosine(x).x; }
fn float_cos(x: f32) -> f32 { return sineCosine(x).y; }
fn float_tan(x: f32) -> f32 { let sc = sineCosine(x); return sc.x / sc.y; }
fn float_asin(x: f32) -> f32 { return arcSine(x); }
fn float_acos(x: f32) -> f32 { return arcCosine(x); }
fn float_atan(x: f32) -> f32 { return angle(x, 1.0); }
fn float_sinh(x: f32) -> f32 { return hyperbolicSine(x); }
fn float_cosh(x: f32) -> f32 { return hyperbolicCosine(x); }
fn float_tanh(x: f32) -> f32 { return hyperbolicTangent(x); }
fn float_erf(x: f32) -> f32 { return errorFunction(x); }
fn float_sigmoid(x: f32) -> f32 { return sigmoid(x); }
fn float_relu(x: f32) -> f32 { return greatest(x, 0.0); }
fn float_affine(x: f32) -> f32 { return params.p * x + params.q; }
fn float_pow(x: f32) -> f32 { return power(x, params.p); }
fn float_clip(x: f32) -> f32 { return least(greatest(x, params.p), params.q); }
fn float_leakyRelu(x: f32) -> f32 { return select(params.p * x, x, x >= 0.0); }
fn float_elu(x: f32) -> f32 { if (x >= 0.0) { return x; } return params.p * expm1(x); }
fn float_softplus(x: f32) -> f32 { let z = params.p * x; return (greatest(z, 0.0) + log1p(exponential(-abs(z)))) / params.p; }
fn float_isFinite(x: f32) -> f32 { return select(1.0, 0.0, (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u); }

// Those with a meaning of their own on whole numbers.
fn int_neg(x: i32) -> i32 { return -x; }
fn int_abs(x: i32) -> i32 { return abs(x); }
fn int_sign(x: i32) -> i32 { return sign(x); }
fn int_square(x: i32) -> i32 { return x * x; }
fn int_relu(x: i32) -> i32 { return max(x, 0); }
fn int_affine(x: i32) -> i32 { return params.wholeP * x + params.wholeQ; }
fn int_clip(x: i32) -> i32 { return min(max(x, params.wholeP), params.wholeQ); }
fn int_leakyRelu(x: i32) -> i32 { return select(params.wholeP * x, x, x >= 0); }
fn int_isFinite(x: i32) -> i32 { return 1; }
fn int_floor(x: i32) -> i32 { return x; }
fn int_ceil(x: i32) -> i32 { return x; }
fn int_round(x: i32) -> i32 { return x; }

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.quads) { return; }
  let v = x[i];
  y[i] = vec4u(word(v.x), word(v.y), word(v.z), word(v.w));
}
