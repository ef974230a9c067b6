import { z } from 'zod';
import { usingConfig } from '../engine/index.js';
import { loadSafetensors, saveSafetensors } from '../engine/serializers/index.js';
import { readSafetensorsHeader } from '../engine/serializers/safetensors.js';
import { ModelError } from './modelError.js';
import { Generator, type GeneratorConfig } from './networks/generator.js';
import { partColorsSchema } from './parts/usualColors.js';

/** Kind of a model file, in its metadata. */
export const GENERATOR_KIND = 'irodori-generator';

/** What is known of a model beside its weights: data, licences, steps, time, figures. Any JSON object. */
export type ModelCard = Readonly<Record<string, unknown>>;

// Bounds on what a file from outside can make this program allocate; the standard generator is 5 levels of at most 192.
const trunk = z.object({
  widths: z.array(z.int().min(1).max(1024)).min(1).max(7),
  blocks: z.int().min(1).max(8),
});
const units = z.int().min(1).max(1024);
const config = trunk.extend({
  parts: trunk.optional(),
  affinity: z.object({ units: z.tuple([units, units]) }).optional(),
  usual: partColorsSchema.optional(),
});

/** A generator as a `.safetensors` file: weights, and in the metadata its kind, configuration and card. */
export function saveGenerator(
  generator: Generator,
  card: ModelCard,
  { dtype = 'float32' as 'float32' | 'float16' } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return saveSafetensors(generator, {
    dtype,
    metadata: { kind: GENERATOR_KIND, config: JSON.stringify(generator.config), card: JSON.stringify(card) },
  });
}

/**
 * Makes the generator that a file describes, on the backend in use.
 *
 * @throws ModelError for files of another kind or with a damaged description; FormatError for damaged files, and for
 *         arrays that are missing or of the wrong shape
 */
export function loadGenerator(bytes: Uint8Array): { generator: Generator; card: ModelCard } {
  const { metadata } = readSafetensorsHeader(bytes);
  const described = configOf(metadata);
  const generator = usingConfig({ initialize: false }, () => new Generator(described));
  try {
    loadSafetensors(bytes, generator);
  } catch (error) {
    generator.dispose();
    throw error;
  }
  return { generator, card: asCard(parseJson(metadata.card)) };
}

/**
 * How the generator of a file is built, without building it.
 *
 * @throws ModelError, FormatError as `loadGenerator` does
 */
export const readGeneratorConfig = (bytes: Uint8Array): GeneratorConfig =>
  configOf(readSafetensorsHeader(bytes).metadata);

function configOf(metadata: Readonly<Record<string, string>>): GeneratorConfig {
  if (metadata.kind !== GENERATOR_KIND)
    throw new ModelError(
      `this file is no Irodori generator (its kind is ${JSON.stringify(metadata.kind ?? 'not stated')}); ` +
        'choose a .safetensors file made by "irodori train"',
    );
  const parsed = config.safeParse(parseJson(metadata.config));
  if (!parsed.success)
    throw new ModelError('the model file does not say how its network is built; download or train it again');
  return parsed.data;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

const asCard = (value: unknown): ModelCard =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ModelCard) : {};
