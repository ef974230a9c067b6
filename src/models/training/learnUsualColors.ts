import { hexFromSrgb, oklabFromSrgb, srgbFromHex, srgbFromOklab } from '../../vision/colorSpaces.js';
import type { Painter } from '../gridColorizer.js';
import { basinParts } from '../parts/basinParts.js';
import { PARTS, type Part } from '../parts/parts.js';
import { type PartColors, USUAL_COLORS } from '../parts/usualColors.js';
import { openness } from '../propagation/enlarge.js';
import { squaredDistance } from '../reference/colorClusters.js';
import { fixedExample } from './fixedExample.js';
import type { TrainingPair } from './trainingPair.js';

/** Probability from which an area counts as of its part. */
const CERTAIN = 0.7;

/** Areas smaller than this share of the picture say nothing. */
const SPECK = 1 / 2000;

/** A part must be seen in so many pictures. */
const LEAST_PICTURES = 4;

/** Sides of what a segmenter sees are multiples of this. */
const STEP = 32;

/** The mean colour of an area of a picture, in Oklab. */
interface Sample {
  readonly picture: number;
  readonly color: readonly [number, number, number];
  /** √area: a hundred strands of hair are not a hundred opinions. */
  readonly weight: number;
}

/**
 * What colours the parts of figures have in someone's own pictures, so that areas without a hint come out in that style:
 * of each part the colour that has the least distance to all of its areas (their medoid). A colour is taken only when
 * it is nearer than the usual one to the pictures kept aside, where there are any. Things have none: they are of all colours.
 *
 * @param painter one with a segmenter
 */
export async function learnUsualColors(
  painter: Pick<Painter, 'segment'>,
  pictures: readonly TrainingPair[],
  kept: readonly TrainingPair[],
): Promise<PartColors> {
  const [seen, aside] = [await samplesOf(painter, pictures), await samplesOf(painter, kept)];
  const learned: Partial<Record<Part, string>> = {};
  for (const [part, samples] of seen) {
    if (part === 'thing' || new Set(samples.map(({ picture }) => picture)).size < LEAST_PICTURES) continue;
    const own = samples.reduce((best, sample) =>
      error(samples, sample.color) < error(samples, best.color) ? sample : best,
    ).color;
    const usual = USUAL_COLORS[part];
    const tests = aside.get(part) ?? [];
    if (usual && tests.length > 0 && error(tests, own) >= error(tests, oklabFromSrgb(srgbFromHex(usual)!))) continue;
    learned[part] = hexFromSrgb(srgbFromOklab(own));
  }
  return learned;
}

const error = (samples: readonly Sample[], color: readonly [number, number, number]): number =>
  samples.reduce((sum, sample) => sum + sample.weight * Math.sqrt(squaredDistance(sample.color, color)), 0);

async function samplesOf(
  painter: Pick<Painter, 'segment'>,
  pictures: readonly TrainingPair[],
): Promise<Map<Part, Sample[]>> {
  const samples = new Map<Part, Sample[]>();
  for (const [picture, pair] of pictures.entries()) {
    const size = STEP * Math.floor(Math.min(pair.width, pair.height) / STEP);
    const { inputs, color } = fixedExample(pair, size, 0);
    const logits = await painter.segment?.(inputs.ink, size, size);
    if (!logits) return samples;
    const { areas, part, sure } = basinParts(logits, inputs.ink, inputs.basins, size);
    for (const [k, { mean, area }] of areasOf(color, areas, inputs.ink).entries()) {
      if (sure[k] < CERTAIN || area < SPECK * size * size) continue;
      const name = PARTS[part[k]];
      const its = samples.get(name) ?? [];
      samples.set(name, its);
      its.push({ picture, color: oklabFromSrgb(mean), weight: Math.sqrt(area) });
    }
  }
  return samples;
}

/** Mean colour of each area away from the lines, and its size in pixels; by its number, of which 0 is none. */
function areasOf(color: Float32Array, numbers: Int32Array, ink: Float32Array) {
  const areas: { mean: [number, number, number]; area: number }[] = [];
  const n = numbers.length;
  for (let p = 0; p < n; p++) {
    const k = numbers[p];
    while (areas.length <= k) areas.push({ mean: [0, 0, 0], area: 0 });
    const weight = openness(ink[p]);
    areas[k].area += weight;
    for (let c = 0; c < 3; c++) areas[k].mean[c] += weight * color[c * n + p];
  }
  for (const { mean, area } of areas) for (let c = 0; c < 3; c++) mean[c] /= Math.max(area, 1e-6);
  if (areas.length > 0) areas[0].area = 0;
  return areas;
}
