/** An encoder and a decoder with attention learn to say sequences backwards, of any length. */
import {
  asVariable,
  Chain,
  functions as F,
  inference,
  links as L,
  optimizers,
  scope,
  seed,
  Tensor,
  type Variable,
} from '../src/engine/index.js';
import { generator } from './data/digits.js';

const SYMBOLS = 6;
const END = SYMBOLS; // also what the decoder begins with
const SIZE = 32;

const ids = (list: readonly number[]): Variable => asVariable(Tensor.from(Int32Array.from(list), [list.length]));

class Seq2Seq extends Chain {
  readonly embed = new L.EmbedID(SYMBOLS + 1, SIZE);
  readonly encoder = new L.NStepBiLSTM(1, SIZE, SIZE / 2, 0);
  readonly decoder = new L.StatelessLSTM(2 * SIZE, SIZE);
  readonly out = new L.Linear(2 * SIZE, SYMBOLS + 1);

  /** Memory (B, T, size), and a mask (B, 1, T) of what is there. */
  encode(xs: readonly (readonly number[])[]): { memory: Variable; mask: Variable } {
    const sequences = xs.map((x) => this.embed.forward(ids(x)));
    const [, , outputs] = this.encoder.forward(null, null, sequences);
    const memory = F.padSequence(outputs);
    const longest = memory.shape[1];
    const present = xs.flatMap((x) => Array.from({ length: longest }, (_, t) => (t < x.length ? 1 : 0)));
    return { memory, mask: asVariable(Tensor.from(Float32Array.from(present), [xs.length, 1, longest])) };
  }

  /** One step of the decoder: the last symbols → scores of the next. */
  step(
    state: { c: Variable | null; h: Variable | null; read: Variable },
    last: Variable,
    { memory, mask }: { memory: Variable; mask: Variable },
  ): { state: { c: Variable; h: Variable; read: Variable }; scores: Variable } {
    const [c, h] = this.decoder.forward(state.c, state.h, F.concat([this.embed.forward(last), state.read], 1));
    const read = F.squeeze(F.scaledDotProductAttention(F.expandDims(h, 1), memory, memory, { mask }), 1);
    return { state: { c, h, read }, scores: this.out.forward(F.concat([h, read], 1)) };
  }

  start(batch: number) {
    return { c: null, h: null, read: asVariable(Tensor.zeros([batch, SIZE])) };
  }

  forward(xs: readonly (readonly number[])[], ts: readonly (readonly number[])[]): Variable {
    const memory = this.encode(xs);
    const longest = Math.max(...ts.map((t) => t.length));
    let state: { c: Variable | null; h: Variable | null; read: Variable } = this.start(xs.length);
    let loss: Variable = asVariable(0);
    for (let i = 0; i < longest; i++) {
      const last = ids(ts.map((t) => (i === 0 ? END : (t[i - 1] ?? END))));
      const next = this.step(state, last, memory);
      state = next.state;
      loss = loss.add(F.softmaxCrossEntropy(next.scores, ids(ts.map((t) => t[i] ?? -1)))); // −1 counts for nothing
    }
    return loss.mul(1 / longest);
  }
}

export async function seq2seq(log: (line: string) => void = console.log): Promise<{ accuracy: number }> {
  seed(0);
  const random = generator(4);
  const sequence = () => Array.from({ length: 2 + Math.floor(random() * 3) }, () => Math.floor(random() * SYMBOLS));
  const answer = (x: readonly number[]) => [...x].reverse().concat(END);
  const model = new Seq2Seq();
  const optimizer = new optimizers.Adam({ alpha: 0.01 }).setup(model);
  optimizer.addHook('clip', optimizers.gradientClipping(5));
  for (let iteration = 1; iteration <= 200; iteration++) {
    const xs = Array.from({ length: 24 }, sequence);
    const loss = optimizer.update(() => model.forward(xs, xs.map(answer)));
    if (iteration % 50 === 0) log(`iteration ${iteration}: loss ${(await loss.item()).toFixed(3)}`);
    loss.dispose();
  }

  // Left to itself the decoder reads its own last symbols.
  const tests = Array.from({ length: 50 }, sequence);
  const said = scope(() =>
    inference(() => {
      const memory = model.encode(tests);
      let state: { c: Variable | null; h: Variable | null; read: Variable } = model.start(tests.length);
      let last = ids(tests.map(() => END));
      const steps: Variable[] = [];
      for (let i = 0; i < 6; i++) {
        const next = model.step(state, last, memory);
        state = next.state;
        last = F.argmax(next.scores, 1);
        steps.push(last);
      }
      return F.stack(steps, 1);
    }),
  );
  const symbols = Array.from(await said.toArray());
  said.data.dispose();
  const right = tests.filter((x, k) => answer(x).every((symbol, i) => symbols[6 * k + i] === symbol)).length;
  log(
    `${tests[0].join(' ')} → ${symbols.slice(0, tests[0].length).join(' ')}; ${right} of ${tests.length} sequences right`,
  );
  return { accuracy: right / tests.length };
}
