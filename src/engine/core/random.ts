/**
 * Counter-based random numbers (Philox 4×32-10, Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). The
 * numbers depend only on (seed, stream, index), so both backends and the host draw the same ones.
 */
const state = { seed: 0, stream: 0 };

/** Restarts the engine's random numbers. */
export function seed(value: number): void {
  state.seed = value >>> 0;
  state.stream = 0;
}

/** The next unused stream of random numbers, for one call of a random function. */
export function nextStream(): { seed: number; stream: number } {
  return { seed: state.seed, stream: state.stream++ };
}

/** What a snapshot must store so that a resumed run draws the numbers that it would have drawn. */
export const randomState = (): { seed: number; stream: number } => ({ ...state });

/** Goes on with random numbers where `randomState` was taken. */
export function setRandomState(saved: { seed: number; stream: number }): void {
  state.seed = saved.seed;
  state.stream = saved.stream;
}

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
/** High word of the 64-bit product of two 32-bit words, by halves (BigInt is 50 times slower). */
function mulhi(a: number, m: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const mHigh = m >>> 16;
  const mLow = m & 0xffff;
  const one = Math.imul(aHigh, mLow);
  const other = Math.imul(aLow, mHigh);
  const carry = (Math.imul(aLow, mLow) >>> 16) + (one & 0xffff) + (other & 0xffff);
  return (Math.imul(aHigh, mHigh) + (one >>> 16) + (other >>> 16) + (carry >>> 16)) >>> 0;
}

/** One Philox block, four 32-bit words for a 128-bit counter and 64-bit key; without allocations, for weights are many. */
function philoxInto(words: number[], c0: number, c1: number, c2: number, c3: number, key0: number, key1: number): void {
  let k0 = key0;
  let k1 = key1;
  let x0 = c0;
  let x1 = c1;
  let x2 = c2;
  let x3 = c3;
  for (let round = 0; round < 10; round++) {
    const high0 = mulhi(x0, M0);
    const high1 = mulhi(x2, M1);
    const low0 = Math.imul(x0, M0);
    const low1 = Math.imul(x2, M1);
    x0 = high1 ^ x1 ^ k0;
    x1 = low1;
    x2 = high0 ^ x3 ^ k1;
    x3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  words[0] = x0 >>> 0;
  words[1] = x1 >>> 0;
  words[2] = x2 >>> 0;
  words[3] = x3 >>> 0;
}

/** n numbers uniform in [0, 1), the same as `Backend.randomUniform` with this seed and stream gives. */
export function hostUniform(n: number, source = nextStream()): Float64Array {
  const out = new Float64Array(n);
  const words = [0, 0, 0, 0];
  for (let i = 0; i < n; i += 4) {
    philoxInto(words, i / 4, source.stream, 0, 0, source.seed, 0);
    for (let j = 0; j < 4 && i + j < n; j++) out[i + j] = (words[j] >>> 8) * 2 ** -24;
  }
  return out;
}

/** n numbers from N(0, 1) by Box and Muller's transform. */
export function hostNormal(n: number): Float64Array {
  const pairs = Math.ceil(n / 2);
  const u = hostUniform(pairs * 2);
  const out = new Float64Array(pairs * 2);
  for (let i = 0; i < pairs; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - u[2 * i]));
    const angle = 2 * Math.PI * u[2 * i + 1];
    out[2 * i] = radius * Math.cos(angle);
    out[2 * i + 1] = radius * Math.sin(angle);
  }
  return out.subarray(0, n);
}
