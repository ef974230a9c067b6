/** OpenCV's INTER_CUBIC: Keys' kernel with a = −0.75. */
const A = -0.75;

function weights(t: number): [number, number, number, number] {
  const outer = (d: number) => ((A * d - 5 * A) * d + 8 * A) * d - 4 * A;
  const inner = (d: number) => ((A + 2) * d - (A + 3)) * d * d + 1;
  return [outer(1 + t), inner(t), inner(1 - t), outer(2 - t)];
}

/** For each output place four source indexes (edges repeated) and their weights. */
function taps(from: number, to: number): { index: Int32Array; weight: Float32Array } {
  const index = new Int32Array(4 * to);
  const weight = new Float32Array(4 * to);
  for (let o = 0; o < to; o++) {
    const place = ((o + 0.5) * from) / to - 0.5;
    const base = Math.floor(place);
    weight.set(weights(place - base), 4 * o);
    for (let k = 0; k < 4; k++) index[4 * o + k] = Math.min(from - 1, Math.max(0, base - 1 + k));
  }
  return { index, weight };
}

/** Resizes planes (channels · height · width) as OpenCV's INTER_CUBIC does: pixel centres aligned, no antialiasing. */
export function resizeCubic(
  planes: Float32Array,
  [width, height]: readonly [number, number],
  [toWidth, toHeight]: readonly [number, number],
): Float32Array {
  const channels = planes.length / (width * height);
  const across = taps(width, toWidth);
  const down = taps(height, toHeight);
  const out = new Float32Array(channels * toWidth * toHeight);
  const rows = new Float32Array(height * toWidth);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      const row = (c * height + y) * width;
      for (let x = 0; x < toWidth; x++) {
        let sum = 0;
        for (let k = 4 * x; k < 4 * x + 4; k++) sum += across.weight[k] * planes[row + across.index[k]];
        rows[y * toWidth + x] = sum;
      }
    }
    for (let y = 0; y < toHeight; y++) {
      const at = (c * toHeight + y) * toWidth;
      for (let k = 4 * y; k < 4 * y + 4; k++) {
        const row = down.index[k] * toWidth;
        for (let x = 0; x < toWidth; x++) out[at + x] += down.weight[k] * rows[row + x];
      }
    }
  }
  return out;
}
