// Elementary functions to about float32 precision. WGSL promises only 2⁻¹¹ absolute for sin and cos, 4096 ULP for the
// inverse functions, and has no expm1, log1p or erf; its sinh and tanh may cancel or overflow. Series are Taylor's, cut
// where the next term is below 2⁻²⁵ of the sum on the reduced range.

const HALF_PI = 1.5707963267948966;
const PI = 3.141592653589793;

// log(1 + d) for d in [−1/2, 1] by log((1 + s)/(1 − s)) = 2(s + s³/3 + …), s = d/(2 + d), |s| ≤ 1/3
fn logNearOne(d: f32) -> f32 {
  let s = d / (2.0 + d);
  let t = s * s;
  let series = 1.0 + t * (1.0 / 3.0 + t * (1.0 / 5.0 + t * (1.0 / 7.0 + t * (1.0 / 9.0 + t * (1.0 / 11.0 + t * (1.0 / 13.0
    + t / 15.0))))));
  return 2.0 * s * series;
}
fn logarithm(x: f32) -> f32 {
  if (isNan(x) || x < 0.0) { return nan(); }
  if (x == 0.0) { return -infinity(); }
  if (isInfinite(x)) { return x; }
  if (x >= 0.5 && x <= 2.0) { return logNearOne(x - 1.0); }
  return log(x);
}
fn log1p(x: f32) -> f32 {
  if (x >= -0.5 && x <= 1.0 && !isNan(x)) { return logNearOne(x); }
  return logarithm(1.0 + x);
}
fn exponential(x: f32) -> f32 {
  if (isNan(x)) { return x; }
  if (x > 88.73) { return infinity(); }
  if (x < -104.0) { return 0.0; }
  return exp(x);
}
fn expm1(x: f32) -> f32 {
  if (abs(x) < 0.5) {
    return x * (1.0 + x * (1.0 / 2.0 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0
      + x * (1.0 / 5040.0 + x / 40320.0)))))));
  }
  return exponential(x) - 1.0;
}
fn hyperbolicSine(x: f32) -> f32 {
  if (abs(x) < 1.0) {
    let t = x * x;
    return x * (1.0 + t * (1.0 / 6.0 + t * (1.0 / 120.0 + t * (1.0 / 5040.0 + t * (1.0 / 362880.0 + t / 39916800.0)))));
  }
  let half = exponential(0.5 * abs(x)); // e^|x| may overflow where sinh does not
  return withSign(0.5 * half * half - 0.5 / half / half, x);
}
fn hyperbolicCosine(x: f32) -> f32 {
  let half = exponential(0.5 * abs(x));
  return 0.5 * half * half + 0.5 / half / half;
}
fn hyperbolicTangent(x: f32) -> f32 {
  if (isNan(x)) { return x; }
  let e = expm1(-2.0 * abs(x));
  return withSign(e / (e + 2.0), x);
}
fn sigmoid(x: f32) -> f32 {
  let t = exponential(-abs(x));
  return select(t, 1.0, x >= 0.0) / (1.0 + t);
}

// Sine and cosine of one angle: x − k·π/2 with π/2 in three parts, the first two short enough that k times them is exact.
fn sineCosine(x: f32) -> vec2f {
  if (isNan(x) || isInfinite(x)) { return vec2f(nan()); }
  let k = round(x * 0.6366197723675814);
  let r = ((x - k * 1.5703125) - k * 4.83751296997e-4) - k * 7.549789948768648e-8;
  let t = r * r;
  let s = r * (1.0 + t * (-1.0 / 6.0 + t * (1.0 / 120.0 + t * (-1.0 / 5040.0 + t / 362880.0))));
  let c = 1.0 + t * (-1.0 / 2.0 + t * (1.0 / 24.0 + t * (-1.0 / 720.0 + t * (1.0 / 40320.0 - t / 3628800.0))));
  switch (u32(i32(k - 4.0 * floor(k / 4.0))) & 3u) {
    case 0u: { return vec2f(s, c); }
    case 1u: { return vec2f(c, -s); }
    case 2u: { return vec2f(-s, -c); }
    default: { return vec2f(-c, s); }
  }
}

