import type { Operand, Variable } from '../../core/variable.js';
import { classificationSummary } from './classificationSummary.js';

/** Recall of each class and the number of its examples; see `classificationSummary`. */
export function recall(
  y: Operand,
  t: Operand,
  options: { labelNum?: number | null; ignoreLabel?: number } = {},
): [recall: Variable, support: Variable] {
  const summary = classificationSummary(y, t, options);
  return [summary.recall, summary.support];
}
