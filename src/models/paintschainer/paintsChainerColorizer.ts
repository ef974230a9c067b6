import { type Backend, inference, scope, Tensor, Variable } from '../../engine/index.js';
import type { Picture } from '../../vision/picture.js';
import type { Colorized, ColorizeOptions, Colorizer, ModelInfo } from '../colorizer.js';
import { rasterizeFor } from '../gridColorizer.js';
import type { Hints } from '../hints/hints.js';
import { ModelError } from '../modelError.js';
import type { UNet } from '../networks/unet.js';
import { areaMean } from '../sketch/areaMean.js';
import type { Closure } from '../sketch/closures.js';
import { compositeLines } from '../sketch/composite.js';
import { readSketch, type Sketch } from '../sketch/sketch.js';
import { encodeStage1, encodeStage2, stageSizes } from './encode.js';
import { resizeCubic } from './resizeCubic.js';
import { type ChannelOrder, yuvToRgb } from './yuv.js';

/** One of the two networks: 4 planes in, Y, U, V out, the same size. */
export type StageNetwork = Pick<UNet, 'forward' | 'countParams' | 'dispose'>;

/** PaintsChainer's two networks, and how their colours are meant. */
export interface PaintsChainerModel {
  /** `cnn_128`. */
  readonly small: StageNetwork;
  /** `cnn_512`. */
  readonly full: StageNetwork;
  readonly channelOrder: ChannelOrder;
  readonly card: Readonly<Record<string, unknown>>;
}

/** Shorter side of the second stage, and the least that there can be. */
const FULL_SHORT = 512;
const SMALLEST = 128;

/**
 * PaintsChainer's pipeline, step "C": the first network colours the sketch at 128 pixels with the hints, the second brings
 * that draft and the sketch to 512. Its result keeps that size; here it is enlarged to the sketch's, and the sketch's own
 * lines, which PaintsChainer redraws, are laid on top.
 */
export class PaintsChainerColorizer implements Colorizer {
  readonly info: ModelInfo;
  #sketch: Sketch | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly model: PaintsChainerModel,
  ) {
    this.info = {
      kind: 'paintschainer',
      description: 'PaintsChainer, two U-Nets in series (128 and 512 pixels)',
      parameters: model.small.countParams() + model.full.countParams(),
      card: model.card,
    };
  }

  /** Shorter side of the pictures it was trained on, to a multiple of 64; of the published networks 512. */
  get #usualSize(): number {
    const { pictureSize } = this.model.card;
    if (typeof pictureSize !== 'number' || !Number.isFinite(pictureSize)) return FULL_SHORT;
    return Math.min(2048, Math.max(SMALLEST, Math.round(pictureSize / 64) * 64));
  }

  setSketch(sketch: Picture, closures: readonly Closure[] = []): void {
    this.#sketch = readSketch(sketch, closures);
  }

  async colorize(
    hints: Hints | Picture,
    { draft = false, size = draft ? SMALLEST : this.#usualSize, signal }: ColorizeOptions = {},
  ): Promise<Colorized> {
    const sketch = this.#sketch;
    if (!sketch) throw new ModelError('no sketch yet: call setSketch first');
    if (!Number.isInteger(size) || size < SMALLEST || size > 2048 || size % 64 !== 0)
      throw new ModelError(`size ${size}: PaintsChainer works on multiples of 64 from ${SMALLEST} to 2048 pixels`);
    signal?.throwIfAborted();
    const { width, height } = sketch;
    const { small, full } = stageSizes(width, height, size);
    const grey = areaMean(sketch.ink, width, height, { width: full[0], height: full[1] }).map((ink) => 255 - ink);
    const smallGrey = areaMean(grey, full[0], full[1], { width: small[0], height: small[1] });
    const raster = rasterizeFor(hints, sketch, { width: small[0], height: small[1] });
    const first = await this.#run(this.model.small, encodeStage1(smallGrey, raster, this.model.channelOrder), small);
    signal?.throwIfAborted();
    const yuv = await this.#run(this.model.full, encodeStage2(grey, resizeCubic(first, small, full)), full);
    signal?.throwIfAborted();
    const color = toPicture(resizeCubic(yuv, full, [width, height]), width, height, this.model.channelOrder);
    return { color, picture: compositeLines(sketch, color) };
  }

  dispose(): void {
    this.model.small.dispose();
    this.model.full.dispose();
    this.#sketch = null;
  }

  async #run(
    net: StageNetwork,
    planes: Float32Array,
    [width, height]: readonly [number, number],
  ): Promise<Float32Array> {
    const y = scope(() =>
      inference(() => {
        const x = Tensor.from(planes, [1, planes.length / (width * height), height, width], this.backend);
        return net.forward(new Variable(x, { requiresGrad: false }));
      }),
    );
    try {
      return (await y.toArray()) as Float32Array;
    } finally {
      y.data.dispose();
    }
  }
}

/** Planes Y, U, V, 0…255, clipped as 8-bit pictures are. */
function toPicture(yuv: Float32Array, width: number, height: number, order: ChannelOrder): Picture {
  const n = width * height;
  const data = new Uint8ClampedArray(4 * n);
  const clip = (v: number) => Math.min(255, Math.max(0, Math.trunc(v)));
  for (let p = 0; p < n; p++) {
    const rgb = yuvToRgb(clip(yuv[p]), clip(yuv[n + p]), clip(yuv[2 * n + p]), order);
    for (let c = 0; c < 3; c++) data[4 * p + c] = rgb[c];
    data[4 * p + 3] = 255;
  }
  return { width, height, data };
}
