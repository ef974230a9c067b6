import { TypeCheckError } from '../../core/errors.js';
import { expectSameShape, expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { type Operand, Variable } from '../../core/variable.js';
import { logSoftmax } from '../activation/logSoftmax.js';
import { expandDims } from '../array/expandDims.js';
import { pad } from '../array/pad.js';
import { slice } from '../array/slice.js';
import { squeeze } from '../array/squeeze.js';
import { stack } from '../array/stack.js';
import { where } from '../array/where.js';
import { asFloat32 } from '../asFloat32.js';
import { asLabels } from '../asLabels.js';
import { mean } from '../math/average.js';
import { logsumexp } from '../math/logsumexp.js';
import { matmul } from '../math/matmul.js';

/** Logarithm of an impossible event: so low that no sum notices it, yet finite, so that gradients are numbers. */
const IMPOSSIBLE = -1e30;

const constant = (tensor: Tensor): Variable => new Variable(tensor, { requiresGrad: false });

/** blank, t₀, blank, t₁, …, blank: (B, M) → (B, 2M + 1). */
function withBlanks(labels: Tensor, blank: number): Tensor {
  const { backend } = labels;
  const [batch, length] = labels.shape;
  const join = (xs: Tensor[], axis: number): Tensor =>
    new Tensor(
      backend,
      backend.concat(
        xs.map((x) => x.array),
        axis,
      ),
    );
  const blanks = Tensor.full([batch, length, 1], blank, 'int32', backend);
  const pairs = join([blanks, labels.reshape([batch, length, 1])], 2).reshape([batch, 2 * length]);
  return join([pairs, Tensor.full([batch, 1], blank, 'int32', backend)], 1);
}

/**
 * Connectionist temporal classification: −log of the probability of all ways in which labels and blanks, each repeated or
 * not, spell the target.
 *
 * @param x                   scores for each time, (B, V) each; their softmax is taken here
 * @param t                   int32 labels (B, M); after a shorter target's end anything may stand
 * @param blankSymbol         the label of "nothing", 0 … V − 1
 * @param options.inputLength number of times of each example, on the host; null: all
 * @param options.labelLength number of labels of each example, on the host; null: all
 * @param options.reduce      'mean' over the batch (default) or 'no' (B)
 * @see Graves et al. 2006, Connectionist temporal classification
 */
export function connectionistTemporalClassification(
  x: readonly Operand[],
  t: Operand,
  blankSymbol: number,
  {
    inputLength = null as ArrayLike<number> | null,
    labelLength = null as ArrayLike<number> | null,
    reduce = 'mean' as 'mean' | 'no',
  } = {},
): Variable {
  const label = 'connectionistTemporalClassification';
  const [xs, target] = [x.map(asFloat32), asLabels(t)];
  for (const step of xs) expectSameShape(label, { 'x[0]': xs[0], 'another x': step });
  const fits = xs.length > 0 && xs[0].ndim === 2 && target.ndim === 2 && target.shape[0] === xs[0].shape[0];
  expectType(label, fits && target.dtype === 'int32', 'x (B, V) for each time and int32 t (B, M)', {
    t: target,
    ...(xs[0] && { 'x[0]': xs[0] }),
  });
  const [batch, classes] = xs[0].shape;
  const { backend } = xs[0].data;
  const times = inputLength ? Array.from(inputLength) : new Array<number>(batch).fill(xs.length);
  const lengths = labelLength ? Array.from(labelLength) : new Array<number>(batch).fill(target.shape[1]);
  const within = (list: number[], most: number): boolean =>
    list.length === batch && list.every((n) => n >= 0 && n <= most);
  if (blankSymbol < 0 || blankSymbol >= classes || !within(times, xs.length) || !within(lengths, target.shape[1]))
    throw new TypeCheckError(
      `${label}: expected a blank below ${classes}, ${batch} input lengths up to ${xs.length} and ${batch} label lengths up to ${target.shape[1]}, but they are ${blankSymbol}, (${times.join(', ')}) and (${lengths.join(', ')})`,
    );

  const path = withBlanks(target.data, blankSymbol);
  const states = path.shape[1];
  const oneHot = constant(new Tensor(backend, backend.oneHot(path.array, classes)));
  const emission = (scores: Variable): Variable => squeeze(matmul(oneHot, expandDims(logSoftmax(scores), 2)), 2);
  const host = (value: (b: number, s: number) => number): Variable =>
    constant(
      Tensor.from(
        Float32Array.from({ length: batch * states }, (_, i) => value(Math.floor(i / states), i % states)),
        [batch, states],
        backend,
      ),
    );
  // A label may follow another without a blank between them if it differs.
  const earlier = new Tensor(backend, backend.slice(path.array, 1, 0, states - Math.min(2, states - 1)));
  const skips = skipPenalty(path, earlier, blankSymbol);
  const shifted = (alpha: Variable, by: number): Variable =>
    by >= states
      ? constant(Tensor.full([batch, states], IMPOSSIBLE, 'float32', backend))
      : pad(
          slice(alpha, 1, 0, states - by),
          [
            [0, 0],
            [by, 0],
          ],
          { constantValue: IMPOSSIBLE },
        );

  let alpha = host((_, s) => (s < 2 ? 0 : IMPOSSIBLE)).add(emission(xs[0]));
  for (let step = 1; step < xs.length; step++) {
    const ways = stack([alpha, shifted(alpha, 1), shifted(alpha, 2).add(skips)], 0);
    const next = logsumexp(ways, { axis: 0 }).add(emission(xs[step]));
    alpha = times.every((n) => n > step)
      ? next
      : where(
          host((b) => (times[b] > step ? 1 : 0)),
          next,
          alpha,
        );
  }
  const atEnd = host((b, s) => (s === 2 * lengths[b] || s === 2 * lengths[b] - 1 ? 0 : IMPOSSIBLE));
  const loss = logsumexp(alpha.add(atEnd), { axis: 1 }).neg();
  return reduce === 'mean' ? mean(loss) : loss;
}

/** 0 where a state may be reached from two before it, else IMPOSSIBLE. */
function skipPenalty(path: Tensor, earlier: Tensor, blank: number): Variable {
  const { backend } = path;
  const [batch, states] = path.shape;
  if (states < 3) return constant(Tensor.full([batch, states], IMPOSSIBLE, 'float32', backend));
  const later = path.slice(1, 2, states - 2);
  const allowed = later
    .binary('notEqual', earlier)
    .mul(later.binary('notEqual', Tensor.full([], blank, 'int32', backend)));
  const penalty = allowed.unary('affine', -IMPOSSIBLE, IMPOSSIBLE);
  const first = Tensor.full([batch, 2], IMPOSSIBLE, 'float32', backend);
  return constant(new Tensor(backend, backend.concat([first.array, penalty.array], 1)));
}