// atan of x in [0, 1]; above tan π/8 by atan x = π/4 + atan((x − 1)/(x + 1))
fn arcTangentUnit(x: f32) -> f32 {
  let upper = x > 0.41421356;
  let z = select(x, (x - 1.0) / (x + 1.0), upper);
  let t = z * z;
  let a = z * (1.0 + t * (-1.0 / 3.0 + t * (1.0 / 5.0 + t * (-1.0 / 7.0 + t * (1.0 / 9.0 + t * (-1.0 / 11.0 + t * (1.0 / 13.0
    - t / 15.0)))))));
  return select(a, a + 0.25 * PI, upper);
}
fn angle(y: f32, x: f32) -> f32 {
  if (isNan(x) || isNan(y)) { return nan(); }
  let ax = abs(x);
  let ay = abs(y);
  let big = max(ax, ay);
  var ratio = 0.0;
  if (isInfinite(big)) {
    ratio = select(0.0, 1.0, isInfinite(ax) && isInfinite(ay));
  } else if (big > 0.0) {
    ratio = min(ax, ay) / big;
  }
  var a = arcTangentUnit(ratio);
  if (ay > ax) { a = HALF_PI - a; }
  if ((bitcast<u32>(x) & 0x80000000u) != 0u) { a = PI - a; }
  return withSign(a, y);
}
fn arcCofactor(x: f32) -> f32 { return sqrt((1.0 - x) * (1.0 + x)); }
fn arcSine(x: f32) -> f32 { if (isNan(x) || abs(x) > 1.0) { return nan(); } return angle(x, arcCofactor(x)); }
fn arcCosine(x: f32) -> f32 { if (isNan(x) || abs(x) > 1.0) { return nan(); } return angle(arcCofactor(x), x); }

// erf below 1 by its Maclaurin series, above by 1 − e^(−x²)·(continued fraction of the tail)
fn errorFunction(x: f32) -> f32 {
  if (isNan(x)) { return x; }
  let a = abs(x);
  let t = x * x;
  if (a < 1.5) {
    var term = x;
    var sum = x;
    for (var n = 1u; n < 18u; n++) {
      term *= -t / f32(n);
      sum += term / f32(2u * n + 1u);
    }
    return 1.1283791670955126 * sum;
  }
  if (a > 4.0) { return withSign(1.0, x); }
  var fraction = a;
  for (var n = 30u; n > 0u; n--) { fraction = a + 0.5 * f32(n) / fraction; }
  return withSign(1.0 - exp(-t) * 0.5641895835477563 / fraction, x);
}

fn isOdd(y: f32) -> bool { return abs(y) < 16777216.0 && floor(y) == y && floor(y * 0.5) * 2.0 != y; }

// xʸ; small whole powers by multiplication, which is exact where the result is
fn power(x: f32, y: f32) -> f32 {
  if (y == 0.0 || x == 1.0) { return 1.0; }
  if (isNan(x) || isNan(y)) { return nan(); }
  let whole = floor(y) == y;
  if (whole && abs(y) <= 32.0) {
    var n = u32(abs(y));
    var base = x;
    var product = 1.0;
    while (n > 0u) {
      if ((n & 1u) == 1u) { product *= base; }
      n >>= 1u;
      if (n > 0u) { base *= base; }
    }
    if (y < 0.0) {
      if (product == 0.0) { return withSign(infinity(), product); }
      return 1.0 / product;
    }
    return product;
  }
  var a = abs(x);
  if (a == 0.0 || isInfinite(a)) {
    if ((a == 0.0) == (y < 0.0)) { a = infinity(); } else { a = 0.0; }
    return select(a, -a, x < 0.0 && isOdd(y));
  }
  if (a == 1.0 && isInfinite(y)) { return 1.0; }
  if (x < 0.0 && !whole) { return nan(); }
  if (y == 0.5) { return sqrt(x); }
  let magnitude = exp2(y * log2(a));
  return select(magnitude, -magnitude, x < 0.0 && isOdd(y));
}
