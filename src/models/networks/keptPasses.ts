import { type Backend, type Box, functions as F, inference, scope, Tensor, Variable } from '../../engine/index.js';
import type { GridInputs } from '../gridColorizer.js';
import type { GridSize } from '../sketch/gridInk.js';
import { evenly, scaled, wholeOf } from './boxes.js';
import type { Generator } from './generator.js';
import { INPUT_COUNT, InputEncoder } from './generatorInputs.js';
import { KeptInput } from './keptInput.js';
import { KeptOperations } from './keptOperations.js';
import { KeptPlanes } from './keptPlanes.js';
import type { Context } from './trunk.js';

/** Grids of this many sizes are remembered: of pictures, and of their previews. */
const MOST_SIZES = 2;
/** Of grids of more pixels only the lines' context is: all takes some 350 bytes a pixel. */
const MOST_PIXELS = 1 << 19;

/** Planes of `GeneratorOutput`: color, gate, own. */
const COLOR = 3;
const GATE = 1;
const PLANES = COLOR + GATE + 3;

/** What a pass on a grid of one size leaves to the next. */
class Kept {
  readonly encoder = new InputEncoder();
  readonly input = new KeptInput();
  readonly operations = new KeptOperations();
  readonly painted = new KeptPlanes();
  /** Of the lines `ink`. */
  context: Context | null = null;
  ink = new Float32Array();

  /** @param context inside a scope */
  learnLines(ink: Float32Array, context: Context): void {
    this.context?.added.data.dispose();
    context.added.data.keep();
    this.context = context;
    this.ink = ink.slice();
  }

  dispose(): void {
    this.input.dispose();
    this.operations.dispose();
    this.context?.added.data.dispose();
  }
}

/** What a generator painted: planes of `GeneratorOutput`, not to be written to. */
export interface PaintedPlanes {
  readonly color: Float32Array;
  readonly gate: Float32Array;
  readonly own: Float32Array;
}

/** A generator's passes over sketches with hints. */
export class KeptPasses {
  readonly #bySize = new Map<string, Kept>();

  /** @param isLearning its weights change: nothing of a pass is good for the next */
  constructor(
    private readonly generator: Generator,
    private readonly backend: Backend,
    private readonly isLearning: boolean,
  ) {}

  /** Computes what has changed since the pass before on a grid of this size, all of which is to the bit what a first pass gives. */
  async paint(inputs: GridInputs): Promise<PaintedPlanes> {
    const { width, height } = inputs;
    const n = width * height;
    try {
      const kept = this.#on(width, height);
      let made: Box | null = null;
      const part = scope(() =>
        inference(() => {
          const { x, outputs, changed } = this.#forward(kept, inputs);
          made = changed && scaled(changed, 2);
          if (!changed || !made) return [];
          const { color, gate, own } = this.generator.mix(cut(x, made), cut(outputs, changed));
          return [F.concat([color, gate, own], 1)];
        }),
      );
      const planes = kept.painted.update(await read(part), made, [PLANES, height, width]);
      const from = (plane: number, count: number) => planes.subarray(plane * n, (plane + count) * n);
      return { color: from(0, COLOR), gate: from(COLOR, GATE), own: from(COLOR + GATE, 3) };
    } catch (error) {
      this.forget(); // some may be made and some not
      throw error;
    }
  }

  /** Planes and outputs as `mix` takes them, and which of the outputs differ from those of the pass before; null: none. */
  #forward(kept: Kept, inputs: GridInputs): { x: Variable; outputs: Variable; changed: Box | null } {
    const { width, height, ink, hints } = inputs;
    const { generator } = this;
    const { planes, changed } = kept.encoder.encode(inputs);
    if (this.isLearning) {
      const x = this.#constant(planes, inputs, INPUT_COUNT);
      const outputs = generator.outputs(x, { context: generator.contextOf(this.#constant(ink, inputs, 1)) });
      return { x, outputs, changed: wholeOf(outputs) };
    }
    const isNew = !kept.context || !isSame(ink, kept.ink);
    const isHinted = hints.colors.length > 0;
    if (isNew && isHinted) kept.learnLines(ink, generator.contextOf(this.#constant(ink, inputs, 1)));
    if (width * height > MOST_PIXELS) {
      const x = this.#constant(planes, inputs, INPUT_COUNT);
      if (isNew && !isHinted) kept.learnLines(ink, generator.contextWithoutHints(F.space2depth(x, 2)));
      const outputs = generator.outputs(x, { context: kept.context! });
      return { x, outputs, changed: wholeOf(outputs) };
    }
    const { operations: through } = kept;
    const { x, halved } = kept.input.update(planes, [INPUT_COUNT, height, width], changed, this.backend);
    let seen = changed && scaled(evenly(changed), 0.5);
    if (isNew && !isHinted) {
      through.begin([[halved, seen]]);
      kept.learnLines(ink, generator.contextWithoutHints(halved, through));
      seen = null; // the way down is made
    }
    const context = kept.context!;
    through.begin([
      [halved, seen],
      [context.added, isNew ? wholeOf(context.added) : null],
    ]);
    const outputs = generator.outputs(x, { halved, through, context });
    return { x, outputs, changed: through.changeOf(outputs) };
  }

  #constant(planes: Float32Array, { width, height }: GridSize, channels: number): Variable {
    return new Variable(Tensor.from(planes, [1, channels, height, width], this.backend), { requiresGrad: false });
  }

  /** Begins anew. */
  forget(): void {
    for (const size of this.#bySize.keys()) this.#drop(size);
  }

  #on(width: number, height: number): Kept {
    const size = `${width}×${height}`;
    const kept = this.#bySize.get(size) ?? new Kept();
    this.#bySize.delete(size);
    this.#bySize.set(size, kept); // the last one is the one used last
    for (const other of [...this.#bySize.keys()].slice(0, -MOST_SIZES)) this.#drop(other);
    return kept;
  }

  #drop(size: string): void {
    this.#bySize.get(size)?.dispose();
    this.#bySize.delete(size);
  }
}

/** Rows and columns of a box. */
function cut(x: Variable, { top, left, height, width }: Box): Variable {
  const rows = height === x.shape[2] ? x : F.slice(x, 2, top, height);
  return width === x.shape[3] ? rows : F.slice(rows, 3, left, width);
}

/** Reads what left its scope and frees it; null where there is nothing. */
async function read([part]: readonly Variable[]): Promise<Float32Array | null> {
  if (!part) return null;
  try {
    return (await part.toArray()) as Float32Array;
  } finally {
    part.data.dispose();
  }
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false; // a tenth of what `every` takes
  return true;
}
