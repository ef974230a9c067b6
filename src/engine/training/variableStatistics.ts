import type { Link } from '../core/link.js';
import type { Parameter } from '../core/parameter.js';
import { linePlot } from './linePlot.js';
import type { Extension, Trainer } from './trainer.js';
import { asTrigger, IntervalTrigger, type Trigger, type TriggerLike } from './trigger.js';

/** Names and functions of sorted numbers. */
export type Statistics = Record<string, (sorted: Float64Array) => number>;

/** The value below which a share (0 … 100 %) of sorted numbers lies, interpolated. */
export function percentile(sorted: Float64Array, percent: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = ((sorted.length - 1) * percent) / 100;
  const low = Math.floor(position);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
}

const mean = (list: Float64Array): number => list.reduce((a, b) => a + b, 0) / list.length;

/** Percentiles at −3σ … 3σ of a normal distribution, and the extremes. */
const SIGMAS = [0, 0.13, 2.28, 15.87, 50, 84.13, 97.72, 99.87, 100];

/** Mean, deviation, extremes, number of zeros and percentiles. */
export const defaultStatistics: Statistics = {
  mean,
  std: (list) => {
    const m = mean(list);
    return Math.sqrt(list.reduce((sum, x) => sum + (x - m) ** 2, 0) / list.length);
  },
  min: (list) => list[0],
  max: (list) => list[list.length - 1],
  zeros: (list) => list.filter((x) => x === 0).length,
  ...Object.fromEntries(SIGMAS.map((p, i) => [`percentile/${i}`, (list: Float64Array) => percentile(list, p)])),
};

/** Elements of a parameter or its gradient, sorted. */
async function sortedValues(p: Parameter, what: 'data' | 'grad'): Promise<Float64Array | null> {
  const tensor = what === 'data' ? (p.isInitialized ? p.data : null) : p.grad;
  return tensor ? Float64Array.from(await tensor.toArray()).sort() : null;
}

export interface ParameterStatisticsOptions {
  statistics?: Statistics;
  reportParams?: boolean;
  reportGrads?: boolean;
  prefix?: string;
  trigger?: TriggerLike;
}

/** Adds statistics of parameters and gradients to the observation, as `link/W/data/mean`. */
export class ParameterStatistics implements Extension {
  readonly name = 'ParameterStatistics';
  readonly priority = 300;
  readonly trigger: Trigger;

  /** @param links by the name that comes before their parameters' paths */
  constructor(
    private readonly links: Record<string, Link>,
    private readonly options: ParameterStatisticsOptions = {},
  ) {
    this.trigger = asTrigger(options.trigger ?? new IntervalTrigger(1, 'epoch'));
  }

  async run(trainer: Trainer): Promise<void> {
    const { statistics = defaultStatistics, reportParams = true, reportGrads = true, prefix = '' } = this.options;
    for (const [link, target] of Object.entries(this.links))
      for (const [path, p] of target.namedParams())
        for (const [what, wanted] of [
          ['data', reportParams],
          ['grad', reportGrads],
        ] as const) {
          const values = wanted ? await sortedValues(p, what) : null;
          if (!values) continue;
          for (const [name, f] of Object.entries(statistics))
            trainer.observation.set(`${prefix}${link}${path}/${what}/${name}`, f(values));
        }
  }
}

/**
 * Draws how a link's parameters and gradients spread over time: mean and percentiles at each σ, an SVG text for each of data and
 * gradients.
 */
export class VariableStatistics implements Extension {
  readonly name: string;
  readonly trigger: Trigger;
  readonly #curves = { data: new Map<string, [number, number][]>(), grad: new Map<string, [number, number][]>() };

  /** @param maxSampleSize elements that a statistic looks at, spread evenly over all */
  constructor(
    private readonly target: Link,
    private readonly write: (svg: string, what: 'data' | 'grad') => void | Promise<void>,
    private readonly options: { trigger?: TriggerLike; maxSampleSize?: number } = {},
  ) {
    this.name = `VariableStatistics ${target.constructor.name}`;
    this.trigger = asTrigger(options.trigger ?? [1, 'epoch']);
  }

  async run(trainer: Trainer): Promise<void> {
    const limit = this.options.maxSampleSize ?? 1000;
    for (const what of ['data', 'grad'] as const) {
      const lists: Float64Array[] = [];
      for (const p of this.target.params()) {
        const values = await sortedValues(p, what);
        if (values) lists.push(values);
      }
      const all = Float64Array.from(lists.flatMap((list) => Array.from(list))).sort();
      if (all.length === 0) continue;
      const step = Math.max(1, all.length / limit);
      const sample =
        all.length > limit ? Float64Array.from({ length: limit }, (_, i) => all[Math.floor(i * step)]) : all;
      const points: [string, number][] = [
        ['mean', mean(all)],
        ...SIGMAS.map((p): [string, number] => [`${p} %`, percentile(sample, p)]),
      ];
      for (const [name, y] of points) {
        const curve = this.#curves[what].get(name) ?? [];
        this.#curves[what].set(name, curve);
        curve.push([trainer.iteration, y]);
      }
      const series = Array.from(this.#curves[what], ([name, list]) => ({ name, points: list }));
      await this.write(linePlot(series, { xLabel: 'iteration' }), what);
    }
  }
}
