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
        const data = await infer(backend, generator.parts!, ink, [1, 1, height, width]);
        return { ...cellsOf(width, height), data };
      },
    }),
    ...(generator.affinity && {
      relate: (features: Float32Array) =>
        infer(backend, generator.affinity!, features, [features.length / FEATURES, FEATURES]),
    }),
    dispose() {
      passes.forget();
      generator.dispose();
    },
  };
}

/** Shows a network some numbers, without a graph, and reads what it says. */
async function infer(
  backend: Backend,
  network: { forward(x: Variable): Variable },
  numbers: Float32Array,
  shape: readonly number[],
): Promise<Float32Array> {
  const [said] = scope(() =>
    inference(() => [
      network.forward(new Variable(Tensor.from(numbers, [...shape], backend), { requiresGrad: false })),
    ]),
  );
  try {
    return (await said.toArray()) as Float32Array;
  } finally {
    said.data.dispose();
  }
}
