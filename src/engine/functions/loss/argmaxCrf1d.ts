import { Tensor } from '../../core/tensor.js';
import { type Operand, Variable } from '../../core/variable.js';
import { asFloat32 } from '../asFloat32.js';
import { expectChain } from './crf1d.js';

/**
 * The best labels of a linear chain (Viterbi's algorithm), outside the graph; arguments as `crf1d`'s.
 *
 * @returns [score (B₀), for each time int32 labels (Bₜ)]
 */
export function argmaxCrf1d(cost: Operand, xs: readonly Operand[]): [score: Variable, path: Variable[]] {
  const [costs, steps] = [asFloat32(cost), xs.map(asFloat32)];
  expectChain('argmaxCrf1d', costs, steps);
  const { backend } = costs.data;
  const labels = costs.shape[0];
  const argmax = (x: Tensor, axis: number): Tensor => new Tensor(backend, backend.argReduce('max', x.array, axis));
  const join = (a: Tensor, b: Tensor | null): Tensor =>
    b ? new Tensor(backend, backend.concat([a.array, b.array], 0)) : a;

  let alpha = steps[0].data;
  const sources: { best: Tensor; ended: Tensor | null }[] = [];
  for (const { data: x } of steps.slice(1)) {
    const rows = x.shape[0];
    const ended = alpha.shape[0] > rows ? alpha.slice(0, rows, alpha.shape[0] - rows) : null;
    const ways = alpha.slice(0, 0, rows).reshape([rows, labels, 1]).add(costs.data);
    sources.push({ best: argmax(ways, 1), ended });
    alpha = ways.max(1).add(x);
  }
  let current = argmax(alpha, 1);
  let score = alpha.max(1);
  const path = [current];
  for (const { best, ended } of sources.reverse()) {
    const chosen = new Tensor(backend, backend.oneHot(current.array, labels));
    const previous = best.cast('float32').mul(chosen).sum(1).cast('int32');
    current = join(previous, ended && argmax(ended, 1));
    score = join(score, ended?.max(1) ?? null);
    path.push(current);
  }
  const constant = (tensor: Tensor): Variable => new Variable(tensor, { requiresGrad: false });
  return [constant(score), path.reverse().map(constant)];
}
