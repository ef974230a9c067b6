const word = new DataView(new ArrayBuffer(4));

/** The value of a half-precision bit pattern (IEEE 754 binary16), exactly. */
export function float16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest half-precision bit pattern, ties to even; beyond ±65 504 (half an ulp past it) infinity. */
export function numberToFloat16(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff - 127 + 15) return sign | (fraction ? 0x7e00 : 0x7c00);
  if (exponent >= 0x1f) return sign | 0x7c00;
  if (exponent < -10) return sign;
  // Normal numbers drop 13 bits; subnormal ones show their leading 1 and drop more. A carry runs on into the exponent.
  const significand = exponent > 0 ? fraction : fraction | 0x800000;
  const drop = exponent > 0 ? 13 : 14 - exponent;
  const kept = (Math.max(exponent, 0) << 10) + (significand >>> drop);
  const rest = significand & ((1 << drop) - 1);
  const half = 1 << (drop - 1);
  return sign | (kept + (rest > half || (rest === half && kept & 1) ? 1 : 0));
}

/** The float32 bit pattern of every half-precision one, made when first needed: a look at it is cheaper than the sum. */
let singles: Uint32Array | null = null;

/** Widens half-precision bit patterns. */
export function widenFloat16(bits: Uint16Array): Float32Array<ArrayBuffer> {
  singles ??= new Uint32Array(Float32Array.from({ length: 2 ** 16 }, (_, half) => float16ToNumber(half)).buffer);
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < words.length; i++) words[i] = singles[bits[i]];
  return new Float32Array(words.buffer);
}

/** Rounds to half-precision bit patterns. */
export function narrowToFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = numberToFloat16(values[i]);
  return out;
}

/** Widens bfloat16 bit patterns: the upper halves of float32. */
export function widenBfloat16(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const out = new Uint32Array(bits.length);
  for (let i = 0; i < out.length; i++) out[i] = bits[i] << 16;
  return new Float32Array(out.buffer);
}
