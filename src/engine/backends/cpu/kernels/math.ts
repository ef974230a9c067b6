import { madd } from './params';

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** eˣ: Cody–Waite reduction by ln 2, degree-6 polynomial; about 1 ulp. Overflows to ∞, underflows to 0. */
export function exp4(x: v128): v128 {
  const cut = f32x4.min(f32x4.max(x, splat(-104)), splat(89));
  const n = f32x4.nearest(f32x4.mul(cut, splat(1.44269504)));
  let r = f32x4.sub(cut, f32x4.mul(n, splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.12194440e-4)));
  let p = splat(1.9875691500e-4);
  p = madd(p, r, splat(1.3981999507e-3));
  p = madd(p, r, splat(8.3334519073e-3));
  p = madd(p, r, splat(4.1665795894e-2));
  p = madd(p, r, splat(1.6666665459e-1));
  p = madd(p, r, splat(5.0000001201e-1));
  p = madd(p, f32x4.mul(r, r), f32x4.add(r, splat(1)));
  // 2ⁿ in two factors, so that n = 128 and subnormal results are right.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const rest = i32x4.sub(whole, half);
  const bias = i32x4.splat(127);
  const f1 = i32x4.shl(i32x4.add(half, bias), 23);
  const f2 = i32x4.shl(i32x4.add(rest, bias), 23);
  return f32x4.mul(f32x4.mul(p, f1), f2);
}

/** tanh: odd polynomial below 0.625, else 1 − 2/(e²ˣ + 1). */
export function tanh4(x: v128): v128 {
  const a = f32x4.abs(x);
  const s = f32x4.mul(x, x);
  let p = splat(-5.70498872745e-3);
  p = madd(p, s, splat(2.06390887954e-2));
  p = madd(p, s, splat(-5.37397155531e-2));
  p = madd(p, s, splat(1.33314422036e-1));
  p = madd(p, s, splat(-3.33332819422e-1));
  p = madd(f32x4.mul(p, s), x, x);
  const e = exp4(f32x4.add(a, a));
  let big = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(e, splat(1))));
  big = v128.or(big, v128.and(x, i32x4.splat(<i32>0x80000000)));
  return v128.bitselect(p, big, f32x4.lt(a, splat(0.625)));
}

/** 1/(1 + e⁻ˣ). */
export function sigmoid4(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp4(f32x4.neg(x))));
}

/** erf by its series near 0 and the continued-fraction-like rational of W. J. Cody beyond, in float64. */
export function erf(x: f32): f32 {
  const a = Math.abs(<f64>x);
  if (!(a < 6)) return a >= 6 ? (x > 0 ? 1 : -1) : x;
  let y: f64;
  if (a < 2.5) {
    // erf z = 2/√π · e^{−z²} · Σ 2ⁿ z^{2n+1} / (2n+1)!!
    let term = a;
    let sum = a;
    const zz = 2 * a * a;
    for (let n = 1; n < 60; n++) {
      term *= zz / <f64>(2 * n + 1);
      sum += term;
      if (term < sum * 1e-10) break;
    }
    y = 1.1283791670955126 * Math.exp(-a * a) * sum;
  } else {
    // erfc by Lentz's fraction, evaluated backwards.
    let f: f64 = 0;
    for (let n = 24; n > 0; n--) f = (<f64>n * 0.5) / (a + f);
    y = 1 - Math.exp(-a * a) / ((a + f) * 1.7724538509055159);
  }
  return x < 0 ? <f32>-y : <f32>y;
}
