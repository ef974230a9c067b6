import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter } from '../../core/parameter.js';
import type { Operand, Variable } from '../../core/variable.js';
import { embedId } from '../../functions/connection/embedId.js';
import { Normal } from '../../initializers/normal.js';

/** A vector for each identifier: W (inSize identifiers, outSize), from N(0, 1) unless given. */
export class EmbedID extends Link {
  readonly W: Parameter;
  private readonly ignoreLabel: number | null;

  constructor(
    inSize: number,
    outSize: number,
    { initialW = null as InitializerLike | null, ignoreLabel = null as number | null } = {},
  ) {
    super();
    this.W = new Parameter(initialW ?? new Normal(1), [inSize, outSize], 'W');
    this.ignoreLabel = ignoreLabel;
  }

  /** int32 x (…) → (…, outSize). */
  override forward(x: Operand): Variable {
    return embedId(x, this.W, { ignoreLabel: this.ignoreLabel });
  }
}
