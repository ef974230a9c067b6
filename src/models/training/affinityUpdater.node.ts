import { functions as F, getBackend, Tensor, Variable } from '../../engine/index.js';
import { Random } from '../../vision/random.js';
import { type AreaPairs, FEATURES, MOST_RIVALS } from '../affinity/areaPairs.js';
import type { ModelCard } from '../generatorFile.js';
import { generatorPainter } from '../generatorPainter.js';
import type { GridInputs, Painter } from '../gridColorizer.js';
import { Guess, knowAreas } from '../guess.js';
import type { Generator } from '../networks/generator.js';
import type { HintAffinity } from '../networks/hintAffinity.js';
import { cardOfPart, saveGeneratorIn } from './generatorInRun.node.js';
import { GeneratorTrainee } from './generatorTrainee.node.js';
import { largestSize, type TrainingSettings } from './presets.js';
import { type RunFolder, TrainingError } from './runFolder.node.js';
import { makeSample, type PairList, type TrainingSample } from './trainingSample.js';

/** Examples that steps are drawn from: the last ones made. Each step makes one more, since making takes longer than learning. */
const POOL = 3000;

/** Mean squared error of a picture that counts as perfect. */
const PERFECT = 1e-4;

/** Colours of each area at most: its own and its rivals'. */
const CHOICES = 1 + MOST_RIVALS;

/** A picture with hints, and what each choice would cost. Errors are squared ones of visible colours, by pixel of the picture. */
interface Example {
  readonly pairs: AreaPairs;
  /** By area: weight, R, G, B and squares of the truth, and the error of what the area has. */
  readonly areas: Float64Array;
  /** Error of all that is not to be decided. */
  readonly rest: number;
  /** Error of the whole picture as it is. */
  readonly error: number;
}

const STATS = 6;

/** Logit of a rival that there is none of. */
const ABSENT = -1e9;

/** Steps of a generator's affinity. The rest of the generator stays as it is, and is asked what it would paint. */
export class AffinityUpdater extends GeneratorTrainee {
  readonly painter: Pick<Painter, 'paint'>;
  /** The generator as it came. */
  readonly #base: Painter;
  readonly #affinity: HintAffinity;
  readonly #examples = new Map<number, Example | null>();

  constructor(
    generator: Generator,
    pairs: PairList,
    settings: TrainingSettings,
    seed: number,
    private readonly startCard: ModelCard,
  ) {
    const { affinity } = generator;
    if (!affinity || !generator.parts) throw new TrainingError('this model has no segmenter, or no affinity to train');
    super(generator, affinity, pairs, settings, seed);
    this.#affinity = affinity;
    const base = generatorPainter(getBackend(), generator);
    this.#base = base;
    this.painter = {
      paint: async (inputs) => {
        const guess = await this.#guess(inputs);
        await guess.relate();
        return { color: guess.colors() };
      },
    };
  }

