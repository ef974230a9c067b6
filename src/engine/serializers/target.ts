import type { Shape } from '../backends/backend.js';
import { Link } from '../core/link.js';
import type { Parameter } from '../core/parameter.js';
import {
  type Leaf,
  loadState,
  type Serializable,
  type Serializer,
  type StoredLeaf,
  saveState,
} from '../core/serializer.js';
import { formatShape, sameShape } from '../core/shape.js';
import { Tensor } from '../core/tensor.js';
import { FormatError } from './formatError.js';

/** Keys that do not fit, all of them. */
export interface Mismatches {
  /** In the target, not in the file. */
  readonly missing: readonly string[];
  /** In the file, not in the target. */
  readonly surplus: readonly string[];
  /** In both, with different shapes. */
  readonly mismatched: readonly { readonly key: string; readonly expected: string; readonly found: string }[];
}

/** A sound file whose arrays are not the target's. The target is as it was. */
export class MismatchError extends FormatError {
  constructor(readonly keys: Mismatches) {
    const shapes = keys.mismatched.map(({ key, expected, found }) => `${key} is ${found}, expected ${expected}`);
    const parts = [
      listed(keys.missing, 'missing'),
      listed(keys.surplus, 'too many'),
      listed(shapes, 'of another shape'),
    ].filter((part) => part !== '');
    super('mismatch', `the file does not fit: ${parts.join('; ')}`);
  }
}

/** Entries that a message lists before it only counts. */
const LISTED = 8;

function listed(keys: readonly string[], what: string): string {
  if (keys.length === 0) return '';
  const rest = keys.length > LISTED ? ` and ${keys.length - LISTED} more` : '';
  return `${keys.length} ${what} (${keys.slice(0, LISTED).join(', ')}${rest})`;
}

/** How `load…` treats files that do not fit. */
export interface LoadOptions {
  /** Whether missing and surplus keys are errors (default). Else missing ones keep their values; shapes must fit anyway. */
  readonly strict?: boolean;
  /** Loads the part of the file under this path, e.g. `updater/model:main` of a Chainer snapshot. */
  readonly path?: string;
}

/** A file's contents by key, read on demand. */
export interface LeafSource {
  readonly names: readonly string[];
  /** The shape of an array, [] for any scalar, null for None. */
  shape(name: string): Shape | null;
  read(name: string): StoredLeaf;
}

/** The target's state by Chainer's keys, on the host. A parameter without a shape is null, as Chainer saves it. */
export async function readTarget(target: Serializable): Promise<Map<string, StoredLeaf>> {
  const state = await saveState(target);
  for (const [key] of shapelessParams(target)) state.set(key, null);
  return state;
}

/**
 * Fills the target from a file. Keys and shapes are compared, and all values read, before the first one changes.
 *
 * @throws MismatchError with every key that does not fit; FormatError from reading
 */
export function fillTarget(
  target: Serializable,
  source: LeafSource,
  { strict = true, path = '' }: LoadOptions = {},
): void {
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  const present = new Set(
    source.names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  );
  const shapeless = shapelessParams(target);
  const { shapes: expected, mayLack } = expectedShapes(target);
  for (const key of shapeless.keys()) expected.set(key, 'unknown');
  const missing = [...expected.keys()].filter((key) => !present.has(key) && !mayLack.has(key));
  const surplus = [...present].filter((key) => !expected.has(key));
  const mismatched = [...expected].flatMap(([key, shape]) => {
    if (!present.has(key)) return [];
    const found = source.shape(prefix + key);
    return fits(shape, found) ? [] : [{ key, expected: inWords(shape), found: inWords(found) }];
  });
  const refused = strict ? { missing, surplus, mismatched } : { missing: [], surplus: [], mismatched };
  if (Object.values(refused).some((keys) => keys.length > 0)) throw new MismatchError(refused);

  const leaves = new Map<string, StoredLeaf>();
  for (const [key, shape] of expected) {
    if (!present.has(key)) continue;
    const leaf = source.read(prefix + key);
    const scalarForTensor = typeof shape !== 'string' && typeof leaf !== 'object';
    leaves.set(key, scalarForTensor ? { shape: [], data: Float32Array.of(Number(leaf)) } : leaf);
  }
  for (const [key, p] of shapeless) {
    const leaf = leaves.get(key);
    if (typeof leaf === 'object' && leaf !== null) p.fill(Tensor.from(leaf.data, leaf.shape));
  }
  loadState(target, leaves, { strict });
}

/** A place for a scalar takes anything with one element or none; one of unknown shape takes any array. */
type Expected = Shape | 'scalar' | 'unknown';

/** Parameters of a link that wait for a shape, by key. */
function shapelessParams(target: Serializable): Map<string, Parameter> {
  const params = target instanceof Link ? target.namedParams() : [];
  return new Map(params.filter(([, p]) => !p.isInitialized).map(([path, p]) => [path.slice(1), p]));
}

/** What the target has places for, and which of these a file may lack. */
function expectedShapes(target: Serializable): { shapes: Map<string, Expected>; mayLack: Set<string> } {
  const mayLack = new Set<string>();
  const shapes = new Map<string, Expected>();
  const visit = (path: string): Serializer => ({
    loading: false,
    value(key, value) {
      shapes.set(path + key, shapeOf(value));
      return value;
    },
    optional(key, value) {
      shapes.set(path + key, shapeOf(value));
      mayLack.add(path + key);
      return value;
    },
    child: (key) => visit(`${path}${key}/`),
  });
  target.serialize(visit(''));
  return { shapes, mayLack };
}

const shapeOf = (value: Leaf): Expected => (value instanceof Tensor ? value.shape : 'scalar');

function fits(expected: Expected, found: Shape | null): boolean {
  if (expected === 'unknown') return true;
  if (expected === 'scalar') return found === null || found.every((side) => side === 1);
  return found !== null && sameShape(expected, found);
}

function inWords(shape: Expected | null): string {
  if (shape === null) return 'nothing';
  return typeof shape === 'string' ? `a ${shape}` : formatShape(shape);
}
