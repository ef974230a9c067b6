import { EngineError } from '../core/errors.js';
import type { Link } from '../core/link.js';
import type { Parameter } from '../core/parameter.js';
import { runScope } from '../core/scope.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import { Tensor } from '../core/tensor.js';
import type { Variable } from '../core/variable.js';
import { fixedScale, type LossScaling } from './lossScaling.js';

/** Runs on all gradients before the parameters change, or on the parameters after. */
export type OptimizerHook = (params: readonly Parameter[], optimizer: Optimizer) => void;

/** When a hook runs: before (default) or after the parameters change. */
export type HookTiming = 'pre' | 'post';

/** Computes a loss, one element. */
export type LossFunction = () => Variable;

const nothingEscapes = () => ({ tensors: [], hasGraph: false });
const tensorEscapes = (tensor: Tensor) => ({ tensors: [tensor], hasGraph: false });

/** A parameter in half precision for the length of a step: hooks and rules see it and its gradient as float32. */
interface Widened {
  readonly param: Parameter;
  readonly half: Tensor;
  readonly halfGrad: Tensor | null;
  /** Whether its float32 copy stays for the next step. */
  readonly kept: boolean;
}

/**
 * Changes parameters along their gradients. A parameter without a gradient counts as one with a gradient of zeros, so
 * weight decay reaches it too; frozen parameters stay.
 */
export abstract class Optimizer implements Serializable {
  /** Steps made. */
  t = 0;
  #target: Link | null = null;
  readonly #hooks = new Map<string, { hook: OptimizerHook; timing: HookTiming }>();
  #scaling: LossScaling | null = null;
  readonly #states = new Map<Parameter, Record<string, Tensor>>();
  /** Hyperparameters of single parameters. */
  readonly #overrides = new Map<Parameter, Readonly<Record<string, number>>>();
  /** Float32 copies of parameters in half precision; null: they are made for each step. */
  #masters: Map<Parameter, Tensor> | null = null;

  /** Names of the per-parameter state tensors. */
  protected abstract readonly stateNames: readonly string[];

  /** Changes one parameter in place. */
  protected abstract updateParameter(param: Tensor, grad: Tensor, state: Record<string, Tensor>): void;

  /** What a state tensor is filled with at first. */
  protected initialState(_name: string): number {
    return 0;
  }

  /** The optimizer's own numbers (learning rate, …): they belong in a snapshot and are what schedules change. */
  hyperparameters(): Record<string, number> {
    const own = Object.entries(this).filter(([name, value]) => typeof value === 'number' && name !== 't');
    return Object.fromEntries(own) as Record<string, number>;
  }

