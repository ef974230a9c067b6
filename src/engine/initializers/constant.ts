import type { Shape, TypedArray } from '../backends/backend.js';
import { asInitializer, type Initializer } from '../core/initializer.js';

/** One number everywhere, or the values given. */
export class Constant implements Initializer {
  constructor(private readonly value: number | TypedArray) {}

  generate(shape: Shape): TypedArray {
    return asInitializer(this.value).generate(shape);
  }
}

/** 0 everywhere. */
export class Zero extends Constant {
  constructor() {
    super(0);
  }
}

/** 1 everywhere. */
export class One extends Constant {
  constructor() {
    super(1);
  }
}

/** Not a number everywhere: shows weights that nobody set. (Chainer's NaN, a name that JavaScript has taken.) */
export class NaNFill extends Constant {
  constructor() {
    super(Number.NaN);
  }
}
