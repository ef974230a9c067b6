import type { Box } from '../../engine/index.js';
import type { GridInputs } from '../gridColorizer.js';
import { blendHints } from '../propagation/blend.js';
import { CONFIDENCE_CHANNELS, FAR, NEAR } from '../propagation/confidence.js';
import { Fading } from '../propagation/fading.js';
import { freshKernels } from '../propagation/kernels.js';

/** First channel of each group of the generator's input, in order. */
export const INPUT_CHANNELS = {
  /** Darkness of the lines. */
  ink: 0,
  /** Hint colours as drawn, R, G, B in [−1, 1]; 0 beside them. */
  hint: 1,
  /** 1 where there is a hint. */
  mask: 4,
  /** Hint colours spread by propagation and blended (`blendHints`), R, G, B in [−1, 1]; 0 without hints. */
  propagated: 5,
  /** The colour that came second, in the same way; the first where there is no second. */
  second: 8,
  /** How far to trust them (`CONFIDENCE_CHANNELS`). */
  confidence: 11,
} as const;

/** Number of input planes. */
export const INPUT_COUNT = INPUT_CHANNELS.confidence + CONFIDENCE_CHANNELS.length;

const fadingNear = new Fading(NEAR);
const fadingFar = new Fading(FAR);

/** What the generator sees of a sketch, and what of it the sketch before did not show. */
export interface Encoded {
  /** `INPUT_COUNT` planes, C · height · width, in the order of `INPUT_CHANNELS`; overwritten by the encoder's next call but one. */
  readonly planes: Float32Array;
  /** Rows and columns in which the planes differ from those of the call before; null where they are the same. */
  readonly changed: Box | null;
}

/** Encodes one sketch with hints after another. Training and use both go through here. */
export class InputEncoder {
  readonly #kernels = freshKernels();
  #size = '';

  encode(inputs: GridInputs): Encoded {
    const { width, height, short, ink, hints, basins } = inputs;
    const n = width * height;
    const { memory, planesAt, encode } = this.#kernels;
    this.#fill(inputs);
    encode();
    const planes = new Float32Array(memory.buffer, planesAt(), INPUT_COUNT * n);
    planes.set(ink, INPUT_CHANNELS.ink * n);
    const spread = INPUT_CHANNELS.propagated * n;
    const graded = blendHints(planes.subarray(spread, spread + 3 * n), basins, hints, short);
    if (graded.size > 0) settle(planes, inputs, graded);
    const size = `${width}×${height}`;
    const isFirst = this.#size !== size;
    this.#size = size;
    return { planes, changed: isFirst ? { top: 0, left: 0, height, width } : this.#changed() };
  }

  /** Brings what is known of the pixels, and the tables, to the kernels. */
  #fill({ width, height, hints, propagation }: GridInputs): void {
    const { label, label2, level, level2, climb, distance, distance2, longest } = propagation;
    const near = fadingNear.upTo(longest);
    const far = fadingFar.upTo(longest);
    const count = longest + 1;
    const labels = hints.colors.length / 3;
    const { memory, beginEncoding, searchAt, tablesAt } = this.#kernels;
    beginEncoding(width, height, labels, count);
    const n = width * height;
    const words = new Int32Array(memory.buffer, searchAt(), 5 * n);
    const lengths = new Float32Array(memory.buffer, searchAt(), 5 * n);
    const bytes = new Uint8Array(memory.buffer, searchAt() + 20 * n, 3 * n);
    words.set(label);
    words.set(label2, n);
    lengths.set(distance, 2 * n);
    lengths.set(distance2, 3 * n);
    words.set(hints.labels, 4 * n);
    for (const [i, levels] of [level, level2, climb].entries()) bytes.set(levels, i * n);
    const tables = new Float32Array(memory.buffer, tablesAt(), 3 * (count + labels + 1));
    for (let i = 0; i < count; i++) {
      tables[i] = near[i];
      tables[count + i] = far[i];
      tables[2 * count + i] = 1 - near[i];
    }
    for (let c = 0; c < 3; c++) {
      const channel = tables.subarray(3 * count + c * (labels + 1));
      channel[0] = 0; // no label
      for (let k = 0; k < labels; k++) channel[k + 1] = 2 * hints.colors[3 * k + c] - 1;
    }
  }

  #changed(): Box | null {
    const { memory, changes } = this.#kernels;
    const [top, left, bottom, right] = new Int32Array(memory.buffer, changes(), 4);
    return left < 0 ? null : { top, left, height: bottom - top, width: right - left };
  }
}

/** In a gradient, painted in [0, 1], no second colour contests the first: between two of its dabs lies no border. */
function settle(
  planes: Float32Array,
  { width, height, basins, propagation: { label } }: GridInputs,
  graded: ReadonlySet<number>,
): void {
  const n = width * height;
  const { propagated, second, confidence } = INPUT_CHANNELS;
  const margins = (confidence + CONFIDENCE_CHANNELS.indexOf('levelMargin')) * n;
  for (let p = 0; p < n; p++) {
    if (!graded.has(basins[p])) continue;
    const reached = label[p] > 0;
    for (let c = 0; c < 3; c++) {
      const at = (propagated + c) * n + p;
      planes[at] = reached ? 2 * planes[at] - 1 : 0;
      planes[(second + c) * n + p] = planes[at];
    }
    for (let at = margins + p; at < planes.length; at += n) planes[at] = reached ? 1 : 0;
  }
}

let encoder: InputEncoder | null = null;

/** What the generator sees of a sketch with hints, alone: `Encoded.planes`. */
export function encodeInputs(inputs: GridInputs): Float32Array {
  encoder ??= new InputEncoder();
  return encoder.encode(inputs).planes.slice();
}
