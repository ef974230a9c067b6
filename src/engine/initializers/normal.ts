/** Normal distributions around 0. */
import { type Shape, sizeOf, type TypedArray } from '../backends/backend.js';
import type { Initializer } from '../core/initializer.js';
import { hostNormal } from '../core/random.js';
import { fans } from './fan.js';

/** Draws from N(0, deviation²), the deviation depending on the shape. */
abstract class NormalInitializer implements Initializer {
  protected abstract deviation(shape: Shape): number;

  generate(shape: Shape): TypedArray {
    const deviation = this.deviation(shape);
    return Float32Array.from(hostNormal(sizeOf(shape)), (z) => z * deviation);
  }
}

/** Standard deviation `scale`. */
export class Normal extends NormalInitializer {
  constructor(private readonly scale = 0.05) {
    super();
  }

  protected override deviation(): number {
    return this.scale;
  }
}

/**
 * scale·√(1 / fanIn), what links take by default.
 *
 * @see LeCun et al. 1998, Efficient BackProp
 */
export class LeCunNormal extends NormalInitializer {
  constructor(private readonly scale = 1) {
    super();
  }

  protected override deviation(shape: Shape): number {
    return this.scale * Math.sqrt(1 / fans(shape).fanIn);
  }
}

/**
 * scale·√(2 / (fanIn + fanOut)).
 *
 * @see Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks
 */
export class GlorotNormal extends NormalInitializer {
  constructor(private readonly scale = 1) {
    super();
  }

  protected override deviation(shape: Shape): number {
    const { fanIn, fanOut } = fans(shape);
    return this.scale * Math.sqrt(2 / (fanIn + fanOut));
  }
}

/**
 * scale·√(2 / fan).
 *
 * @see He et al. 2015, Delving deep into rectifiers, arXiv:1502.01852
 */
export class HeNormal extends NormalInitializer {
  constructor(
    private readonly scale = 1,
    private readonly fanOption: 'fanIn' | 'fanOut' = 'fanIn',
  ) {
    super();
  }

  protected override deviation(shape: Shape): number {
    return this.scale * Math.sqrt(2 / fans(shape)[this.fanOption]);
  }
}
