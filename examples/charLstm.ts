/** A language model of characters: LSTM units that remember, trained over segments of one long text, then left to write. */
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

const TEXT = 'she sells sea shells by the sea shore. ';
const ALPHABET = [...new Set(TEXT)].sort();

class CharModel extends Chain {
  readonly embed = new L.EmbedID(ALPHABET.length, 16);
  readonly lstm = new L.LSTM(16, 48);
  readonly out = new L.Linear(48, ALPHABET.length);

  forward(x: Variable): Variable {
    return this.out.forward(this.lstm.forward(this.embed.forward(x)));
  }
}

export async function charLstm(log: (line: string) => void = console.log): Promise<{ loss: number; written: string }> {
  seed(0);
  const model = new CharModel();
  const optimizer = new optimizers.Adam({ alpha: 0.01 }).setup(model);
  optimizer.addHook('clip', optimizers.gradientClipping(5));
  const codes = [...TEXT].map((c) => ALPHABET.indexOf(c));
  const symbols = (list: number[]) => asVariable(Tensor.from(Int32Array.from(list), [list.length]));
  const BATCH = 4; // readers that start at different places
  const STEPS = 13;
  let loss = Number.POSITIVE_INFINITY;
  for (let segment = 0, at = 0; segment < 120; segment++) {
    const value = optimizer.update(() => {
      let sum: Variable = asVariable(0);
      for (let step = 0; step < STEPS; step++, at++) {
        const places = Array.from({ length: BATCH }, (_, b) => (at + 10 * b) % codes.length);
        const y = model.forward(symbols(places.map((p) => codes[p])));
        sum = sum.add(F.softmaxCrossEntropy(y, symbols(places.map((p) => codes[(p + 1) % codes.length]))));
      }
      return sum.mul(1 / STEPS);
    });
    if (segment % 30 === 29) {
      loss = await value.item();
      log(`segment ${segment + 1}: ${loss.toFixed(3)} nats a character`);
    }
    value.dispose();
  }

  model.lstm.resetState();
  let written = 's';
  for (let i = 1; i < 2 * TEXT.length; i++) {
    const next = scope(() => inference(() => F.argmax(model.forward(symbols([ALPHABET.indexOf(written[i - 1])])), 1)));
    written += ALPHABET[await next.item()];
    next.data.dispose();
  }
  log(written);
  return { loss, written };
}
