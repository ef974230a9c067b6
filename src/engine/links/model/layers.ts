import { inference } from '../../core/config.js';
import { EngineError } from '../../core/errors.js';
import { Chain } from '../../core/link.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';

/** A named step of a network. */
export type NamedLayer = readonly [name: string, apply: (x: Variable) => Variable];

/**
 * A network of named layers, any of whose outputs can be asked for. No trained weights come with it: load a converted file
 * with `serializers.loadNpz`.
 */
export abstract class LayeredNetwork extends Chain {
  /** The layers in order. */
  protected abstract functions(): readonly NamedLayer[];

  /** Where a layer begins that does not follow the one before it. */
  protected startOf(_layer: string): string | null {
    return null;
  }

  get availableLayers(): string[] {
    return this.functions().map(([name]) => name);
  }

  /**
   * Outputs of the layers named, computing no further than needed.
   *
   * @param x pictures (N, 3, H, W) as the weights expect them
   */
  override forward(x: Operand, layers: readonly string[] = ['prob']): Record<string, Variable> {
    const steps = this.functions();
    const unknown = layers.find((name) => !steps.some(([known]) => known === name));
    if (unknown !== undefined)
      throw new EngineError(
        `${this.constructor.name}: no layer "${unknown}"; there are ${this.availableLayers.join(', ')}`,
      );
    const wanted = new Set(layers);
    const starts = new Set(steps.map(([name]) => this.startOf(name)));
    const kept = new Map<string, Variable>();
    const found: Record<string, Variable> = {};
    let h = asVariable(x);
    for (const [name, apply] of steps) {
      if (wanted.size === 0) break;
      const start = this.startOf(name);
      h = apply((start !== null && kept.get(start)) || h);
      if (starts.has(name)) kept.set(name, h);
      if (wanted.delete(name)) found[name] = h;
    }
    return found;
  }

  /** Outputs of layers as in use: no graph, no dropout. */
  extract(x: Operand, layers: readonly string[]): Record<string, Variable> {
    return inference(() => this.forward(x, layers));
  }
}
