/** A small residual network tells coloured shapes apart, as CIFAR-10 has pictures of things. */
import {
  Chain,
  datasets,
  functions as F,
  links as L,
  optimizers,
  seed,
  training,
  type Variable,
} from '../src/engine/index.js';
import { generator } from './data/digits.js';

const SIDE = 16;
const SHAPES = ['disc', 'ring', 'square', 'cross'] as const;

/** Whether a point at a distance (dx, dy) from the centre belongs to a shape of a radius. */
const inside: Record<(typeof SHAPES)[number], (dx: number, dy: number, r: number) => boolean> = {
  disc: (dx, dy, r) => Math.hypot(dx, dy) < r,
  ring: (dx, dy, r) => Math.abs(Math.hypot(dx, dy) - r * 0.8) < r * 0.3,
  square: (dx, dy, r) => Math.max(Math.abs(dx), Math.abs(dy)) < r * 0.85,
  cross: (dx, dy, r) => Math.min(Math.abs(dx), Math.abs(dy)) < r * 0.3 && Math.max(Math.abs(dx), Math.abs(dy)) < r,
};

type Example = readonly [picture: { shape: number[]; data: Float32Array }, label: number];

function pictures(count: number, seedOfData: number): datasets.Dataset<Example> {
  const random = generator(seedOfData);
  const examples = Array.from({ length: count }, (_, i): Example => {
    const label = i % SHAPES.length;
    const ground = [random(), random(), random()];
    const paint = ground.map((v) => (v + 0.5) % 1);
    const [cx, cy, r] = [6 + random() * 4, 6 + random() * 4, 4 + random() * 2];
    const data = new Float32Array(3 * SIDE * SIDE);
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) {
        const color = inside[SHAPES[label]](x - cx, y - cy, r) ? paint : ground;
        for (let c = 0; c < 3; c++) data[(c * SIDE + y) * SIDE + x] = color[c] - 0.5 + 0.1 * (random() - 0.5);
      }
    return [{ shape: [3, SIDE, SIDE], data }, label];
  });
  return datasets.arrayDataset(examples);
}

class Block extends Chain {
  readonly conv1: L.Convolution2D;
  readonly bn1: L.BatchNormalization;
  readonly conv2: L.Convolution2D;
  readonly bn2: L.BatchNormalization;
  readonly shortcut: L.Convolution2D | null;

  constructor(from: number, to: number, stride: number) {
    super();
    this.conv1 = new L.Convolution2D(from, to, 3, { stride, pad: 1, nobias: true });
    this.bn1 = new L.BatchNormalization(to);
    this.conv2 = new L.Convolution2D(to, to, 3, { pad: 1, nobias: true });
    this.bn2 = new L.BatchNormalization(to);
    this.shortcut = stride === 1 ? null : new L.Convolution2D(from, to, 1, { stride, nobias: true });
  }

  override forward(x: Variable): Variable {
    const h = F.relu(this.bn1.forward(this.conv1.forward(x)));
    return F.relu(this.bn2.forward(this.conv2.forward(h)).add(this.shortcut?.forward(x) ?? x));
  }
}

class SmallResNet extends Chain {
  readonly conv = new L.Convolution2D(3, 12, 3, { pad: 1 });
  readonly block1 = new Block(12, 12, 1);
  readonly block2 = new Block(12, 24, 2);
  readonly block3 = new Block(24, 32, 2);
  readonly out = new L.Linear(32, SHAPES.length);

  override forward(x: Variable): Variable {
    const h = this.block3.forward(this.block2.forward(this.block1.forward(F.relu(this.conv.forward(x)))));
    return this.out.forward(F.mean(h, { axis: [2, 3] }));
  }
}

export async function resnet(log: (line: string) => void = console.log): Promise<{ accuracy: number }> {
  seed(0);
  const model = new L.Classifier(new SmallResNet());
  const optimizer = new optimizers.Adam({ alpha: 0.004 }).setup(model);
  optimizer.addHook('decay', optimizers.weightDecay(1e-4));
  const lossOf = (batch: Example[]) => {
    const [x, t] = datasets.concatExamples(batch, { dtype: 'int32' });
    return model.forward(x, t);
  };
  const updater = new training.StandardUpdater(new datasets.SerialIterator(pictures(800, 1), 32), optimizer, lossOf);
  const trainer = new training.Trainer(updater, [6, 'epoch']);
  const evaluator = new training.Evaluator(pictures(200, 2), 50, model, lossOf);
  trainer
    .extend(new training.StepShift('alpha', 0.2, 4, optimizer, { trigger: [1, 'epoch'] }))
    .extend(evaluator)
    .extend(training.observeLr(optimizer))
    .extend(new training.LogReport([1, 'epoch']))
    .extend(new training.PrintReport(['epoch', 'lr', 'main/loss', 'validation/main/accuracy'], { print: log }));
  await trainer.run();
  return { accuracy: (await evaluator.results())['validation/main/accuracy'] };
}
