/** Uniform distributions around 0. */
import { type Shape, sizeOf, type TypedArray } from '../backends/backend.js';
import type { Initializer } from '../core/initializer.js';
import { hostUniform } from '../core/random.js';
import { fans } from './fan.js';

/** Draws from [−w, w), the half-width w depending on the shape. */
abstract class UniformInitializer implements Initializer {
  protected abstract halfWidth(shape: Shape): number;

  generate(shape: Shape): TypedArray {
    const width = this.halfWidth(shape);
    return Float32Array.from(hostUniform(sizeOf(shape)), (u) => (2 * u - 1) * width);
  }
}

/** [−scale, scale). */
export class Uniform extends UniformInitializer {
  constructor(private readonly scale = 0.05) {
    super();
  }

  protected override halfWidth(): number {
    return this.scale;
  }
}

/** Half-width scale·√(3 / fanIn): the variance of `LeCunNormal`. */
export class LeCunUniform extends UniformInitializer {
  constructor(private readonly scale = 1) {
    super();
  }

  protected override halfWidth(shape: Shape): number {
    return this.scale * Math.sqrt(3 / fans(shape).fanIn);
  }
}

/** Half-width scale·√(6 / (fanIn + fanOut)): the variance of `GlorotNormal`. */
export class GlorotUniform extends UniformInitializer {
  constructor(private readonly scale = 1) {
    super();
  }

  protected override halfWidth(shape: Shape): number {
    const { fanIn, fanOut } = fans(shape);
    return this.scale * Math.sqrt(6 / (fanIn + fanOut));
  }
}

/** Half-width scale·√(6 / fanIn): the variance of `HeNormal`. */
export class HeUniform extends UniformInitializer {
  constructor(private readonly scale = 1) {
    super();
  }

  protected override halfWidth(shape: Shape): number {
    return this.scale * Math.sqrt(6 / fans(shape).fanIn);
  }
}
