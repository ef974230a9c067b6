/**
 * Two networks against each other: the generator learns to draw what the discriminator takes for real, here a bright bar at some
 * height. Shows an updater of one's own with two optimizers.
 */
import {
  asVariable,
  functions as F,
  inference,
  links as L,
  optimizers,
  Sequential,
  type Serializer,
  scope,
  seed,
  Tensor,
  training,
  type Variable,
} from '../src/engine/index.js';
import { generator as randomNumbers } from './data/digits.js';

const SIDE = 8;
const NOISE = 6;
const BATCH = 32;

/** A picture (1, 8, 8): −1, with a bar of 1 in one of six heights. */
const bar = (row: number): Float32Array =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
    Math.floor(i / SIDE) - row - 1 < 2 && Math.floor(i / SIDE) > row ? 1 : -1,
  );

const BARS = Array.from({ length: 6 }, (_, row) => bar(row));

class GanUpdater implements training.Updater {
  iteration = 0;
  readonly #random = randomNumbers(3);

  constructor(
    private readonly generator: optimizers.Optimizer,
    private readonly discriminator: optimizers.Optimizer,
    private readonly draw: (z: Variable) => Variable,
    private readonly judge: (x: Variable) => Variable,
  ) {}

  get epochDetail(): number {
    return this.iteration / 100;
  }

  noise(count: number): Variable {
    return asVariable(
      Tensor.from(
        Float32Array.from({ length: count * NOISE }, () => 2 * this.#random() - 1),
        [count, NOISE],
      ),
    );
  }

  update(): void {
    const rows = Array.from({ length: BATCH }, () => Math.floor(this.#random() * BARS.length));
    const real = Float32Array.from(rows.flatMap((row) => Array.from(BARS[row])));
    const lossOfJudge = this.discriminator.update(() => {
      const fake = this.draw(this.noise(BATCH)).detach();
      const onReal = this.judge(asVariable(Tensor.from(real, [BATCH, 1, SIDE, SIDE])));
      return F.mean(F.softplus(onReal.neg())).add(F.mean(F.softplus(this.judge(fake))));
    });
    const lossOfArtist = this.generator.update(() =>
      F.mean(F.softplus(this.judge(this.draw(this.noise(BATCH))).neg())),
    );
    training.report({ 'dis/loss': lossOfJudge, 'gen/loss': lossOfArtist });
    lossOfJudge.dispose();
    lossOfArtist.dispose();
    this.iteration++;
  }

  serialize(serializer: Serializer): void {
    this.iteration = serializer.value('iteration', this.iteration);
    for (const [name, optimizer] of Object.entries({ gen: this.generator, dis: this.discriminator })) {
      optimizer.target.serialize(serializer.child(`model:${name}`));
      optimizer.serialize(serializer.child(`optimizer:${name}`));
    }
  }
}

/** Mean squared distance of pictures from the nearest real one. */
function distanceFromReal(pictures: ArrayLike<number>): number {
  const size = SIDE * SIDE;
  const count = pictures.length / size;
  let sum = 0;
  for (let k = 0; k < count; k++)
    sum += Math.min(...BARS.map((real) => real.reduce((d, v, i) => d + (v - pictures[k * size + i]) ** 2, 0) / size));
  return sum / count;
}

export async function dcgan(log: (line: string) => void = console.log): Promise<{ before: number; after: number }> {
  seed(0);
  const artist = new Sequential(
    new L.Linear(NOISE, 16 * 2 * 2),
    (x: Variable) => F.reshape(x, [-1, 16, 2, 2]),
    new L.BatchNormalization(16),
    F.relu,
    new L.Deconvolution2D(16, 16, 4, { stride: 2, pad: 1 }),
    new L.BatchNormalization(16),
    F.relu,
    new L.Deconvolution2D(16, 1, 4, { stride: 2, pad: 1 }),
    F.tanh,
  );
  const critic = new Sequential(
    new L.Convolution2D(1, 16, 4, { stride: 2, pad: 1 }),
    (x: Variable) => F.leakyRelu(x),
    new L.Convolution2D(16, 32, 4, { stride: 2, pad: 1 }),
    (x: Variable) => F.leakyRelu(x),
    new L.Linear(1),
  );
  const options = { alpha: 0.002, beta1: 0.5 };
  const [generator, discriminator] = [artist, critic].map((net) => new optimizers.Adam(options).setup(net));
  const updater = new GanUpdater(
    generator,
    discriminator,
    (z) => artist.forward(z),
    (x) => critic.forward(x),
  );
  const quality = async (): Promise<number> => {
    const pictures = scope(() => inference(() => artist.forward(updater.noise(64)).data));
    const distance = distanceFromReal(await pictures.toArray());
    pictures.dispose();
    return distance;
  };
  updater.update(); // batch statistics for the first look
  const before = await quality();
  const trainer = new training.Trainer(updater, [400, 'iteration']);
  trainer
    .extend(new training.LogReport([100, 'iteration']))
    .extend(new training.PrintReport(['iteration', 'dis/loss', 'gen/loss'], { print: log }));
  await trainer.run();
  const after = await quality();
  log(`distance from the nearest real picture: ${before.toFixed(3)} before, ${after.toFixed(3)} after`);
  return { before, after };
}
