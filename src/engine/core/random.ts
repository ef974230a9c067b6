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

export function setRandomState(saved: { seed: number; stream: number }): void {
  state.seed = saved.seed;
  state.stream = saved.stream;
}

const M0 = 0xd2511f53n;
const M1 = 0xcd9e8d57n;
const mulhi = (a: number, m: bigint): number => Number((BigInt(a) * m) >> 32n) >>> 0;

/** One Philox block: four 32-bit words for a 128-bit counter and 64-bit key. */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): number[] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const hi0 = mulhi(c0, M0);
    const hi1 = mulhi(c2, M1);
    const lo0 = Math.imul(c0, 0xd2511f53) >>> 0;
    const lo1 = Math.imul(c2, 0xcd9e8d57) >>> 0;
    [c0, c1, c2, c3] = [(hi1 ^ c1 ^ k0) >>> 0, lo1, (hi0 ^ c3 ^ k1) >>> 0, lo0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** n numbers uniform in [0, 1), the same as `Backend.randomUniform` with this seed and stream gives. */
export function hostUniform(n: number, source = nextStream()): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i += 4) {
    const words = philox4x32([i / 4, source.stream, 0, 0], [source.seed, 0]);
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
