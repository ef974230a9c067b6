import { EngineError } from '../../core/errors.js';
import { Chain, type Link } from '../../core/link.js';
import { report } from '../../core/reporter.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { accuracy } from '../../functions/evaluation/accuracy.js';
import { softmaxCrossEntropy } from '../../functions/loss/softmaxCrossEntropy.js';

type LossFunction = (y: Variable, t: Operand) => Variable;

/** A link that makes predictions from one input or several. */
export type Predictor = Link & { forward(...xs: never[]): Variable };

/**
 * A predictor with its loss: (x…, t) → loss; reports `loss` and `accuracy`.
 *
 * @example new L.Classifier(new L.Linear(10)).forward(x, labels)
 */
export class Classifier<P extends Predictor = Predictor> extends Chain {
  readonly predictor: P;
  private readonly loss: LossFunction;
  private readonly accuracy: LossFunction | null;
  private readonly labelAt: number;
  /** The last prediction, until the next. */
  y: Variable | null = null;

  /** @param options.labelKey which argument is the label; negative: from the end. @param options.accuracy null: none is reported */
  constructor(
    predictor: P,
    {
      loss = softmaxCrossEntropy as LossFunction,
      accuracy: accuracyFunction = accuracy as LossFunction | null,
      labelKey = -1,
    } = {},
  ) {
    super();
    this.predictor = predictor;
    this.loss = loss;
    this.accuracy = accuracyFunction;
    this.labelAt = labelKey;
  }

  override forward(...args: Operand[]): Variable {
    const at = this.labelAt < 0 ? this.labelAt + args.length : this.labelAt;
    if (at < 0 || at >= args.length)
      throw new EngineError(`Classifier: the label is argument ${this.labelAt}, but ${args.length} came`);
    const inputs = args.filter((_, i) => i !== at).map(asVariable);
    const y = this.predictor.forward(...(inputs as never[])) as Variable;
    this.y = y;
    const loss = this.loss(y, args[at]);
    report({ loss }, this);
    if (this.accuracy) report({ accuracy: this.accuracy(y, args[at]) }, this);
    return loss;
  }
}