  /** Makes what the next step is drawn from. */
  async prepare(): Promise<void> {
    const needed = this.#drawn();
    for (const k of needed) if (!this.#examples.has(k)) this.#examples.set(k, await this.#makeExample(k));
    this.#examples.delete(this.iteration - POOL);
  }

  protected override nextLoss(): () => Variable {
    const examples = this.#drawn().flatMap((k) => this.#examples.get(k) ?? []);
    return () => (examples.length > 0 ? affinityLoss(this.#affinity, examples) : nothing(this.#affinity));
  }

  /** The card stays the starting model's, with a word on the affinity. */
  save(run: RunFolder, card: ModelCard): Promise<void> {
    return saveGeneratorIn(run, this.generator, cardOfPart(this.startCard, 'affinity', card));
  }

  /** Numbers of the examples of the next step: the newest and some of the pool. */
  #drawn(): number[] {
    const newest = this.iteration;
    const random = new Random('affinity', this.seed, newest);
    const oldest = Math.max(0, newest - POOL + 1);
    return Array.from({ length: this.settings.batch }, (_, slot) =>
      slot === 0 ? newest : random.integer(oldest, newest + 1),
    );
  }

  async #makeExample(k: number): Promise<Example | null> {
    const random = new Random('train', this.seed, k);
    const pair = this.pairs.get(random.integer(0, this.pairs.length));
    const sample = makeSample(pair, largestSize(this.settings), random, { none: 0 });
    return exampleOf(await this.#guess(sample.inputs), sample);
  }

  async #guess(inputs: GridInputs): Promise<Guess> {
    const painted = await this.#base.paint(inputs);
    const logits = await this.#base.segment!(inputs.ink, inputs.width, inputs.height);
    return new Guess(this.#base, inputs, painted, knowAreas(logits, inputs));
  }
}

/** Null where nothing is to be decided. */
function exampleOf(guess: Guess, { color: truth, visible }: TrainingSample): Example | null {
  const pairs = guess.pairs();
  if (!pairs) return null;
  const { areas } = guess.known!.parts;
  const n = areas.length;
  const now = guess.colors();
  const slots = new Int32Array(guess.known!.shapes.count).fill(-1);
  for (const [slot, area] of pairs.numbers.entries()) slots[area] = slot;
  const stats = new Float64Array(STATS * pairs.numbers.length);
  let rest = 0;
  let all = 0;
  for (let p = 0; p < n; p++) {
    const slot = slots[areas[p]];
    const its = STATS * slot;
    if (slot >= 0) stats[its] += visible[p] ** 2 / n;
    for (let c = 0; c < 3; c++) {
      const seen = visible[p] * truth[c * n + p];
      const error = (visible[p] * now[c * n + p] - seen) ** 2 / n;
      all += error;
      if (slot < 0) rest += error;
      else {
        stats[its + 1 + c] += (visible[p] * seen) / n;
        stats[its + 4] += seen ** 2 / n;
        stats[its + 5] += error;
      }
    }
  }
  return { pairs, areas: stats, rest, error: all };
}

/**
 * How near a colour must come to the truth to be as right as the best one: squared distance, R, G, B together, at which its claim
 * is e⁻¹ of that one's.
 */
const AS_RIGHT = 0.01;
/** Most that a wrong choice counts, as a squared distance. */
const WORST = 0.3;

/** Shares of the three terms: the error of the mixed colour, the colours' mean error, and how surely the right one is known. */
const TERMS = { mixed: 0.7, mean: 0.3, choice: 0.07 } as const;

/** The areas of some pictures, `CHOICES` colours each, as the loss takes them. */
interface Batch {
  /** Areas. */
  readonly count: number;
  /** (count, CHOICES, FEATURES). */
  readonly features: Float32Array;
  /** 0 for colours, `ABSENT` where an area has fewer, (count, CHOICES). */
  readonly absent: Float32Array;
  /** (count, CHOICES, 3). */
  readonly colors: Float32Array;
  /** Error of each choice, (count, CHOICES). */
  readonly costs: Float32Array;
  /** Claims to be right, by what the picture's error is, (count, CHOICES). */
  readonly right: Float32Array;
  /** Sums by area: of visible truths, (count, 3), of weights and of squared truths, (count). */
  readonly truth: Float32Array;
  readonly weight: Float32Array;
  readonly squares: Float32Array;
  /** Error that an area as it is has beyond that of its mean colour, (count). */
  readonly uneven: Float32Array;
  /** 1 where an area is of a picture, (pictures, count). */
  readonly ofPicture: Float32Array;
}

function batchOf(examples: readonly Example[]): Batch {
  const count = examples.reduce((sum, { pairs }) => sum + pairs.numbers.length, 0);
  const features = new Float32Array(count * CHOICES * FEATURES);
  const absent = new Float32Array(count * CHOICES).fill(ABSENT);
  const colors = new Float32Array(count * CHOICES * 3);
  const costs = new Float32Array(count * CHOICES);
  const right = new Float32Array(count * CHOICES);
  const truth = new Float32Array(count * 3);
  const weight = new Float32Array(count);
  const squares = new Float32Array(count);
  const uneven = new Float32Array(count);
  const ofPicture = new Float32Array(examples.length * count);
  let a = 0;
  for (const [k, { pairs, areas, error: whole }] of examples.entries()) {
    for (let i = 0; i < pairs.numbers.length; i++, a++) {
      const [w, r, g, b, s, error] = areas.subarray(STATS * i, STATS * (i + 1));
      const [from, to] = [pairs.first[i], pairs.first[i + 1]];
      weight[a] = w;
      squares[a] = s;
      truth.set([r, g, b], 3 * a);
      ofPicture[k * count + a] = 1;
      features.set(pairs.features.subarray(from * FEATURES, to * FEATURES), a * CHOICES * FEATURES);
      colors.set(pairs.colors.subarray(3 * from, 3 * to), a * CHOICES * 3);
      const its = costs.subarray(a * CHOICES, a * CHOICES + to - from);
      for (let j = 0; j < its.length; j++) {
        const [x, y, z] = pairs.colors.subarray(3 * (from + j), 3 * (from + j) + 3);
        its[j] = s - 2 * (r * x + g * y + b * z) + w * (x * x + y * y + z * z);
        absent[a * CHOICES + j] = 0;
      }
      uneven[a] = error - its[0];
      if (w > 0)
        right.set(
          claims(its, w).map((share) => share / (whole + PERFECT)),
          a * CHOICES,
        );
    }
  }
  return { count, features, absent, colors, costs, right, truth, weight, squares, uneven, ofPicture };
}

/**
 * What the choices in some pictures cost: the logarithm of each picture's error, as it is with the colours mixed by their chances, and as it
 * would be on average if one were drawn. To these alone a network's first lesson is to leave all areas as they are, and it learns no more;
 * so the cross entropy to the colours that are right is added, of areas by what a wrong one costs there.
 */
function affinityLoss(affinity: HintAffinity, examples: readonly Example[]): Variable {
  const { count, right, ...batch } = batchOf(examples);
  const logits = F.reshape(affinity.forward(constant(batch.features, count * CHOICES, FEATURES)), [count, CHOICES]);
  const chances = F.logSoftmax(F.add(logits, constant(batch.absent, count, CHOICES)), { axis: 1 });
  const shares = F.exp(chances);
  const mixed = F.sum(F.mul(F.reshape(shares, [count, CHOICES, 1]), constant(batch.colors, count, CHOICES, 3)), {
    axis: 1,
  });
  const mixedCost = F.add(
    F.add(constant(batch.squares, count), F.mul(constant(batch.weight, count), F.sum(F.square(mixed), { axis: 1 }))),
    F.affine(F.sum(F.mul(mixed, constant(batch.truth, count, 3)), { axis: 1 }), -2, 0),
  );
  const meanCost = F.sum(F.mul(shares, constant(batch.costs, count, CHOICES)), { axis: 1 });
  // What an area has need not be even; as far as it is kept, its unevenness is, too.
  const kept = F.mul(F.reshape(F.slice(shares, 1, 0, 1), [count]), constant(batch.uneven, count));
  const rest = constant(
    Float32Array.from(examples, ({ rest }) => rest + PERFECT),
    examples.length,
  );
  const errorOf = (cost: Variable) => {
    const sums = F.matmul(constant(batch.ofPicture, examples.length, count), F.reshape(F.add(cost, kept), [count, 1]));
    return F.average(F.log(F.maximum(F.add(F.reshape(sums, [examples.length]), rest), PERFECT)));
  };
  const all = right.reduce((sum, v) => sum + v, 0);
  const surprise = F.affine(F.sum(F.mul(chances, constant(right, count, CHOICES))), -1 / Math.max(all, 1e-9), 0);
  return [
    F.affine(errorOf(mixedCost), TERMS.mixed, 0),
    F.affine(errorOf(meanCost), TERMS.mean, 0),
    F.affine(surprise, TERMS.choice, 0),
  ].reduce((sum, term) => F.add(sum, term));
}

/** The loss of a step that has nothing to decide. */
const nothing = (affinity: HintAffinity) =>
  F.affine(F.sum(affinity.forward(constant(new Float32Array(FEATURES), 1, FEATURES))), 0, 0);

/** Claims of an area's colours to be the right one; together, what a wrong one costs. */
function claims(costs: Float32Array, weight: number): Float32Array {
  const least = costs.reduce((a, b) => Math.min(a, b));
  const mean = costs.reduce((sum, v) => sum + v, 0) / costs.length;
  const odds = costs.map((cost) => Math.exp((least - cost) / (weight * AS_RIGHT)));
  const stake = weight * Math.min(WORST, (mean - least) / weight);
  const all = odds.reduce((sum, v) => sum + v, 0);
  return odds.map((v) => (stake * v) / all);
}

const constant = (data: Float32Array, ...shape: number[]) =>
  new Variable(Tensor.from(data, shape), { requiresGrad: false });
