import { EngineError } from './errors.js';
import type { Link } from './link.js';
import { Tensor } from './tensor.js';
import { Variable } from './variable.js';

/** Values observed in one iteration: numbers, and scalars still on the device. */
export type Observation = Map<string, Tensor | number>;

/** Who may report, and the name that comes before what each reports. */
export type Observers = ReadonlyMap<object, string>;

interface Reporter {
  readonly observation: Observation;
  readonly observers: Observers;
}

let current: Reporter | null = null;

/**
 * Reports values under their names to the reporter in charge; does nothing when there is none.
 *
 * @param observer the link that reports: its path in the model comes before the names, `main/predictor/loss`
 */
export function report(values: Record<string, Variable | Tensor | number>, observer: object | null = null): void {
  if (!current) return;
  let prefix = '';
  if (observer) {
    const name = current.observers.get(observer);
    if (name === undefined)
      throw new EngineError(
        `report: the ${observer.constructor.name} that reports ${Object.keys(values).join(', ')} is no part of the model that is observed`,
      );
    prefix = `${name}/`;
  }
  for (const [name, value] of Object.entries(values)) {
    const key = prefix + name;
    const old = current.observation.get(key);
    if (old instanceof Tensor) old.dispose();
    if (typeof value === 'number') current.observation.set(key, value);
    else current.observation.set(key, (value instanceof Variable ? value.data : value).copy().keep()); // outlives the iteration's scope
  }
}

/** The links of a model as observers: `main`, `main/predictor`, … */
export function observersOf(name: string, link: Link): Map<object, string> {
  return new Map(link.namedLinks().map(([path, l]): [object, string] => [l, path === '/' ? name : name + path]));
}

/** Runs the body and returns what was reported in it. The caller disposes the tensors. */
export function observe(body: () => void, observers: Observers = new Map()): Observation {
  const outer = current;
  const observation: Observation = new Map();
  current = { observation, observers };
  try {
    body();
    return observation;
  } finally {
    current = outer;
  }
}

/** Frees the tensors of an observation. */
export function disposeObservation(observation: Observation): void {
  for (const value of observation.values()) if (value instanceof Tensor) value.dispose();
}
