import { backprop } from '../core/backward.js';
import { config, noBackprop, usingConfig } from '../core/config.js';
import { EngineError } from '../core/errors.js';
import { FunctionNode } from '../core/functionNode.js';
import { randomState, setRandomState } from '../core/random.js';
import { Tensor } from '../core/tensor.js';
import { asVariable, type Operand, Variable } from '../core/variable.js';

type Body = (...xs: Variable[]) => Variable | readonly Variable[];

const asList = (result: Variable | readonly Variable[]): readonly Variable[] =>
  result instanceof Variable ? [result] : result;

/** Runs a body without its graph, and again, with it, when gradients are needed. */
class Forget extends FunctionNode {
  readonly #random = randomState();

  constructor(private readonly body: Body) {
    super('forget');
  }

  protected override get takesHalf(): boolean {
    return true;
  }

  override forward([, ...xs]: Tensor[]): Tensor[] {
    this.retainInputs(...xs.map((_, i) => i + 1));
    return noBackprop(() => asList(this.body(...xs.map((x) => new Variable(x, { requiresGrad: false }))))).map(
      (y) => y.data,
    );
  }

  override backward(wanted: readonly number[], gys: (Variable | null)[]): (Variable | null)[] {
    if (config.enableBackprop) throw new EngineError('forget: its gradients cannot be differentiated again');
    const xs = this.getRetainedInputs().map((x, i) => new Variable(x.data, { requiresGrad: wanted.includes(i + 1) }));
    const random = randomState();
    setRandomState(this.#random); // the same dropout masks as the first time
    try {
      usingConfig({ enableBackprop: true, inRecomputing: true }, () => {
        const ys = asList(this.body(...xs));
        const used = ys.flatMap((y, i) => (gys[i] && y.requiresGrad ? [{ y, gy: gys[i] }] : []));
        for (const { y, gy } of used) y.gradVar = gy;
        if (used.length > 0) backprop(used.map(({ y }) => y));
      });
    } finally {
      setRandomState(random);
    }
    return wanted.map((i) => (i === 0 ? null : xs[i - 1].gradVar));
  }
}

/**
 * Trades time for memory: applies a function without keeping what its backward needs, and computes it again in backward. Random
 * numbers are drawn again as they were; batch normalisation follows its statistics only the first time.
 *
 * Parameters used in the body get their gradients from `backward()`; `grad()` sees only the arguments. The gradients cannot
 * be differentiated again.
 *
 * @example const h = F.forget((x) => block.forward(x), x)
 * @see Chen et al. 2016, Training deep nets with sublinear memory cost, arXiv:1604.06174
 */
export function forget(body: (...xs: Variable[]) => Variable, ...xs: readonly Operand[]): Variable;
export function forget(body: (...xs: Variable[]) => readonly Variable[], ...xs: readonly Operand[]): Variable[];
export function forget(body: Body, ...xs: readonly Operand[]): Variable | Variable[] {
  const inputs = xs.map(asVariable);
  if (!config.enableBackprop) return body(...inputs) as Variable;
  // Parameters inside the body may need gradients where no argument does: an input that always does keeps the node.
  const anchor = new Variable(Tensor.zeros([], 'float32', inputs[0]?.data.backend));
  let single = false;
  const noted: Body = (...args) => {
    const result = body(...args);
    single = result instanceof Variable;
    return result;
  };
  const outputs = new Forget(noted).apply([anchor, ...inputs]);
  return single ? outputs[0] : outputs;
}
