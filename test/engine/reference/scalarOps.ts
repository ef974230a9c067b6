import type { BinaryOp, UnaryOp } from '../../../src/engine/backends/backend.js';

/** erf in double precision: its Taylor series near zero, Lentz's continued fraction of erfc further out. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= -(a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = a;
  for (let k = 60; k > 0; k--) fraction = a + k / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-a * a) / (fraction * Math.sqrt(Math.PI)));
}

function roundHalfToEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

export const unaryOps: Record<UnaryOp, (x: number, p: number, q: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfToEven,
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  erf,
  sigmoid,
  relu: (x) => Math.max(x, 0),
  affine: (x, p, q) => p * x + q,
  pow: (x, p) => x ** p,
  clip: (x, p, q) => Math.min(Math.max(x, p), q),
  leakyRelu: (x, p) => (x >= 0 ? x : p * x),
  elu: (x, p) => (x >= 0 ? x : p * Math.expm1(x)),
  softplus: (x, p) => (Math.max(p * x, 0) + Math.log1p(Math.exp(-Math.abs(p * x)))) / p,
  isFinite: (x) => Number(Number.isFinite(x)),
};

/** The remainder with the sign of the divisor, as NumPy's. */
function mod(a: number, b: number): number {
  const r = a % b;
  return r !== 0 && r < 0 !== b < 0 ? r + b : r;
}

export const binaryOps: Record<BinaryOp, (a: number, b: number, p: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  mod,
  atan2: Math.atan2,
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  reluGrad: (y, gy) => (y > 0 ? gy : 0),
  leakyReluGrad: (x, gy, p) => (x >= 0 ? gy : p * gy),
  eluGrad: (x, gy, p) => (x >= 0 ? gy : p * Math.exp(x) * gy),
  sigmoidGrad: (y, gy) => gy * y * (1 - y),
  tanhGrad: (y, gy) => gy * (1 - y * y),
};

export const comparisons: ReadonlySet<BinaryOp> = new Set([
  'greater',
  'greaterEqual',
  'less',
  'lessEqual',
  'equal',
  'notEqual',
]);
