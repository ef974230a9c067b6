// y = f(x; p, q), four elements an invocation. Storage is padded to whole quads, so the last one may compute on padding.
const op_neg = 0u;
const op_abs = 1u;
const op_sign = 2u;
const op_floor = 3u;
const op_ceil = 4u;
const op_round = 5u;
const op_square = 6u;
const op_reciprocal = 7u;
const op_sqrt = 8u;
const op_rsqrt = 9u;
const op_exp = 10u;
const op_expm1 = 11u;
const op_log = 12u;
const op_log1p = 13u;
const op_sin = 14u;
const op_cos = 15u;
const op_tan = 16u;
const op_asin = 17u;
const op_acos = 18u;
const op_atan = 19u;
const op_sinh = 20u;
const op_cosh = 21u;
const op_tanh = 22u;
const op_erf = 23u;
const op_sigmoid = 24u;
const op_relu = 25u;
const op_affine = 26u;
const op_pow = 27u;
const op_clip = 28u;
const op_leakyRelu = 29u;
const op_elu = 30u;
const op_softplus = 31u;
const op_isFinite = 32u;
override OP: u32;

const FLOATS = 0u;
const INTEGERS_AS_FLOATS = 1u; // functions without a whole-number meaning; the result is truncated
const INTEGERS = 2u;
override MODE: u32;

struct Params { quads: u32, p: f32, q: f32, wholeP: i32, wholeQ: i32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4u>;

fn float(x: f32) -> f32 {
  let p = params.p;
  let q = params.q;
  switch (OP) {
    case op_neg: { return bitcast<f32>(bitcast<u32>(x) ^ 0x80000000u); }
    case op_abs: { return bitcast<f32>(bitcast<u32>(x) & 0x7fffffffu); }
    case op_sign: { if (isNan(x)) { return x; } return sign(x); }
    case op_floor: { return floor(x); }
    case op_ceil: { return ceil(x); }
    case op_round: { return round(x); }
    case op_square: { return x * x; }
    case op_reciprocal: { return 1.0 / x; }
    case op_sqrt: { return sqrt(x); }
    case op_rsqrt: { return 1.0 / sqrt(x); }
    case op_exp: { return exponential(x); }
    case op_expm1: { return expm1(x); }
    case op_log: { return logarithm(x); }
    case op_log1p: { return log1p(x); }
    case op_sin: { return sineCosine(x).x; }
    case op_cos: { return sineCosine(x).y; }
    case op_tan: { let sc = sineCosine(x); return sc.x / sc.y; }
    case op_asin: { return arcSine(x); }
    case op_acos: { return arcCosine(x); }
    case op_atan: { return angle(x, 1.0); }
    case op_sinh: { return hyperbolicSine(x); }
    case op_cosh: { return hyperbolicCosine(x); }
    case op_tanh: { return hyperbolicTangent(x); }
    case op_erf: { return errorFunction(x); }
    case op_sigmoid: { return sigmoid(x); }
    case op_relu: { return greatest(x, 0.0); }
    case op_affine: { return p * x + q; }
    case op_pow: { return power(x, p); }
    case op_clip: { return least(greatest(x, p), q); }
    case op_leakyRelu: { return select(p * x, x, x >= 0.0); }
    case op_elu: { if (x >= 0.0) { return x; } return p * expm1(x); }
    case op_softplus: { let z = p * x; return (greatest(z, 0.0) + log1p(exponential(-abs(z)))) / p; }
    case op_isFinite: { return select(1.0, 0.0, (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u); }
    default: { return x; }
  }
}

fn integer(x: i32) -> i32 {
  switch (OP) {
    case op_neg: { return -x; }
    case op_abs: { return abs(x); }
    case op_sign: { return sign(x); }
    case op_square: { return x * x; }
    case op_relu: { return max(x, 0); }
    case op_affine: { return params.wholeP * x + params.wholeQ; }
    case op_clip: { return min(max(x, params.wholeP), params.wholeQ); }
    case op_leakyRelu: { return select(params.wholeP * x, x, x >= 0); }
    case op_isFinite: { return 1; }
    default: { return x; } // floor, ceil, round
  }
}

fn word(x: u32) -> u32 {
  switch (MODE) {
    case FLOATS: { return bitcast<u32>(float(bitcast<f32>(x))); }
    case INTEGERS_AS_FLOATS: { return bitcast<u32>(i32(float(f32(bitcast<i32>(x))))); }
    default: { return bitcast<u32>(integer(bitcast<i32>(x))); }
  }
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = itemIndex(group, groups, lane);
  if (i >= params.quads) { return; }
  let v = x[i];
  y[i] = vec4u(word(v.x), word(v.y), word(v.z), word(v.w));
}
