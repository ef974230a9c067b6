import { EngineError } from '../core/errors.js';
import type { Link } from '../core/link.js';
import type { Parameter } from '../core/parameter.js';
import { runScope } from '../core/scope.js';
import type { Serializable, Serializer } from '../core/serializer.js';
import { Tensor } from '../core/tensor.js';
import type { Variable } from '../core/variable.js';

/** Runs on all gradients before the parameters change. */
export type OptimizerHook = (params: readonly Parameter[]) => void;

const nothingEscapes = () => ({ tensors: [], hasGraph: false });

/**
 * Changes parameters along their gradients. A parameter without a gradient counts as one with a gradient of zeros, so
 * weight decay reaches it too; frozen parameters stay.
 */
export abstract class Optimizer implements Serializable {
  /** Steps made. */
  t = 0;
  #target: Link | null = null;
  readonly #hooks = new Map<string, OptimizerHook>();
  readonly #states = new Map<Parameter, Record<string, Tensor>>();

  /** Names of the per-parameter state tensors, zeros at first. */
  protected abstract readonly stateNames: readonly string[];

  /** Changes one parameter in place. */
  protected abstract updateParameter(param: Tensor, grad: Tensor, state: Record<string, Tensor>): void;

  /** Numbers that belong in a snapshot (learning rate, …). */
  protected abstract hyperparameters(): Record<string, number>;
  protected abstract setHyperparameters(values: Record<string, number>): void;

  /** Chooses the link whose parameters are trained. */
  setup(link: Link): this {
    this.#target = link;
    this.#states.clear();
    this.t = 0;
    return this;
  }

  get target(): Link {
    if (!this.#target) throw new EngineError(`${this.constructor.name}: call setup(link) first`);
    return this.#target;
  }

  /** Adds a hook; hooks run in the order in which they were added. */
  addHook(name: string, hook: OptimizerHook): this {
    if (this.#hooks.has(name)) throw new EngineError(`${this.constructor.name}: a hook "${name}" is there already`);
    this.#hooks.set(name, hook);
    return this;
  }

  /**
   * One step. With a loss function: computes the loss, clears the gradients, back-propagates, steps, and frees all that was
   * made on the way but the loss, which is returned; without: steps along the gradients that are there.
   */
  update(): null;
  update(lossFunction: () => Variable): Tensor;
  update(lossFunction?: () => Variable): Tensor | null {
    return runScope(
      () => {
        let loss: Tensor | null = null;
        if (lossFunction) {
          const result = lossFunction();
          this.target.cleargrads();
          result.backward();
          loss = result.data;
        }
        this.#step();
        return loss;
      },
      (loss) => ({ tensors: loss ? [loss] : [], hasGraph: false }),
    );
  }

  #step(): void {
    const params = this.target.params().filter((p) => p.updateEnabled && p.isInitialized);
    for (const p of params) p.grad ??= Tensor.zeros(p.shape, p.dtype, p.data.backend).keep();
    for (const hook of this.#hooks.values()) runScope(() => hook(params), nothingEscapes);
    this.t++;
    for (const p of params) {
      const { grad } = p;
      if (grad) runScope(() => this.updateParameter(p.data, grad, this.#stateOf(p)), nothingEscapes);
    }
  }

  #stateOf(p: Parameter): Record<string, Tensor> {
    let state = this.#states.get(p);
    if (!state) {
      state = {};
      for (const name of this.stateNames) state[name] = Tensor.zeros(p.shape, p.dtype, p.data.backend).keep();
      this.#states.set(p, state);
    }
    return state;
  }

  /** Chainer's keys: `t`, and `path/m` … for each parameter; the hyperparameters besides, which Chainer does not save. */
  serialize(serializer: Serializer): void {
    this.t = serializer.value('t', this.t);
    const hyperparameters = this.hyperparameters();
    const child = serializer.child('hyperparameters');
    for (const [name, value] of Object.entries(hyperparameters)) hyperparameters[name] = child.value(name, value);
    this.setHyperparameters(hyperparameters);
    for (const [path, p] of this.target.namedParams()) {
      if (!p.isInitialized) continue;
      const s = serializer.child(path.slice(1));
      for (const [name, tensor] of Object.entries(this.#stateOf(p))) s.value(name, tensor);
    }
  }

  /** Frees the state. */
  dispose(): void {
    for (const state of this.#states.values()) for (const tensor of Object.values(state)) tensor.dispose();
    this.#states.clear();
  }
}
