/** A convolutional network learns digits, wherever they stand in the picture. */
import {
  datasets,
  functions as F,
  links as L,
  optimizers,
  Sequential,
  seed,
  training,
  type Variable,
} from '../src/engine/index.js';
import { digits } from './data/digits.js';

export async function cnn(log: (line: string) => void = console.log): Promise<{ accuracy: number }> {
  seed(0);
  const pool = (x: Variable) => F.maxPooling2D(x, 2);
  const model = new L.Classifier(
    new Sequential(
      new L.Convolution2D(1, 12, 3, { pad: 1 }),
      new L.BatchNormalization(12),
      F.relu,
      pool,
      new L.Convolution2D(12, 24, 3, { pad: 1 }),
      new L.BatchNormalization(24),
      F.relu,
      pool,
      new L.Linear(10),
    ),
  );
  const optimizer = new optimizers.Adam({ alpha: 0.005 }).setup(model);
  optimizer.addHook('decay', optimizers.weightDecay(1e-4));
  const lossOf = (batch: ReturnType<ReturnType<typeof digits>['get']>[]) => {
    const [x, t] = datasets.concatExamples(batch, { dtype: 'int32' });
    return model.forward(x, t);
  };
  const updater = new training.StandardUpdater(new datasets.SerialIterator(digits(1500, 1), 50), optimizer, lossOf);
  const trainer = new training.Trainer(updater, [6, 'epoch']);
  const evaluator = new training.Evaluator(digits(500, 2), 100, model, lossOf);
  trainer
    .extend(evaluator)
    .extend(new training.LogReport([1, 'epoch']))
    .extend(new training.PrintReport(['epoch', 'main/loss', 'validation/main/accuracy'], { print: log }));
  await trainer.run();
  return { accuracy: (await evaluator.results())['validation/main/accuracy'] };
}
