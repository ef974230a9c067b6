import type { Serializer } from '../core/serializer.js';
import { linePlot } from './linePlot.js';
import { Summary } from './summary.js';
import type { Extension, Interval, Trainer } from './trainer.js';
import { asTrigger, type Trigger } from './trigger.js';

export interface PlotReportOptions {
  /** What lies on the horizontal axis. */
  xKey?: 'iteration' | 'epoch';
  /** How often a point is added and the chart drawn anew. */
  interval?: Interval | Trigger;
  grid?: boolean;
}

/** Draws means of reported values as a chart, an SVG text, and hands it to `write` at each interval. */
export class PlotReport implements Extension {
  readonly name: string;
  readonly #summary = new Summary();
  readonly #trigger: Trigger;
  readonly #points = new Map<string, [number, number][]>();

  constructor(
    private readonly yKeys: readonly string[],
    private readonly write: (svg: string) => void | Promise<void>,
    private readonly options: PlotReportOptions = {},
  ) {
    this.name = `PlotReport ${yKeys.join(' ')}`;
    this.#trigger = asTrigger(options.interval ?? [1, 'epoch']);
  }

  async run(trainer: Trainer): Promise<void> {
    this.#summary.add(new Map([...trainer.observation].filter(([name]) => this.yKeys.includes(name))));
    if (!(await this.#trigger.fires(trainer))) return;
    const { xKey = 'iteration', grid = true } = this.options;
    const means = await this.#summary.means();
    const x = xKey === 'iteration' ? trainer.iteration : trainer.epochDetail;
    for (const [name, mean] of Object.entries(means)) {
      const points = this.#points.get(name) ?? [];
      this.#points.set(name, points);
      points.push([x, mean]);
    }
    const series = this.yKeys.map((name) => ({ name, points: this.#points.get(name) ?? [] }));
    await this.write(linePlot(series, { xLabel: xKey, grid }));
  }

  async settle(): Promise<void> {
    await this.#summary.settle();
  }

  serialize(serializer: Serializer): void {
    this.#trigger.serialize(serializer.child('_trigger'));
    const summary = serializer.value('_summary', this.#summary.toText());
    const points = serializer.value('_points', JSON.stringify([...this.#points]));
    if (!serializer.loading) return;
    this.#summary.restore(summary);
    this.#points.clear();
    for (const [name, list] of JSON.parse(points) as [string, [number, number][]][]) this.#points.set(name, list);
  }
}
