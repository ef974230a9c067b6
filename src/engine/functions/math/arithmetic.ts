/** Arithmetic with NumPy's broadcasting, as functions and as methods of `Variable`. */
import { setGradientSum } from '../../core/backward.js';
import { FunctionNode } from '../../core/functionNode.js';
import { expectType } from '../../core/shape.js';
import { Tensor } from '../../core/tensor.js';
import { asVariable, type Operand, Variable } from '../../core/variable.js';
import { sumTo } from './sumTo.js';

class Add extends FunctionNode {
  constructor() {
    super('add');
  }

  override forward([a, b]: Tensor[]): Tensor[] {
    return [a.add(b)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return wanted.map((i) => sumTo(gy, this.inputs[i].shape));
  }
}

class Sub extends FunctionNode {
  constructor() {
    super('sub');
  }

  override forward([a, b]: Tensor[]): Tensor[] {
    return [a.sub(b)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return wanted.map((i) => sumTo(i === 0 ? gy : neg(gy), this.inputs[i].shape));
  }
}

class Mul extends FunctionNode {
  constructor() {
    super('mul');
  }

  override forward([a, b]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [a.mul(b)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const inputs = this.getRetainedInputs();
    return wanted.map((i) => sumTo(mul(gy, inputs[1 - i]), this.inputs[i].shape));
  }
}

class Div extends FunctionNode {
  constructor() {
    super('div');
  }

  override forward([a, b]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [a.div(b)];
  }

  override backward(wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [a, b] = this.getRetainedInputs();
    return wanted.map((i) => {
      const ga = div(gy, b);
      return sumTo(i === 0 ? ga : neg(div(mul(ga, a), b)), this.inputs[i].shape);
    });
  }
}

/** y = p·x + q. */
class Affine extends FunctionNode {
  constructor(
    private readonly p: number,
    private readonly q: number,
  ) {
    super('affine');
  }

  override forward([x]: Tensor[]): Tensor[] {
    return [x.unary('affine', this.p, this.q)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    return [this.p === 1 ? gy : affine(gy, this.p, 0)];
  }
}

class PowScalar extends FunctionNode {
  constructor(private readonly exponent: number) {
    super('pow');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.unary('pow', this.exponent)];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [mul(gy, affine(pow(x, this.exponent - 1), this.exponent, 0))];
  }
}

/** x^y with both differentiable; x > 0 where the gradient in y is wanted. */
class Pow extends FunctionNode {
  constructor() {
    super('pow');
  }

  override forward([x, y]: Tensor[]): Tensor[] {
    this.retainInputs(0, 1);
    return [x.binary('pow', y)];
  }

  override backward(wanted: readonly number[], [gz]: Variable[]): Variable[] {
    const [x, y] = this.getRetainedInputs();
    return wanted.map((i) => {
      const local = i === 0 ? mul(y, pow(x, sub(y, 1))) : mul(pow(x, y), new Log().apply([x])[0]);
      return sumTo(mul(gz, local), this.inputs[i].shape);
    });
  }
}

class Log extends FunctionNode {
  constructor() {
    super('log');
  }

  override forward([x]: Tensor[]): Tensor[] {
    this.retainInputs(0);
    return [x.log()];
  }

  override backward(_wanted: readonly number[], [gy]: Variable[]): Variable[] {
    const [x] = this.getRetainedInputs();
    return [div(gy, x)];
  }
}

/** A number has its partner's dtype and backend and needs no array of its own where an affine map does. */
const isNumber = (x: Operand): x is number => typeof x === 'number';

const scalarLike = (value: number, like: Operand): Variable => {
  const { dtype, data } = asVariable(like);
  return new Variable(Tensor.full([], value, dtype, data.backend), { requiresGrad: false });
};

/** p·x + q with numbers p and q. */
export const affine = (x: Operand, p: number, q: number): Variable => new Affine(p, q).apply([asVariable(x)])[0];

/** a + b. */
export function add(a: Operand, b: Operand): Variable {
  if (isNumber(b)) return affine(a, 1, b);
  if (isNumber(a)) return affine(b, 1, a);
  return new Add().apply([asVariable(a), asVariable(b)])[0];
}

/** a − b. */
export function sub(a: Operand, b: Operand): Variable {
  if (isNumber(b)) return affine(a, 1, -b);
  if (isNumber(a)) return affine(b, -1, a);
  return new Sub().apply([asVariable(a), asVariable(b)])[0];
}

/** a · b, element by element. */
export function mul(a: Operand, b: Operand): Variable {
  if (isNumber(b)) return affine(a, b, 0);
  if (isNumber(a)) return affine(b, a, 0);
  return new Mul().apply([asVariable(a), asVariable(b)])[0];
}

/** a / b, element by element; not of whole numbers, whose quotients are none. */
export function div(a: Operand, b: Operand): Variable {
  const dividend = isNumber(a) && !isNumber(b) ? scalarLike(a, b) : asVariable(a);
  expectType('div', dividend.dtype !== 'int32', 'float32 a', { a: dividend });
  if (isNumber(b)) return affine(dividend, 1 / b, 0);
  return new Div().apply([dividend, asVariable(b)])[0];
}

/** a^b, element by element. */
export function pow(a: Operand, b: Operand): Variable {
  if (isNumber(b)) return new PowScalar(b).apply([asVariable(a)])[0];
  return new Pow().apply([asVariable(isNumber(a) ? scalarLike(a, b) : a), asVariable(b)])[0];
}

/** −x. */
export const neg = (x: Operand): Variable => affine(x, -1, 0);

/** Natural logarithm. */
export const log = (x: Operand): Variable => new Log().apply([asVariable(x)])[0];

setGradientSum(add);

declare module '../../core/variable.js' {
  interface Variable {
    add(other: Operand): Variable;
    sub(other: Operand): Variable;
    mul(other: Operand): Variable;
    div(other: Operand): Variable;
    pow(exponent: Operand): Variable;
    neg(): Variable;
  }
}

Object.assign(Variable.prototype, {
  add(this: Variable, other: Operand) {
    return add(this, other);
  },
  sub(this: Variable, other: Operand) {
    return sub(this, other);
  },
  mul(this: Variable, other: Operand) {
    return mul(this, other);
  },
  div(this: Variable, other: Operand) {
    return div(this, other);
  },
  pow(this: Variable, exponent: Operand) {
    return pow(this, exponent);
  },
  neg(this: Variable) {
    return neg(this);
  },
});
