import { type Backend, Tensor, Variable } from '../../engine/index.js';
import type { GridInputs } from '../gridColorizer.js';
import type { Generator, GeneratorOutput } from './generator.js';
import { INPUT_COUNT, InputEncoder } from './generatorInputs.js';
import { KeptConvolutions } from './keptConvolutions.js';
import { evenly, KeptInput } from './keptInput.js';

/** Grids of this many sizes are remembered: of pictures, and of their previews. */
const MOST_SIZES = 2;
/** Grids of more pixels are not: that takes some 300 bytes a pixel. */
const MOST_PIXELS = 1 << 19;

/** What a pass on a grid of one size leaves to the next. */
interface Kept {
  readonly encoder: InputEncoder;
  readonly input: KeptInput;
  readonly convolutions: KeptConvolutions;
}

/** A generator's passes over sketches with hints, inside `inference`. */
export class KeptPasses {
  readonly #bySize = new Map<string, Kept>();

  /** @param isLearning its weights change: nothing of a pass is good for the next */
  constructor(
    private readonly generator: Generator,
    private readonly backend: Backend,
    private readonly isLearning: boolean,
  ) {}

  /**
   * Computes what has changed since the pass before on a grid of this size, all of which is to the bit what a first pass gives. The
   * results are the caller's; if one of them fails later, `forget` is due.
   */
  forward(inputs: GridInputs): GeneratorOutput {
    const { width, height } = inputs;
    const { encoder, input, convolutions } = this.#on(width, height);
    const { planes, changed } = encoder.encode(inputs);
    if (this.isLearning || width * height > MOST_PIXELS) {
      const x = Tensor.from(planes, [1, INPUT_COUNT, height, width], this.backend);
      return this.generator.forward(new Variable(x, { requiresGrad: false }));
    }
    const { x, halved } = input.update(planes, [INPUT_COUNT, height, width], changed, this.backend);
    const even = changed && evenly(changed);
    convolutions.begin(
      even && { top: even.top / 2, left: even.left / 2, height: even.height / 2, width: even.width / 2 },
    );
    return this.generator.forward(x, convolutions.convolve, halved);
  }

  /** Begins anew: after a failure some may be made and some not. */
  forget(): void {
    for (const size of this.#bySize.keys()) this.#drop(size);
  }

  #on(width: number, height: number): Kept {
    const size = `${width}×${height}`;
    const kept = this.#bySize.get(size) ?? {
      encoder: new InputEncoder(),
      input: new KeptInput(),
      convolutions: new KeptConvolutions(),
    };
    this.#bySize.delete(size);
    this.#bySize.set(size, kept); // the last one is the one used last
    for (const other of [...this.#bySize.keys()].slice(0, -MOST_SIZES)) this.#drop(other);
    return kept;
  }

  #drop(size: string): void {
    const kept = this.#bySize.get(size);
    kept?.input.dispose();
    kept?.convolutions.dispose();
    this.#bySize.delete(size);
  }
}
