import type { FunctionNode } from '../core/functionNode.js';
import { toDot, toMermaid } from '../core/graph.js';
import { type FunctionHook, usingFunctionHooks } from '../core/hooks/functionHook.js';
import type { Extension, Trainer } from './trainer.js';

/** Draws what is upstream of the first function that backward reaches: the last of the loss. */
class LossGraph implements FunctionHook {
  readonly name: string;
  text: string | null = null;

  constructor(private readonly format: 'dot' | 'mermaid') {
    this.name = `DumpGraph ${format}`;
  }

  backwardPreprocess(fn: FunctionNode): void {
    const [loss] = fn.outputs.map((node) => ({ node }));
    this.text ??= (this.format === 'dot' ? toDot : toMermaid)([loss], new Map([[loss, 'loss']]));
  }
}

/** Once, after the first iteration of a run: the graph of the loss (the first that is back-propagated, where a step has several). */
export class DumpGraph implements Extension {
  readonly name = 'DumpGraph';
  readonly #hook: LossGraph;

  /**
   * @param write  what to do with the text
   * @param format 'dot' for Graphviz, or 'mermaid'
   * @example trainer.extend(new DumpGraph((dot) => folder.write('cg.dot', dot)))
   */
  constructor(
    private readonly write: (text: string) => void | Promise<void>,
    { format = 'dot' as 'dot' | 'mermaid' } = {},
  ) {
    this.#hook = new LossGraph(format);
  }

  around(update: () => void, { iteration }: Trainer): void {
    if (iteration > 0) update();
    else usingFunctionHooks([this.#hook], update);
  }

  async run(): Promise<void> {
    const { text } = this.#hook;
    if (text === null) return;
    this.#hook.text = null;
    await this.write(text);
  }
}
