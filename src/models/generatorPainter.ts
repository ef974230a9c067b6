import { type Backend, inference, scope, setBackend, Tensor, Variable } from '../engine/index.js';
import { GENERATOR_KIND, loadGenerator, type ModelCard } from './generatorFile.js';
import type { GridInputs, Painter } from './gridColorizer.js';
import type { Generator } from './networks/generator.js';
import { encodeInputs, INPUT_COUNT } from './networks/generatorInputs.js';
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
  return generatorPainter(backend, generator, card);
}

/** Irodori's generator as a painter: hints spread by propagation, corrected and shaded by the network. */
export function generatorPainter(backend: Backend, generator: Generator, card: ModelCard = {}): Painter {
  const parameters = generator.countParams();
  /** Kept from pass to pass: fresh pages cost as much as what is written to them. */
  let planes: Float32Array = new Float32Array(0);
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
      const fits = planes.length === INPUT_COUNT * width * height;
      planes = encodeInputs(inputs, fits ? planes : undefined);
      const outputs = scope(() =>
        inference(() => {
          const { color, gate, own } = generator.forward(planesIn(planes, INPUT_COUNT, width, height, backend));
          return generator.parts ? [color, gate, own] : [color, gate];
        }),
      );
      const [color, trust, own] = await readAll(outputs);
      return { color, trust, own };
    },
    ...(generator.parts && {
      async segment(ink: Float32Array, width: number, height: number) {
        const { parts } = generator;
        const logits = scope(() => inference(() => [parts!.forward(planesIn(ink, 1, width, height, backend))]));
        const [data] = await readAll(logits);
        return { ...cellsOf(width, height), data };
      },
    }),
    dispose: () => generator.dispose(),
  };
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
