import { type Backend, inference, scope, setBackend, Tensor, Variable } from '../../engine/index.js';
import { loadNpz } from '../../engine/serializers/index.js';
import type { Picture } from '../../vision/picture.js';
import type { Colorized, ColorizeOptions, Colorizer, ModelInfo } from '../colorizer.js';
import { rasterizeFor } from '../gridColorizer.js';
import type { Hints } from '../hints/hints.js';
import { ModelError } from '../modelError.js';
import { UNet } from '../networks/unet.js';
import { Enlarger } from '../propagation/enlarge.js';
import type { Closure } from '../sketch/closures.js';
import { compositeLines } from '../sketch/composite.js';
import { GRID_SHORT, gridInk, gridSize } from '../sketch/gridInk.js';
import { readSketch, type Sketch } from '../sketch/sketch.js';
import { encodeStage1 } from './encode.js';
import { planesFromYuv } from './yuv.js';

/** The network halves its input four times. */
const STEP = 16;

/** Shorter side of the grid of a draft. */
const DRAFT_SHORT = 96;

/**
 * PaintsChainer's UNET alone, its first stage, on the grid that the training pictures have: the network to compare others
 * with. It gets the line art and the hints as they are; what it paints is brought to full size along the lines, as our own
 * results are, and not corrected at the hints.
 *
 * @throws FormatError when the file is damaged, or its arrays are missing or of the wrong shape
 */
export function loadUNetColorizer(backend: Backend, npz: Uint8Array): Colorizer {
  setBackend(backend);
  const net = new UNet();
  try {
    loadNpz(npz, net);
  } catch (error) {
    net.dispose();
    throw error;
  }
  return new UNetColorizer(backend, net);
}

class UNetColorizer implements Colorizer {
  readonly info: ModelInfo;
  #sketch: Sketch | null = null;

  constructor(
    private readonly backend: Backend,
    private readonly net: UNet,
  ) {
    const description = 'PaintsChainer’s first network alone';
    this.info = { kind: 'paintschainer', description, parameters: net.countParams(), card: {} };
  }

  setSketch(sketch: Picture, closures: readonly Closure[] = []): void {
    this.#sketch = readSketch(sketch, closures);
  }

  async colorize(
    hints: Hints | Picture,
    { draft = false, size = draft ? DRAFT_SHORT : GRID_SHORT, signal }: ColorizeOptions = {},
  ): Promise<Colorized> {
    const sketch = this.#sketch;
    if (!sketch) throw new ModelError('no sketch yet: call setSketch first');
    if (!(size >= STEP && size <= 1024)) throw new ModelError(`size ${size}: it must be ${STEP} to 1024 pixels`);
    signal?.throwIfAborted();
    const grid = gridSize(sketch.width, sketch.height, size, STEP);
    const ink = gridInk(sketch.ink, sketch.width, sketch.height, grid);
    const grey = ink.map((v) => 255 * (1 - v));
    const planes = encodeStage1(grey, rasterizeFor(hints, sketch, grid), 'crossed');
    const y = scope(() =>
      inference(() => {
        const x = Tensor.from(planes, [1, 4, grid.height, grid.width], this.backend);
        return this.net.forward(new Variable(x, { requiresGrad: false }));
      }),
    );
    let painted: Float32Array;
    try {
      painted = planesFromYuv((await y.toArray()) as Float32Array, 'crossed');
    } finally {
      y.data.dispose();
    }
    signal?.throwIfAborted();
    const enlarger = new Enlarger(sketch.ink, sketch.width, sketch.height, ink, grid.width, grid.height);
    const color = enlarger.enlarge(painted);
    return { color, picture: compositeLines(sketch, color) };
  }

  dispose(): void {
    this.net.dispose();
    this.#sketch = null;
  }
}
