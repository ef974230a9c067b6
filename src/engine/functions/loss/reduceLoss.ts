import type { Variable } from '../../core/variable.js';
import { mean } from '../math/average.js';
import { sum } from '../math/sum.js';

/** How a loss function joins the losses it computed. */
export type Reduce = 'sum' | 'mean' | 'no';

export const reduceLoss = (loss: Variable, reduce: Reduce): Variable =>
  reduce === 'sum' ? sum(loss) : reduce === 'mean' ? mean(loss) : loss;
