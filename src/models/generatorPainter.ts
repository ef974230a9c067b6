import { type Backend, type Box, inference, scope, setBackend, Tensor, Variable } from '../engine/index.js';
import { GENERATOR_KIND, loadGenerator, type ModelCard } from './generatorFile.js';
import type { GridInputs, Painter } from './gridColorizer.js';
import type { Generator } from './networks/generator.js';
import { INPUT_COUNT, InputEncoder } from './networks/generatorInputs.js';
import { KeptConvolutions } from './networks/keptConvolutions.js';
import { cellsOf } from './parts/partShares.js';
import { USUAL_COLORS } from './parts/usualColors.js';

/** Grids of this many sizes are remembered: of pictures, and of their previews. */
const MOST_SIZES = 2;
/** Grids of more pixels are not: that takes some 250 bytes a pixel. */
const MOST_PIXELS = 1 << 19;

/**
 * Irodori's generator from its file, as a painter.
 *
 * @throws ModelError, FormatError as `loadGenerator` does
 */
export function loadGeneratorPainter(backend: Backend, model: Uint8Array): Painter {
  setBackend(backend);
  const { generator, card } = loadGenerator(model);
  return generatorPainter(backend, generator, card, { isLearning: false });
}

/** What a pass on a grid of one size leaves to the next. */
interface Passes {
  readonly encoder: InputEncoder;
  readonly convolutions: KeptConvolutions;
}

/**
 * Irodori's generator as a painter: hints spread by propagation, corrected and shaded by the network. One that has stopped learning makes
 * only what has changed since its pass before, which is the same to the bit.
 */
export function generatorPainter(
  backend: Backend,
  generator: Generator,
  card: ModelCard = {},
  { isLearning = true } = {},
): Painter {
  const parameters = generator.countParams();
  const bySize = new Map<string, Passes>();
  const forget = (size: string) => {
    bySize.get(size)?.convolutions.dispose();
    bySize.delete(size);
  };
  const passesOn = (size: string): Passes => {
    const passes = bySize.get(size) ?? { encoder: new InputEncoder(), convolutions: new KeptConvolutions() };
    bySize.delete(size);
    bySize.set(size, passes); // the last one is the one used last
    for (const other of [...bySize.keys()].slice(0, -MOST_SIZES)) forget(other);
    return passes;
  };
  return {
    info: {
      kind: GENERATOR_KIND,
      description: `Irodori generator, ${(parameters / 1e6).toFixed(1)} M parameters`,
      parameters,
      card,
      get usual() {
        return generator.parts && { ...USUAL_COLORS, ...generator.usual };
      },
    },
    guesses: true,
    step: generator.step,
    async paint(inputs: GridInputs) {
      const { width, height } = inputs;
      const size = `${width}×${height}`;
      const { encoder, convolutions } = passesOn(size);
      const { planes, changed } = encoder.encode(inputs);
      convolutions.begin(changed && afterSpace2depth(changed));
      const keeps = !isLearning && width * height <= MOST_PIXELS;
      try {
        const outputs = scope(() =>
          inference(() => {
            const x = planesIn(planes, INPUT_COUNT, width, height, backend);
            const { color, gate, own } = generator.forward(x, keeps ? convolutions.convolve : undefined);
            return generator.parts ? [color, gate, own] : [color, gate];
          }),
        );
        const [color, trust, own] = await readAll(outputs);
        return { color, trust, own };
      } catch (error) {
        forget(size); // some may be made and some not
        throw error;
      }
    },
    ...(generator.parts && {
      async segment(ink: Float32Array, width: number, height: number) {
        const { parts } = generator;
        const logits = scope(() => inference(() => [parts!.forward(planesIn(ink, 1, width, height, backend))]));
        const [data] = await readAll(logits);
        return { ...cellsOf(width, height), data };
      },
    }),
    dispose() {
      for (const size of bySize.keys()) forget(size);
      generator.dispose();
    },
  };
}

/** Rows and columns that a box has where 2×2 pixels have become channels. */
function afterSpace2depth({ top, left, height, width }: Box): Box {
  const [row, column] = [top >> 1, left >> 1];
  return { top: row, left: column, height: ((top + height + 1) >> 1) - row, width: ((left + width + 1) >> 1) - column };
}

/** Planes of one picture as a variable (1, channels, height, width) outside the graph. */
const planesIn = (planes: Float32Array, channels: number, width: number, height: number, backend: Backend) =>
  new Variable(Tensor.from(planes, [1, channels, height, width], backend), { requiresGrad: false });

/** Reads variables that left their scope and frees them. */
async function readAll(variables: readonly Variable[]): Promise<Float32Array[]> {
  try {
    return (await Promise.all(variables.map((variable) => variable.toArray()))) as Float32Array[];
  } finally {
    for (const { data } of variables) data.dispose();
  }
}
