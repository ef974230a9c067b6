import type { DType, Shape, TypedArray } from '../backends/backend.js';
import { type BackwardOptions, backprop } from './backward.js';
import { settleChecks } from './debug.js';
import { EngineError, TypeCheckError } from './errors.js';
import type { FunctionNode } from './functionNode.js';
import { moveTo } from './scope.js';
import { formatShape, sameShape } from './shape.js';
import { type NestedArray, Tensor } from './tensor.js';

/** What functions take: a variable, a tensor, or numbers. */
export type Operand = Variable | Tensor | NestedArray;

/** The vertex of a variable in the graph. It holds the data only where a function asked to retain it. */
export class VariableNode {
  /** The function that made it; null for a leaf. */
  creator: FunctionNode | null = null;
  rank = 0;
  /** Data retained for backward. */
  data: Tensor | null = null;
  /** A leaf's elements: its gradient lives as long as they do. */
  leafData: Tensor | null = null;
  grad: Variable | null = null;

  constructor(
    readonly shape: Shape,
    readonly dtype: DType,
    public requiresGrad: boolean,
    public name: string | null,
  ) {}

  /** Cuts the graph here: upstream is no longer reached by backward. */
  unchain(): void {
    this.creator = null;
    this.rank = 0;
  }
}

/**
 * An array with a place in the graph. Functions of variables make variables; `backward` on the last one fills in `grad`
 * of the leaves. Arithmetic methods (`add`, `mul`, …) broadcast as NumPy does.
 */
export class Variable {
  #data: Tensor | null;
  #node: VariableNode | null;
  #requiresGrad: boolean;
  #name: string | null;

  constructor(
    data: Tensor | null,
    { requiresGrad = true, name = null as string | null, node = null as VariableNode | null } = {},
  ) {
    this.#data = data;
    this.#node = node;
    this.#requiresGrad = node?.requiresGrad ?? requiresGrad;
    this.#name = node?.name ?? name;
  }

  /** The elements. Throws on a parameter whose shape is not known yet. */
  get data(): Tensor {
    if (!this.#data)
      throw new EngineError(
        `${this.#name ?? 'parameter'}: not initialised yet; its shape is known after the first forward`,
      );
    return this.#data;
  }

  set data(tensor: Tensor) {
    if (this.#data && this.#node && !sameShape(this.#data.shape, tensor.shape)) this.#node = null;
    if (this.#node && !this.#node.creator) this.#node.leafData = tensor;
    this.#data = tensor;
  }

  get isInitialized(): boolean {
    return this.#data !== null;
  }

  get node(): VariableNode {
    if (!this.#node) {
      this.#node = new VariableNode(this.data.shape, this.data.dtype, this.#requiresGrad, this.#name);
      this.#node.leafData = this.data;
    }
    return this.#node;
  }

  get requiresGrad(): boolean {
    return this.#requiresGrad;
  }

  get name(): string | null {
    return this.#name;
  }

  set name(name: string | null) {
    this.#name = name;
    if (this.#node) this.#node.name = name;
  }

  get shape(): Shape {
    return this.data.shape;
  }

  get dtype(): DType {
    return this.data.dtype;
  }

  get size(): number {
    return this.data.size;
  }

  get ndim(): number {
    return this.data.ndim;
  }

  /** The function that made it; null for a leaf. */
  get creator(): FunctionNode | null {
    return this.#node?.creator ?? null;
  }

  get rank(): number {
    return this.#node?.rank ?? 0;
  }

  /** The gradient's elements, or null. */
  get grad(): Tensor | null {
    return this.gradVar?.data ?? null;
  }

  set grad(grad: Tensor | null) {
    this.gradVar = grad && new Variable(grad, { requiresGrad: false });
  }

  /** The gradient with its graph (after `backward({ enableDoubleBackprop: true })`), or null. */
  get gradVar(): Variable | null {
    return this.#node?.grad ?? null;
  }

  set gradVar(grad: Variable | null) {
    if (grad && !sameShape(grad.shape, this.shape))
      throw new TypeCheckError(
        `grad: shape ${formatShape(grad.shape)} set on a variable of shape ${formatShape(this.shape)}`,
      );
    if (grad || this.#node) this.node.grad = grad;
  }

  /** Forgets the gradient and frees it. */
  cleargrad(): void {
    const grad = this.#node?.grad;
    if (!grad) return;
    this.node.grad = null;
    grad.data.dispose();
  }

  /** Back-propagates from here; see `backprop`. */
  backward(options: BackwardOptions = {}): void {
    backprop([this], options);
  }

  /** The same elements outside the graph. */
  detach(): Variable {
    return new Variable(this.data, { requiresGrad: false, name: this.#name });
  }

  /** Cuts the graph here: what made this variable is no longer reached from it. */
  unchain(): void {
    this.#node?.unchain();
  }

  /** Detaches every function upstream: truncated back-propagation through time. */
  unchainBackward(): void {
    const pending = [this.#node];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const creator = node?.creator;
      if (!creator || !node) continue;
      node.unchain();
      pending.push(...creator.inputs);
    }
  }

  /** Takes the elements out of their scope: they live until `data.dispose()`. */
  keep(): this {
    moveTo(this.data, null);
    return this;
  }

  /** Copies the elements to the host, row-major. In debug mode throws what the checks so far found. */
  async toArray(): Promise<TypedArray> {
    const values = await this.data.toArray();
    await settleChecks();
    return values;
  }

  /** The only element. */
  async item(): Promise<number> {
    const value = await this.data.item();
    await settleChecks();
    return value;
  }

  /** What consoles show behind the name of the class. */
  get [Symbol.toStringTag](): string {
    if (!this.#data) return 'uninitialised';
    const facts = [`${this.dtype} ${formatShape(this.shape)} on ${this.data.backend.name}`];
    if (this.#data.disposed) facts.push('freed');
    if (this.creator) facts.push(`by ${this.creator.label}`);
    if (this.#node?.grad) facts.push('with grad');
    return facts.join(', ');
  }

  /** What Node's console shows. The elements are on the device: `await v.toArray()` reads them. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.constructor.name}${this.#name ? ` ${this.#name}` : ''} <${this[Symbol.toStringTag]}>`;
  }

  toString(): string {
    const head = this.#name ? `Variable ${this.#name}` : 'Variable';
    return this.#data
      ? `${head}(${this.dtype} ${formatShape(this.shape)}${this.creator ? `, by ${this.creator.label}` : ''})`
      : `${head}(uninitialised)`;
  }
}

/** Wraps what is not a variable; the result requires no gradient. A bare number becomes a float32 scalar. */
export function asVariable(operand: Operand): Variable {
  if (operand instanceof Variable) return operand;
  return new Variable(operand instanceof Tensor ? operand : Tensor.of(operand), { requiresGrad: false });
}
