import { createCpuBackend } from '../../src/engine/backends/cpu/index.js';
import { setBackend, Tensor } from '../../src/engine/index.js';
import { saveGenerator } from '../../src/models/generatorFile.js';
import { Generator } from '../../src/models/networks/generator.js';
import { PARTS, type Part } from '../../src/models/parts/parts.js';

/** R, G, B in [−1, 1] that the small model paints, a clear blue, and a gate that is shut: it heeds no hint but at the hint. */
const BLUE = [-0.6, 0, 0.7, -10];

/**
 * A model file of a few kilobytes that has learned nothing and paints blue.
 *
 * @param part what it takes every place for; left out for a model that does not tell parts
 */
export async function smallModel(part?: Part): Promise<Buffer> {
  const backend = await createCpuBackend({ threads: 1 });
  try {
    setBackend(backend);
    const generator = new Generator({
      widths: [8, 8],
      blocks: 1,
      ...(part && { parts: { widths: [8, 8], blocks: 1 } }),
    });
    const { size } = generator.head.b!;
    const outputs = size / 4; // red, green, blue, gate and what else there is, for each pixel of a block of 2 × 2
    const bias = Float32Array.from({ length: size }, (_, k) => BLUE[k % outputs] ?? 0);
    generator.head.b!.data = Tensor.from(bias, [size], backend);
    if (part) {
      const sure = Float32Array.from(PARTS, (name) => (name === part ? 20 : 0));
      generator.parts!.head.b!.data.assign(Tensor.from(sure, [PARTS.length], backend));
    }
    return Buffer.from(await saveGenerator(generator, { title: 'Blue', data: 'none', licence: 'CC0' }));
  } finally {
    await backend.dispose();
  }
}
