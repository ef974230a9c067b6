import { type Backend, inference, scope, setBackend, Tensor, Variable } from '../engine/index.js';
import { FEATURES } from './affinity/areaPairs.js';
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
      const { color, gate, own } = await passes.paint(inputs);
      return { color, trust: gate, ...(generator.parts && { own }) };
    },
    ...(generator.parts && {
      async segment(ink: Float32Array, width: number, height: number) {
        const { parts } = generator;
        const [logits] = scope(() =>
          inference(() => {
            const x = Tensor.from(ink, [1, 1, height, width], backend);
            return [parts!.forward(new Variable(x, { requiresGrad: false }))];
          }),
        );
        return { ...cellsOf(width, height), data: await readOut(logits) };
      },
    }),
    ...(generator.affinity && {
      async relate(features: Float32Array) {
        const [logits] = scope(() =>
          inference(() => {
            const pairs = Tensor.from(features, [features.length / FEATURES, FEATURES], backend);
            return [generator.affinity!.forward(new Variable(pairs, { requiresGrad: false }))];
          }),
        );
        return readOut(logits);
      },
    }),
    dispose() {
      passes.forget();
      generator.dispose();
    },
  };
}

/** Reads a variable that left its scope, and frees it. */
async function readOut(variable: Variable): Promise<Float32Array> {
  try {
    return (await variable.toArray()) as Float32Array;
  } finally {
    variable.data.dispose();
  }
}
