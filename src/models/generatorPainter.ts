import { type Backend, inference, scope, setBackend, Tensor, Variable } from '../engine/index.js';
import { GENERATOR_KIND, loadGenerator, type ModelCard } from './generatorFile.js';
import type { GridInputs, Painter } from './gridColorizer.js';
import type { Generator } from './networks/generator.js';
import { KeptPasses } from './networks/keptPasses.js';
import { cellsOf } from './parts/partShares.js';
import { USUAL_COLORS } from './parts/usualColors.js';

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
  const passes = new KeptPasses(generator, backend, isLearning);
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
      try {
        const outputs = scope(() =>
          inference(() => {
            const { color, gate, own } = passes.forward(inputs);
            return generator.parts ? [color, gate, own] : [color, gate];
          }),
        );
        const [color, trust, own] = await readAll(outputs);
        return { color, trust, own };
      } catch (error) {
        passes.forget();
        throw error;
      }
    },
    ...(generator.parts && {
      async segment(ink: Float32Array, width: number, height: number) {
        const { parts } = generator;
        const logits = scope(() =>
          inference(() => {
            const x = Tensor.from(ink, [1, 1, height, width], backend);
            return [parts!.forward(new Variable(x, { requiresGrad: false }))];
          }),
        );
        const [data] = await readAll(logits);
        return { ...cellsOf(width, height), data };
      },
    }),
    dispose() {
      passes.forget();
      generator.dispose();
    },
  };
}

/** Reads variables that left their scope and frees them. */
async function readAll(variables: readonly Variable[]): Promise<Float32Array[]> {
  try {
    return (await Promise.all(variables.map((variable) => variable.toArray()))) as Float32Array[];
  } finally {
    for (const { data } of variables) data.dispose();
  }
}