  #setHyperparameters(values: Record<string, number>): void {
    Object.assign(this, values);
  }

  /** Chooses the link whose parameters are trained. */
  setup(link: Link): this {
    this.dispose();
    this.#target = link;
    this.t = 0;
    return this;
  }

  /**
   * Keeps a float32 copy of each parameter in half precision and changes that, so that steps too small for half precision
   * add up. The copy is made at the first step and saved with the optimizer; half precision then follows it, so load a model
   * before that.
   */
  useFp32Update(): this {
    this.#masters ??= new Map();
    return this;
  }

  get target(): Link {
    if (!this.#target) throw new EngineError(`${this.constructor.name}: call setup(link) first`);
    return this.#target;
  }

  /**
   * Gives one parameter hyperparameters of its own, as Chainer's `param.update_rule.hyperparam`; the others stay the optimizer's.
   *
   * @example for (const [path, p] of model.namedParams()) if (path.endsWith('/b')) optimizer.setHyperparameters(p, { lr: 0.02 })
   */
  setHyperparameters(param: Parameter, values: Readonly<Record<string, number>>): this {
    const known = this.hyperparameters();
    for (const name of Object.keys(values))
      if (!(name in known))
        throw new EngineError(
          `${this.constructor.name}: no hyperparameter "${name}"; there are ${Object.keys(known).join(', ')}`,
        );
    this.#overrides.set(param, { ...this.#overrides.get(param), ...values });
    return this;
  }

  /** Runs an update of a parameter under its own hyperparameters. */
  #withOverrides(param: Parameter, update: () => void): void {
    const own = this.#overrides.get(param);
    if (!own) {
      update();
      return;
    }
    const shared = this.hyperparameters();
    this.#setHyperparameters(own);
    try {
      update();
    } finally {
      this.#setHyperparameters(shared);
    }
  }

  /** Adds a hook; hooks run in the order in which they were added. */
  addHook(name: string, hook: OptimizerHook, { timing = 'pre' as HookTiming } = {}): this {
    if (this.#hooks.has(name)) throw new EngineError(`${this.constructor.name}: a hook "${name}" is there already`);
    this.#hooks.set(name, { hook, timing });
    return this;
  }

  removeHook(name: string): void {
    if (!this.#hooks.delete(name)) throw new EngineError(`${this.constructor.name}: no hook "${name}"`);
  }

  #runHooks(timing: HookTiming, params: readonly Parameter[]): void {
    for (const { hook, timing: when } of this.#hooks.values())
      if (when === timing) runScope(() => hook(params, this), nothingEscapes);
  }

  /**
   * Multiplies losses before backward and divides gradients before anything sees them (in Chainer hooks saw them scaled), so
   * that small gradients survive a narrow number format.
   *
   * @param scale a fixed factor; or a `DynamicLossScale`, which tries to keep it as large as it may be
   */
  lossScaling(scale: number | LossScaling): this {
    this.#scaling = typeof scale === 'number' ? fixedScale(scale) : scale;
    return this;
  }

  /**
   * One step. With a loss function: computes the loss, clears the gradients, back-propagates, steps, and frees all that was
   * made on the way but the loss, which is returned. With several: one step along the sum of their gradients, each loss's graph
   * freed before the next is computed; their sum is returned. Without: steps along the gradients that are there.
   */
  update(): null;
  update(lossFunctions: LossFunction | readonly LossFunction[]): Tensor;
  update(lossFunctions?: LossFunction | readonly LossFunction[]): Tensor | null {
    if (!lossFunctions) {
      runScope(() => this.#step(false), nothingEscapes);
      return null;
    }
    const [first, ...others] = typeof lossFunctions === 'function' ? [lossFunctions] : lossFunctions;
    if (!first) throw new EngineError(`${this.constructor.name}: update needs a loss function, but the list is empty`);
    return runScope(() => {
      let loss = this.#backward(first, () => this.target.cleargrads());
      for (const other of others) loss = loss.add(runScope(() => this.#backward(other), tensorEscapes));
      this.#step(true);
      return loss;
    }, tensorEscapes);
  }

  /** Adds a loss's gradients to those that are there when it is known. @returns the loss */
  #backward(lossFunction: LossFunction, beforeBackward = () => {}): Tensor {
    const loss = lossFunction();
    beforeBackward();
    loss.backward({ lossScale: this.#scaling?.scale ?? 1 });
    return loss.data;
  }

  #step(scaled: boolean): void {
    const params = this.target.params().filter((p) => p.updateEnabled && p.isInitialized);
    const widened = params.filter((p) => p.dtype === 'float16').map((p) => this.#widen(p));
    try {
      this.#stepInFloat32(params, scaled);
    } finally {
      for (const w of widened) this.#narrow(w);
    }
  }

  #widen(param: Parameter): Widened {
    const { data: half, grad: halfGrad } = param;
    const master = this.#masters ? this.#masterOf(param) : null;
    param.data = master ?? half.cast('float32').keep();
    param.grad = halfGrad?.cast('float32').keep() ?? null;
    return { param, half, halfGrad, kept: master !== null };
  }

  #narrow({ param, half, halfGrad, kept }: Widened): void {
    const { data: wide, grad: wideGrad } = param;
    const [value, grad] = [wide.cast('float16'), wideGrad?.cast('float16').keep()];
    half.assign(value);
    param.data = half;
    param.grad = grad ?? null;
    for (const temporary of [value, halfGrad, wideGrad, kept ? null : wide]) temporary?.dispose();
  }

  #masterOf(param: Parameter): Tensor {
    let master = this.#masters?.get(param);
    if (!master) {
      master = param.data.cast('float32').keep();
      this.#masters?.set(param, master);
    }
    return master;
  }

  #stepInFloat32(params: readonly Parameter[], scaled: boolean): void {
    for (const p of params) p.grad ??= Tensor.zeros(p.shape, p.dtype, p.data.backend).keep();
    if (scaled && this.#scaling) {
      const { scale } = this.#scaling;
      if (scale !== 1)
        runScope(() => params.forEach((p) => void p.grad?.assign(p.grad.mul(1 / scale))), nothingEscapes);
      if (!this.#scaling.accept(params)) return;
    }
    this.#runHooks('pre', params);
    this.t++;
    for (const p of params) {
      const { grad } = p;
      if (!grad) continue;
      const update = () => this.updateParameter(p.data, grad, this.#stateOf(p));
      runScope(() => this.#withOverrides(p, update), nothingEscapes);
    }
    this.#runHooks('post', params);
  }

  #stateOf(p: Parameter): Record<string, Tensor> {
    let state = this.#states.get(p);
    if (!state) {
      state = {};
      for (const name of this.stateNames)
        state[name] = Tensor.full(p.shape, this.initialState(name), 'float32', p.data.backend).keep();
      this.#states.set(p, state);
    }
    return state;
  }

  /** Chainer's keys: `t`, and `path/m` … for each parameter; the hyperparameters besides, which Chainer does not save. */
  serialize(serializer: Serializer): void {
    this.t = serializer.value('t', this.t);
    const hyperparameters = this.hyperparameters();
    const child = serializer.child('hyperparameters');
    for (const [name, value] of Object.entries(hyperparameters)) hyperparameters[name] = child.optional(name, value);
    this.#setHyperparameters(hyperparameters);
    this.#scaling?.serialize(serializer.child('loss_scaling'));
    for (const [path, p] of this.target.namedParams()) {
      if (!p.isInitialized) continue;
      const s = serializer.child(path.slice(1));
      const own = this.#overrides.get(p);
      if (own) {
        const saved = s.child('hyperparameters');
        this.#overrides.set(
          p,
          Object.fromEntries(Object.entries(own).map(([name, value]) => [name, saved.optional(name, value)])),
        );
      }
      for (const [name, tensor] of Object.entries(this.#stateOf(p))) s.value(name, tensor);
      if (this.#masters && p.dtype === 'float16') s.value('fp32_param', this.#masterOf(p));
    }
  }

  /** Frees the state. */
  dispose(): void {
    for (const state of this.#states.values()) for (const tensor of Object.values(state)) tensor.dispose();
    this.#states.clear();
    for (const tensor of this.#masters?.values() ?? []) tensor.dispose();
    this.#masters?.clear();
  }
}
