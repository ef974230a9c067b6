/** A graph of another shape for each example: LSTM units along parse trees learn to evaluate logical expressions. */
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

type Tree = 'T' | 'F' | readonly ['and' | 'or', Tree, Tree];
const TOKENS = ['T', 'F', 'and', 'or'];

function evaluate(tree: Tree): boolean {
  if (typeof tree === 'string') return tree === 'T';
  const [op, a, b] = tree;
  return op === 'and' ? evaluate(a) && evaluate(b) : evaluate(a) || evaluate(b);
}

const show = (tree: Tree): string =>
  typeof tree === 'string' ? tree : `(${show(tree[1])} ${tree[0]} ${show(tree[2])})`;

class TreeModel extends Chain {
  readonly embed = new L.EmbedID(TOKENS.length, 16);
  readonly cell = new L.ChildSumTreeLSTM(16, 24);
  readonly out = new L.Linear(24, 2);

  /** [c, h] of a node: recursion is all there is to it. */
  #node(tree: Tree): [c: Variable, h: Variable] {
    const token = TOKENS.indexOf(typeof tree === 'string' ? tree : tree[0]);
    const children = typeof tree === 'string' ? [] : [tree[1], tree[2]].map((child) => this.#node(child));
    return this.cell.forward(children, this.embed.forward(asVariable(Tensor.from(Int32Array.of(token), [1]))));
  }

  /** Scores of false and true. */
  override forward(tree: Tree): Variable {
    return this.out.forward(this.#node(tree)[1]);
  }
}

export async function treeLstm(log: (line: string) => void = console.log): Promise<{ accuracy: number }> {
  seed(0);
  const random = generator(2);
  const grow = (depth: number): Tree => {
    if (depth === 0 || random() < 0.2) return random() < 0.5 ? 'T' : 'F';
    return [random() < 0.5 ? 'and' : 'or', grow(depth - 1), grow(depth - 1)];
  };
  const model = new TreeModel();
  const optimizer = new optimizers.Adam({ alpha: 0.02 }).setup(model);
  for (let iteration = 1; iteration <= 60; iteration++) {
    const trees = Array.from({ length: 16 }, () => grow(2));
    const loss = optimizer.update(() => {
      const scores = F.concat(
        trees.map((tree) => model.forward(tree)),
        0,
      );
      return F.softmaxCrossEntropy(
        scores,
        trees.map((tree) => Number(evaluate(tree))),
      );
    });
    if (iteration % 20 === 0) log(`iteration ${iteration}: loss ${(await loss.item()).toFixed(3)}`);
    loss.dispose();
  }

  // Trees deeper than any seen.
  const tests = Array.from({ length: 60 }, () => grow(3));
  const said = scope(() => inference(() => F.stack(tests.map((tree) => F.argmax(model.forward(tree), 1)))));
  const answers = await said.toArray();
  said.data.dispose();
  const right = tests.filter((tree, i) => (answers[i] === 1) === evaluate(tree)).length;
  log(
    `${show(tests[0])} is ${evaluate(tests[0])}, the model says ${answers[0] === 1}; ${right} of ${tests.length} right`,
  );
  return { accuracy: right / tests.length };
}
