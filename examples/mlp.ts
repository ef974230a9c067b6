/** A perceptron with one hidden layer learns digits. Shows `Classifier`, the trainer, its reports and an evaluator. */
import { datasets, functions as F, links as L, optimizers, Sequential, seed, training } from '../src/engine/index.js';
import { digits } from './data/digits.js';

export async function mlp(log: (line: string) => void = console.log): Promise<{ accuracy: number }> {
  seed(0);
  const model = new L.Classifier(new Sequential(new L.Linear(64), F.relu, new L.Linear(10)));
  const optimizer = new optimizers.Adam({ alpha: 0.003 }).setup(model);
  const lossOf = (batch: ReturnType<ReturnType<typeof digits>['get']>[]) => {
    const [x, t] = datasets.concatExamples(batch, { dtype: 'int32' });
    return model.forward(x, t);
  };
  const updater = new training.StandardUpdater(
    new datasets.SerialIterator(digits(2000, 1, 0.4), 50),
    optimizer,
    lossOf,
  );
  const trainer = new training.Trainer(updater, [12, 'epoch']);
  const evaluator = new training.Evaluator(digits(500, 2, 0.4), 100, model, lossOf);
  trainer
    .extend(evaluator)
    .extend(new training.LogReport([3, 'epoch']))
    .extend(
      new training.PrintReport(['epoch', 'main/loss', 'main/accuracy', 'validation/main/accuracy'], { print: log }),
    );
  await trainer.run();
  return { accuracy: (await evaluator.results())['validation/main/accuracy'] };
}
