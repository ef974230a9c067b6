import { type Backend, inference, scope, setBackend, Tensor, Variable } from '../engine/index.js';
import { GENERATOR_KIND, loadGenerator, type ModelCard } from './generatorFile.js';
import type { GridInputs, Painter } from './gridColorizer.js';
import type { Generator } from './networks/generator.js';
import { encodeInputs, INPUT_COUNT } from './networks/generatorInputs.js';

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
    },
    guesses: true,
    step: generator.step,
    async paint(inputs: GridInputs) {
      const { width, height } = inputs;
      const fits = planes.length === INPUT_COUNT * width * height;
      planes = encodeInputs(inputs, fits ? planes : undefined);
      const color = scope(() =>
        inference(() => {
          const x = new Variable(Tensor.from(planes, [1, INPUT_COUNT, height, width], backend), {
            requiresGrad: false,
          });
          return generator.forward(x).color;
        }),
      );
      try {
        const painted = (await color.toArray()) as Float32Array;
        for (let i = 0; i < painted.length; i++) painted[i] = Math.min(1, Math.max(0, painted[i]));
        return painted;
      } finally {
        color.data.dispose();
      }
    },
    dispose: () => generator.dispose(),
  };
}
