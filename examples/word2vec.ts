/** Skip-gram with negative sampling: words that keep the same company come to lie together. */
import {
  Chain,
  datasets,
  functions as F,
  links as L,
  optimizers,
  seed,
  type Tensor,
  training,
  type Variable,
} from '../src/engine/index.js';
import { generator } from './data/digits.js';

/** Sentences are about one topic each. */
const TOPICS = [
  ['cat', 'dog', 'horse', 'cow'],
  ['red', 'green', 'blue', 'yellow'],
  ['one', 'two', 'three', 'four'],
];
const WORDS = TOPICS.flat();

class SkipGram extends Chain {
  readonly embed = new L.EmbedID(WORDS.length, 8, { initialW: null });
  readonly loss = new L.NegativeSampling(8, new Array<number>(WORDS.length).fill(1), 4);

  forward(word: Tensor, context: Tensor): Variable {
    return this.loss.forward(this.embed.forward(word), context).mul(1 / word.size);
  }
}

export async function word2vec(log: (line: string) => void = console.log): Promise<{ sameTopic: number }> {
  seed(0);
  const random = generator(1);
  const pairs: [number, number][] = [];
  for (let sentence = 0; sentence < 400; sentence++) {
    const topic = Math.floor(random() * TOPICS.length) * 4;
    const words = Array.from({ length: 5 }, () => topic + Math.floor(random() * 4));
    for (let i = 1; i < words.length; i++) pairs.push([words[i - 1], words[i]], [words[i], words[i - 1]]);
  }
  const model = new SkipGram();
  const optimizer = new optimizers.Adam({ alpha: 0.02 }).setup(model);
  const iterator = new datasets.SerialIterator(datasets.arrayDataset(pairs), 100);
  const updater = new training.StandardUpdater(iterator, optimizer, (batch) => {
    const column = (k: 0 | 1) =>
      datasets.concatExamples(
        batch.map((pair) => pair[k]),
        { dtype: 'int32' },
      );
    return model.forward(column(0), column(1));
  });
  const trainer = new training.Trainer(updater, [8, 'epoch']);
  trainer
    .extend(new training.LogReport([2, 'epoch']))
    .extend(new training.PrintReport(['epoch', 'main/loss'], { print: log }));
  await trainer.run();

  const unit = F.normalize(model.embed.W);
  const cosines = Array.from(await F.matmul(unit, unit, { transB: true }).toArray());
  let hits = 0;
  for (const [i, word] of WORDS.entries()) {
    const row = cosines.slice(i * WORDS.length, (i + 1) * WORDS.length).map((c, k) => (k === i ? -2 : c));
    const nearest = row.indexOf(Math.max(...row));
    if (Math.floor(nearest / 4) === Math.floor(i / 4)) hits++;
    log(`${word}: nearest is ${WORDS[nearest]}`);
  }
  return { sameTopic: hits / WORDS.length };
}
