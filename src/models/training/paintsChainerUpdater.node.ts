import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { functions as F, inference, type Serializer, scope, Tensor, Variable } from '../../engine/index.js';
import { Adam, weightDecay } from '../../engine/optimizers/index.js';
import { saveNpz } from '../../engine/serializers/index.js';
import { report } from '../../engine/training/index.js';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { Random } from '../../vision/random.js';
import type { ModelCard } from '../generatorFile.js';
import type { GridInputs, Painter } from '../gridColorizer.js';
import type { HintRaster } from '../hints/rasterizeHints.js';
import { Dis } from '../networks/dis.js';
import { UNet } from '../networks/unet.js';
import { encodeStage1, encodeStage2 } from '../paintschainer/encode.js';
import { resizeCubic } from '../paintschainer/resizeCubic.js';
import { planesFromYuv, rgbToYuv } from '../paintschainer/yuv.js';
import { areaMean } from '../sketch/areaMean.js';
import type { TrainingSettings } from './presets.js';
import { type RunFolder, TrainingError } from './runFolder.node.js';
import type { Trainee } from './trainee.js';
import { drawSamples, type PairList, stackPlanes, type TrainingSample } from './trainingSample.js';

/** The order in which the published weights, and our loader unless told otherwise, mean their colours. */
const ORDER = 'crossed';

/** The second stage works at this many times the size of the first. */
const SCALE = 4;

/** Share of second-stage examples that get the true colours, shrunk, in place of the first stage's draft (train_x2.py). */
const TRUE_DRAFT = 0.2;

/** Hints as the code published with the networks places them: none in 40 % of the pictures (train_128.py). */
const HINTS = { none: 0.4 };

/**
 * Y, U and V of the grey that training begins from, and how many times its step size the last layer has: Adam's steps are as large whatever
 * the scale of what they change, so that to 0…255 it would take thousands of them.
 */
const GREY = 128;

/** Side of the pictures that the discriminator takes. */
const DIS_SIZE = 128;

/** Pictures of a step, as planes; `size` is their side. */
interface Step {
  readonly inputs: readonly Float32Array[];
  readonly truth: readonly Float32Array[];
  readonly size: number;
}

/** A network and what trains it. */
interface Learner<T extends UNet | Dis> {
  readonly net: T;
  readonly optimizer: Adam;
}

/** Classes of the discriminator. */
const REAL = 0;
const PAINTED = 1;

/**
 * PaintsChainer's two networks, trained one after the other with its settings: the first half of the steps for the draft
 * (mean absolute error in YUV plus an adversarial term), the second half for the network that brings a draft to four times
 * its size (mean absolute error alone, drafts by the frozen first network).
 *
 * Three things differ from the published scripts: the line network of the third loss term was never published in a form we
 * may use, so that term is left out; both stages see crops of one size, so the second learns from drafts of a quarter
 * of it; and both begin from grey, their last layer with steps of its scale.
 */
export class PaintsChainerUpdater implements Trainee {
  iteration = 0;
  readonly #small: Learner<UNet>;
  /** The second network, and the opponent of the first; null where the first is trained alone. */
  readonly #rest: { readonly full: Learner<UNet>; readonly dis: Learner<Dis> } | null;
  #next: Step | null = null;

