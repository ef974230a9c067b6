// Functions of one, two or three scalars that expressions call: float_OP, and int_OP where an operation has a meaning of its
// own on whole numbers. p and q are an operation's numbers.

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
fn float_affine(x: f32, p: f32, q: f32) -> f32 { return p * x + q; }
fn float_power(x: f32, p: f32) -> f32 { return power(x, p); }
fn float_clip(x: f32, p: f32, q: f32) -> f32 { return least(greatest(x, p), q); }
fn float_leakyRelu(x: f32, p: f32) -> f32 { return select(p * x, x, x >= 0.0); }
fn float_elu(x: f32, p: f32) -> f32 { if (x >= 0.0) { return x; } return p * expm1(x); }
fn float_softplus(x: f32, p: f32) -> f32 { let z = p * x; return (greatest(z, 0.0) + log1p(exponential(-abs(z)))) / p; }
fn float_isFinite(x: f32) -> f32 { return select(1.0, 0.0, (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u); }

// Those with a meaning of their own on whole numbers.
fn int_neg(x: i32) -> i32 { return -x; }
fn int_abs(x: i32) -> i32 { return abs(x); }
fn int_sign(x: i32) -> i32 { return sign(x); }
fn int_square(x: i32) -> i32 { return x * x; }
fn int_relu(x: i32) -> i32 { return max(x, 0); }
fn int_affine(x: i32, p: i32, q: i32) -> i32 { return p * x + q; }
fn int_clip(x: i32, p: i32, q: i32) -> i32 { return min(max(x, p), q); }
fn int_leakyRelu(x: i32, p: i32) -> i32 { return select(p * x, x, x >= 0); }
fn int_isFinite(x: i32) -> i32 { return 1; }
fn int_floor(x: i32) -> i32 { return x; }
fn int_ceil(x: i32) -> i32 { return x; }
fn int_round(x: i32) -> i32 { return x; }

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
fn float_leakyReluGrad(a: f32, b: f32, p: f32) -> f32 { return select(p * b, b, a >= 0.0); }
fn float_eluGrad(a: f32, b: f32, p: f32) -> f32 { if (a < 0.0 || isNan(a)) { return p * exponential(a) * b; } return b; }
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

// int32 of a float: truncates, saturates, and makes 0 of NaN.
fn integer(x: f32) -> i32 {
  if (isNan(x)) { return 0; }
  if (x >= 2147483648.0) { return 0x7fffffff; }
  if (x <= -2147483648.0) { return i32(-0x7fffffff - 1); }
  return i32(x);
}
