import type { Operand, Variable } from '../../core/variable.js';
import { classificationSummary } from './classificationSummary.js';

/** F₁ score of each class and the number of its examples; see `classificationSummary`. */
export function f1Score(
  y: Operand,
  t: Operand,
  options: { labelNum?: number | null; ignoreLabel?: number } = {},
): [score: Variable, support: Variable] {
  const summary = classificationSummary(y, t, options);
  return [summary.fbeta, summary.support];
}
