import type { Operand, Variable } from '../../core/variable.js';
import { classificationSummary } from './classificationSummary.js';

/** Precision of each class and the number of its examples; see `classificationSummary`. */
export function precision(
  y: Operand,
  t: Operand,
  options: { labelNum?: number | null; ignoreLabel?: number } = {},
): [precision: Variable, support: Variable] {
  const summary = classificationSummary(y, t, options);
  return [summary.precision, summary.support];
}
