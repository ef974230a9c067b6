import type { Shape } from '../../backends/backend.js';
import type { InitializerLike } from '../../core/initializer.js';
import { Link } from '../../core/link.js';
import { Parameter as CoreParameter } from '../../core/parameter.js';
import type { Variable } from '../../core/variable.js';

/** A link that holds one array W and returns it: a learned constant. */
export class Parameter extends Link {
  readonly W: CoreParameter;

  constructor(initial: InitializerLike, shape: Shape) {
    super();
    this.W = new CoreParameter(initial, shape, 'W');
  }

  override forward(): Variable {
    return this.W;
  }
}
