/** Datasets made of other datasets. */
import { EngineError } from '../core/errors.js';
import type { Dataset } from './dataset.js';

type Sources = readonly { readonly length: number }[];

function expectOneLength(label: string, sources: Sources): number {
  const lengths = sources.map((s) => s.length);
  if (new Set(lengths).size > 1)
    throw new EngineError(`${label}: expected datasets of one length, but they have ${lengths.join(', ')}`);
  return lengths[0] ?? 0;
}

type ExamplesOf<D extends readonly unknown[]> = { [K in keyof D]: D[K] extends Dataset<infer T> ? T : never };

/** Examples of several datasets side by side: [a[i], b[i], …]. */
export class TupleDataset<D extends readonly Dataset<unknown>[]> implements Dataset<ExamplesOf<D>> {
  readonly length: number;
  readonly #sources: D;

  constructor(...sources: D) {
    this.length = expectOneLength('TupleDataset', sources);
    this.#sources = sources;
  }

  get(index: number): ExamplesOf<D> {
    return this.#sources.map((s) => s.get(index)) as ExamplesOf<D>;
  }
}

/** Examples of several datasets by name: { image: a[i], label: b[i] }. */
export class DictDataset<T extends Record<string, unknown>> implements Dataset<T> {
  readonly length: number;

  constructor(private readonly sources: { readonly [K in keyof T]: Dataset<T[K]> }) {
    this.length = expectOneLength('DictDataset', Object.values(sources) as Sources);
  }

  get(index: number): T {
    return Object.fromEntries(
      Object.entries(this.sources).map(([name, s]) => [name, (s as Dataset<unknown>).get(index)]),
    ) as T;
  }
}

/** One dataset after the other. */
export class ConcatenatedDataset<T> implements Dataset<T> {
  readonly length: number;
  readonly #sources: readonly Dataset<T>[];

  constructor(...sources: readonly Dataset<T>[]) {
    this.#sources = sources;
    this.length = sources.reduce((n, s) => n + s.length, 0);
  }

  get(index: number): T {
    let rest = index;
    for (const source of this.#sources) {
      if (rest < source.length) return source.get(rest);
      rest -= source.length;
    }
    throw new EngineError(`ConcatenatedDataset: example ${index} of ${this.length}`);
  }
}

/** A dataset whose examples are changed when they are taken. */
export class TransformDataset<S, T> implements Dataset<T> {
  constructor(
    private readonly source: Dataset<S>,
    private readonly transform: (example: S, index: number) => T,
  ) {}

  get length(): number {
    return this.source.length;
  }

  get(index: number): T {
    return this.transform(this.source.get(index), index);
  }
}

/** Some examples of a dataset: start … finish − 1 of an order (default: the dataset's own). */
export class SubDataset<T> implements Dataset<T> {
  readonly length: number;

  constructor(
    private readonly source: Dataset<T>,
    private readonly start: number,
    finish: number,
    private readonly order: ArrayLike<number> | null = null,
  ) {
    if (start < 0 || start > finish || finish > source.length)
      throw new EngineError(`SubDataset: ${start} … ${finish} does not lie in 0 … ${source.length}`);
    this.length = finish - start;
  }

  get(index: number): T {
    if (index < 0 || index >= this.length) throw new EngineError(`SubDataset: example ${index} of ${this.length}`);
    return this.source.get(this.order ? this.order[this.start + index] : this.start + index);
  }
}

/** Lines of a text, without the line ends. */
export class TextDataset implements Dataset<string> {
  readonly #lines: readonly string[];

  constructor(text: string) {
    const lines = text.split(/\r?\n/);
    this.#lines = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  }

  get length(): number {
    return this.#lines.length;
  }

  get(index: number): string {
    return this.#lines[index];
  }
}