  /** Paints with the network in training: in the first stage its draft is judged, in the second what becomes of a draft. */
  readonly painter: Pick<Painter, 'paint'> = {
    paint: async (inputs: GridInputs) => {
      const { width, height, ink, hints } = inputs;
      if (this.phase === 0) {
        const planes = encodeStage1(greyOf(ink), hints, ORDER);
        return { color: planesFromYuv(await this.#run(this.#small.net, planes, width, height), ORDER) };
      }
      const draft = await this.#smallDraft(inputs);
      const planes = encodeStage2(greyOf(ink), resizeCubic(draft, [width / SCALE, height / SCALE], [width, height]));
      return { color: planesFromYuv(await this.#run(this.#rest!.full.net, planes, width, height), ORDER) };
    },
  };

  /** @param draftOnly trains the first network alone and without the adversarial term, which in a short run outweighs the other */
  constructor(
    private readonly pairs: PairList,
    private readonly settings: TrainingSettings,
    private readonly seed: number,
    { draftOnly = false } = {},
  ) {
    const { alpha, weightDecay: rate } = settings;
    const learner = <T extends UNet | Dis>(net: T): Learner<T> => {
      const optimizer = new Adam({ alpha });
      optimizer.setup(net).addHook('decay', weightDecay(rate));
      return { net, optimizer };
    };
    const unet = () => {
      const { net, optimizer } = learner(new UNet(4, 3, { initialBias: GREY }));
      for (const parameter of net.dc0.params()) optimizer.setHyperparameters(parameter, { alpha: GREY * alpha });
      return { net, optimizer };
    };
    this.#small = unet();
    this.#rest = draftOnly ? null : { full: unet(), dis: learner(new Dis()) };
  }

  get epochDetail(): number {
    return (this.iteration * this.settings.batch) / this.pairs.length;
  }

  get phase(): number {
    return this.iteration < this.#firstStage ? 0 : 1;
  }

  /** Steps of the first stage. */
  get #firstStage(): number {
    return this.#rest ? Math.ceil(this.settings.iterations / 2) : Number.POSITIVE_INFINITY;
  }

  /** Draws the next step's pictures; in the second stage the first network drafts them. */
  async prepare(): Promise<void> {
    const { settings, iteration } = this;
    const samples = drawSamples(this.pairs, settings, this.seed, iteration, HINTS);
    const truth = samples.map(toYuv);
    const inputs =
      iteration < this.#firstStage
        ? samples.map(({ inputs: { ink, hints } }) => encodeStage1(greyOf(ink), hints, ORDER))
        : await Promise.all(samples.map((sample, slot) => this.#secondStageInput(sample, truth[slot], slot)));
    this.#next = { inputs, truth, size: samples[0].inputs.width };
  }

  async #secondStageInput(sample: TrainingSample, truth: Float32Array, slot: number): Promise<Float32Array> {
    const { width, height, ink } = sample.inputs;
    const small = { width: width / SCALE, height: height / SCALE };
    const area = small.width * small.height;
    let draft: Float32Array;
    if (new Random('draft', this.seed, this.iteration, slot).chance(TRUE_DRAFT)) {
      draft = new Float32Array(3 * area);
      for (let c = 0; c < 3; c++) {
        const plane = truth.subarray(c * width * height, (c + 1) * width * height);
        draft.set(areaMean(plane, width, height, small), c * area);
      }
    } else draft = await this.#smallDraft(sample.inputs);
    return encodeStage2(greyOf(ink), resizeCubic(draft, [small.width, small.height], [width, height]));
  }

  /** The first network's draft of a picture at a quarter of its size. */
  #smallDraft({ width, height, ink, hints }: GridInputs): Promise<Float32Array> {
    const small = { width: width / SCALE, height: height / SCALE };
    const grey = greyOf(areaMean(ink, width, height, small));
    const planes = encodeStage1(grey, shrinkHints(hints, SCALE), ORDER);
    return this.#run(this.#small.net, planes, small.width, small.height);
  }

  update(): void {
    const next = this.#next;
    if (!next) throw new TrainingError('PaintsChainerUpdater: prepare() comes before update()');
    const { alpha } = this.settings;
    const { size } = next;
    scope(() => {
      const x = stackPlanes(next.inputs, size);
      const t = stackPlanes(next.truth, size);
      report({ loss: this.phase === 0 ? this.#updateSmall(x, t) : meanErrorStep(this.#rest!.full, x, t), alpha });
    });
    this.iteration++;
  }

  /** One step of the first network, against the discriminator, and one of the discriminator. */
  #updateSmall(x: Variable, t: Variable): Tensor {
    if (!this.#rest) return meanErrorStep(this.#small, x, t);
    const { net, optimizer } = this.#small;
    const { dis } = this.#rest;
    const labels = (value: number) => Tensor.full([x.shape[0]], value, 'int32');
    const painted: Tensor[] = [];
    const loss = optimizer.update(() => {
      const y = net.forward(x);
      painted.push(y.data.copy().keep());
      return F.add(F.meanAbsoluteError(y, t), F.softmaxCrossEntropy(judgment(dis.net, y), labels(REAL)));
    });
    dis.optimizer.update(() => {
      const real = F.softmaxCrossEntropy(judgment(dis.net, t), labels(REAL));
      const fake = judgment(dis.net, new Variable(painted[0], { requiresGrad: false }));
      return F.add(real, F.softmaxCrossEntropy(fake, labels(PAINTED)));
    });
    painted[0].dispose();
    return loss;
  }

  /** Y, U, V as a network paints them. */
  async #run(net: UNet, planes: Float32Array, width: number, height: number): Promise<Float32Array> {
    const y = scope(() =>
      inference(() => {
        const x = Tensor.from(planes, [1, planes.length / (width * height), height, width]);
        return net.forward(new Variable(x, { requiresGrad: false }));
      }),
    );
    const yuv = (await y.toArray()) as Float32Array;
    y.data.dispose();
    return yuv;
  }

  judge<T>(body: () => Promise<T>): Promise<T> {
    return body();
  }

  modelPath({ path }: RunFolder): string {
    return join(path, 'model');
  }

  /** The networks that were trained under PaintsChainer's names, and the card. */
  async save(run: RunFolder, card: ModelCard): Promise<void> {
    const folder = this.modelPath(run);
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(join(folder, 'unet_128_irodori.npz'), await saveNpz(this.#small.net, { compress: false }));
    const full = this.#rest?.full.net;
    if (full) await writeFileAtomic(join(folder, 'unet_512_irodori.npz'), await saveNpz(full, { compress: false }));
    await writeFileAtomic(join(folder, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
  }

  /** All that learns, by its name in snapshots. */
  get #learners(): Record<string, Learner<UNet | Dis>> {
    return { main: this.#small, ...this.#rest };
  }

  [Symbol.dispose](): void {
    for (const { net, optimizer } of Object.values(this.#learners)) {
      optimizer.dispose();
      net.dispose();
    }
  }

  serialize(serializer: Serializer): void {
    this.iteration = serializer.value('iteration', this.iteration);
    for (const [name, { net, optimizer }] of Object.entries(this.#learners)) {
      net.serialize(serializer.child(`model:${name}`));
      optimizer.serialize(serializer.child(`optimizer:${name}`));
    }
  }
}

/** One step by mean absolute error alone. */
const meanErrorStep = ({ net, optimizer }: Learner<UNet>, x: Variable, t: Variable): Tensor =>
  optimizer.update(() => F.meanAbsoluteError(net.forward(x), t));

/** The discriminator's logits; it is built for 128 pixels, other sizes are brought to that. */
const judgment = (dis: Dis, x: Variable): Variable =>
  dis.forward(x.shape[2] === DIS_SIZE ? x : F.resizeImages(x, [DIS_SIZE, DIS_SIZE]));

/** Ink in [0, 1] as PaintsChainer's grey, 255 for paper. */
const greyOf = (ink: Float32Array): Float32Array => ink.map((v) => 255 * (1 - v));

/** A sample's true colours as Y, U, V. */
function toYuv({ color }: TrainingSample): Float32Array {
  const n = color.length / 3;
  const yuv = new Float32Array(3 * n);
  for (let p = 0; p < n; p++) {
    const values = rgbToYuv(255 * color[p], 255 * color[n + p], 255 * color[2 * n + p], ORDER);
    for (let c = 0; c < 3; c++) yuv[c * n + p] = values[c];
  }
  return yuv;
}

/** Every `step`-th pixel of hints, as PaintsChainer's nearest-neighbour shrinking keeps them. */
function shrinkHints(hints: HintRaster, step: number): HintRaster {
  const width = hints.width / step;
  const height = hints.height / step;
  const pick = <T extends Float32Array | Int32Array>(from: T, to: T, channels: number): T => {
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          to[(c * height + y) * width + x] = from[(c * hints.height + y * step) * hints.width + x * step];
    return to;
  };
  const n = width * height;
  return {
    width,
    height,
    rgb: pick(hints.rgb, new Float32Array(3 * n), 3),
    mask: pick(hints.mask, new Float32Array(n), 1),
    labels: pick(hints.labels, new Int32Array(n), 1),
    colors: hints.colors,
  };
}
