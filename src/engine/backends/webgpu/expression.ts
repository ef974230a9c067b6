/**
 * Element-wise work as data: y[i] = f(a₀, a₁, …) where each leaf is an array walked by strides (0 where it repeats). Chains of
 * operations are composed here into one expression, and the kernels that read or write elements take its code: so a chain costs
 * one pass over memory, or none where a convolution ends with it.
 *
 * Its WGSL is generated, as no kernel could be written for every chain; what it calls are the functions of scalars.wgsl, and
 * sizes, strides and numbers travel in `Fused` (fused.wgsl), so that one pipeline serves every shape.
 */
import { type Shape, sizeOf, stridesOf } from '../backend.js';
import type { Storage } from './storage.js';
import { eight, MOST_AXES, mergeAxes } from './stridedAxes.js';

/** A word of the expression: `a3` is its leaf 3, `t2` the result of operation 2, `v` what the kernel itself computed. */
export type Ref = string;
export const VALUE: Ref = 'v';

export interface Leaf {
  readonly storage: Storage;
  /** Stored in half precision; its word is that of the same number as float32. */
  readonly half: boolean;
  /** In elements, along each axis of the expression. */
  readonly strides: readonly number[];
  /** Number of the step that asked for it: it must be read as it was then. */
  readonly since: number;
}

export interface Operation {
  /** WGSL of the resulting word: `$0`, `$1`, … stand for the arguments, `#0`, `#1`, … for the numbers. */
  readonly code: string;
  readonly args: readonly Ref[];
  /** 32-bit words. */
  readonly numbers: readonly number[];
}

export interface Expression {
  /** Without axes of extent 1. */
  readonly shape: Shape;
  readonly leaves: readonly Leaf[];
  readonly operations: readonly Operation[];
  readonly result: Ref;
}

/** Room in `Fused` for leaves whose place must be worked out, and for numbers. */
const MOST_PLACED = 6;
const MOST_NUMBERS = 16;
/** Longer chains would only grow shaders: memory is already touched once. */
const MOST_OPERATIONS = 24;

/** An expression over leaves whose strides are given along `shape`. */
export function expressionOf(
  shape: Shape,
  operands: readonly Omit<Leaf, 'since'>[],
  operations: readonly Operation[],
  since: number,
): Expression {
  const kept = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  const leaves = operands.map((operand) => ({
    ...operand,
    strides: kept.map((axis) => operand.strides[axis]),
    since,
  }));
  const result = operations.length > 0 ? `t${operations.length - 1}` : 'a0';
  return { shape: kept.map((axis) => shape[axis]), leaves, operations, result };
}

/** What a kernel's own value becomes if nothing is done to it. */
export const unchanged = (size: number): Expression => ({ shape: [size], leaves: [], operations: [], result: VALUE });

/** The expression's result as it is after it was stored in half precision. */
export function rounded(expression: Expression): Expression {
  const operations = [...expression.operations, { code: 'wide(narrow($0))', args: [expression.result], numbers: [] }];
  return { ...expression, operations, result: `t${operations.length - 1}` };
}

/** The array in half precision of which an expression only gives the numbers, in the same order; null where it is none. */
export function widenedBy({ shape, leaves, operations }: Expression): Leaf | null {
  const [leaf] = leaves;
  return leaves.length === 1 && operations.length === 0 && leaf.half && isFlat(shape, leaf) ? leaf : null;
}

const usesValue = ({ result, operations }: Pick<Expression, 'result' | 'operations'>): boolean =>
  result === VALUE || operations.some((o) => o.args.includes(VALUE));

/** Whether a leaf is one number for all elements. */
export const isScalar = (leaf: Leaf): boolean => leaf.strides.every((s) => s === 0);

/** Whether a leaf is walked in the order of memory, element i at i. */
export function isFlat(shape: Shape, { strides }: Leaf): boolean {
  const dense = stridesOf(shape);
  return strides.every((s, axis) => s === dense[axis]);
}

/** How many leaves have as many elements as the expression. */
export const fullLeaves = ({ shape, leaves }: Expression): number =>
  leaves.filter((leaf) => !isScalar(leaf) && isFlat(shape, leaf)).length;

const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, axis) => d === b[axis]);

/** An expression's leaves along another shape of as many elements, or null where they do not fit. */
function reshaped({ shape, leaves }: Expression, target: Shape): readonly Leaf[] | null {
  if (sameShape(shape, target)) return leaves;
  const dense = stridesOf(target);
  const none = target.map(() => 0);
  const moved = leaves.map((leaf): Leaf | null => {
    if (isScalar(leaf)) return { ...leaf, strides: none };
    return isFlat(shape, leaf) ? { ...leaf, strides: dense } : null;
  });
  return moved.every((leaf) => leaf !== null) ? moved : null;
}

/** An expression's leaves, walked as its result is walked by `target`; null unless all lie in memory as the result does. */
function walkedAs(target: Leaf, { shape, leaves }: Expression): readonly Leaf[] | null {
  const none = target.strides.map(() => 0);
  const moved = leaves.map((leaf): Leaf | null => {
    if (isScalar(leaf)) return { ...leaf, strides: none };
    return isFlat(shape, leaf) ? { ...leaf, strides: target.strides } : null;
  });
  return moved.every((leaf) => leaf !== null) ? moved : null;
}

/**
 * The consumer with a leaf replaced by the expression that computes it; null where it does not fit: the leaf is walked in an
 * order that the producer's leaves cannot follow, or the result would be too large.
 */
export function substitute(consumer: Expression, leaf: number, producer: Expression): Expression | null {
  const target = consumer.leaves[leaf];
  const flat = isFlat(consumer.shape, target) && sizeOf(producer.shape) === sizeOf(consumer.shape);
  if (!flat && usesValue(producer)) return null;
  const given = flat ? reshaped(producer, consumer.shape) : walkedAs(target, producer);
  if (!given) return null;

  const leaves: Leaf[] = [];
  const place = (added: Leaf): Ref => {
    const same = leaves.findIndex(
      ({ storage, strides }) => storage === added.storage && strides.every((s, axis) => s === added.strides[axis]),
    );
    if (same < 0) return `a${leaves.push(added) - 1}`;
    if (added.since < leaves[same].since) leaves[same] = added;
    return `a${same}`;
  };
  const renaming = (own: readonly (Ref | null)[], shift: number) => (ref: Ref) => {
    if (ref === VALUE) return VALUE;
    const n = Number(ref.slice(1));
    return ref[0] === 'a' ? own[n]! : `t${n + shift}`;
  };
  const renameInner = renaming(given.map(place), 0);
  const inner = renameInner(producer.result);
  const count = producer.operations.length;
  const renameOuter = renaming(
    consumer.leaves.map((l, i) => (i === leaf ? inner : place(l))),
    count,
  );
  const rename = (operation: Operation, by: (ref: Ref) => Ref): Operation => ({
    ...operation,
    args: operation.args.map(by),
  });
  const composed: Expression = {
    shape: consumer.shape,
    leaves,
    operations: [
      ...producer.operations.map((o) => rename(o, renameInner)),
      ...consumer.operations.map((o) => rename(o, renameOuter)),
    ],
    result: renameOuter(consumer.result),
  };
  return fits(composed) ? composed : null;
}

function fits({ shape, leaves, operations }: Expression): boolean {
  const placed = leaves.filter((leaf) => !isScalar(leaf) && !isFlat(shape, leaf));
  if (placed.length > MOST_PLACED || operations.length > MOST_OPERATIONS) return false;
  if (operations.reduce((n, o) => n + o.numbers.length, 0) > MOST_NUMBERS) return false;
  return (
    placed.length === 0 ||
    mergeAxes(
      shape,
      placed.map((leaf) => leaf.strides),
      Infinity,
    ).shape.length <= MOST_AXES
  );
}

/** An expression made ready for a kernel. */
export interface Code {
  /** Functions `NAME(i) → u32` or, of quads, `NAME(i) → vec4u`; with the value that the kernel computed in front, if it has one. */
  readonly wgsl: string;
  readonly leaves: readonly Storage[];
  /** Words of `Fused`. */
  readonly params: readonly number[];
}

interface CodePlace {
  /** Of its function, and in front of its leaves' names. */
  readonly name: string;
  /** Of `params`, its `Fused`. */
  readonly member: string;
  /** Of its first leaf. */
  readonly binding: number;
  /** Four elements at a time, i counts quads: see `inQuads`. */
  readonly quads?: boolean;
  /** Half precision is read as the language's own f16: fast, but a GPU may take numbers below 2⁻¹⁴ for 0. Else on bits. */
  readonly native?: boolean;
  /** The array `y` that the kernel writes; where the expression reads it too, it does so there. */
  readonly own?: Storage;
}

/** How a kernel reads an array word by word: the type of its elements, and the word of element i. */
interface Reading {
  readonly type: string;
  readonly word: (array: string, i: string) => string;
}
const WORDS: Reading = { type: 'u32', word: (array, i) => `${array}[${i}]` };
const HALVES: Reading = { type: 'u32', word: (array, i) => `halfOf(${array}[(${i}) >> 1u], ${i})` };
const NATIVE_HALVES: Reading = { type: 'f16', word: (array, i) => `bitcast<u32>(f32(${array}[${i}]))` };

/** And quad by quad: the type of its quads, quad i as words, and the word of element i. */
interface QuadReading extends Reading {
  readonly quad: (array: string, i: string) => string;
}
const QUADS: QuadReading = {
  type: 'vec4u',
  word: (array, i) => `${array}[${i} >> 2u][${i} & 3u]`,
  quad: (array, i) => `${array}[${i}]`,
};
const HALF_QUADS: QuadReading = {
  type: 'vec2u',
  word: (array, i) => `halfOf(${array}[${i} >> 2u][(${i} >> 1u) & 1u], ${i})`,
  quad: (array, i) => `wideQuad(${array}[${i}])`,
};

/** Writes an expression as WGSL. */
export function codeOf(
  { shape, leaves, operations, result }: Expression,
  { name, member, binding, quads = false, native = false, own }: CodePlace,
): Code {
  const numbers: number[] = [];
  const lines = operations.map(({ code, args, numbers: own }, n) => {
    const first = numbers.length;
    numbers.push(...own);
    const text = code
      .replace(/\$(\d)/g, (_, k) => args[Number(k)])
      .replace(/#(\d)/g, (_, k) => `params.${member}.numbers[${(first + Number(k)) >> 2}][${(first + Number(k)) & 3}]`);
    return `  let t${n} = ${text};`;
  });
  const placed = leaves.filter((leaf) => !isScalar(leaf) && !isFlat(shape, leaf));
  const axes = mergeAxes(shape, [...placed.map((leaf) => leaf.strides), stridesOf(shape)]);
  const rank = axes.shape.length;
  const word = (row: number, column: number): string => `[${row + (column >> 2)}][${column & 3}]`;

  const places: string[] = [];
  if (placed.length > 0) {
    places.push(`  var rest = ${quads ? 'i * 4u' : 'i'};`);
    for (let axis = rank - 1; axis > 0; axis--) {
      const extent = `params.${member}.shape${word(0, axis)}`;
      places.push(`  let x${axis} = rest % ${extent};`, `  rest /= ${extent};`);
    }
    places.push('  let x0 = rest;');
    placed.forEach((_, n) => {
      const terms = axes.strides[n].flatMap((s, axis) =>
        s === 0 ? [] : [`x${axis} * params.${member}.strides${word(2 * n, axis)}`],
      );
      places.push(`  let at${n} = ${terms.join(' + ')};`);
    });
  }
  const value = usesValue({ result, operations });
  const bound = leaves.filter((leaf) => leaf.storage !== own);
  const arrayOf = (n: number): string => (leaves[n].storage === own ? 'y' : `${name}${n}`);
  const words = ({ half }: Leaf): Reading => (half ? (native ? NATIVE_HALVES : HALVES) : WORDS);
  const fours = ({ half }: Leaf): QuadReading => (half ? HALF_QUADS : QUADS);
  const reading = quads ? fours : words;
  const load = (leaf: Leaf, n: number): string => {
    const place = placed.indexOf(leaf);
    const at = isScalar(leaf) ? '0u' : place < 0 ? 'i' : `at${place}`;
    if (!quads) return words(leaf).word(arrayOf(n), at);
    if (isScalar(leaf) || (place >= 0 && axes.strides[place][rank - 1] === 0))
      return `vec4u(${fours(leaf).word(arrayOf(n), at)})`;
    return fours(leaf).quad(arrayOf(n), place < 0 ? at : `${at} >> 2u`);
  };
  const type = quads ? 'vec4u' : 'u32';
  const given = leaves.map((_, n) => `a${n}: u32`);
  const call = (part: string): string => `${name}Of(${leaves.map((_, n) => `q${n}${part}`).join(', ')})`;
  const wgsl = [
    ...bound.map((leaf, n) => {
      const array = arrayOf(leaves.indexOf(leaf));
      return `@group(0) @binding(${binding + n}) var<storage, read> ${array}: array<${reading(leaf).type}>;`;
    }),
    `fn ${name}Of(${[...(value ? ['v: u32'] : []), ...given].join(', ')}) -> u32 {`,
    ...lines,
    `  return ${result};`,
    '}',
    `fn ${name}(${value ? 'v: u32, ' : ''}i: u32) -> ${type} {`,
    ...places,
    ...leaves.map((leaf, n) => `  let q${n} = ${load(leaf, n)};`),
    quads
      ? `  return vec4u(${['.x', '.y', '.z', '.w'].map(call).join(', ')});`
      : `  return ${value ? call('').replace('Of(', leaves.length ? 'Of(v, ' : 'Of(v') : call('')};`,
    '}',
  ].join('\n');
  return {
    wgsl,
    leaves: bound.map((leaf) => leaf.storage),
    params: [
      ...eight(axes.shape),
      ...Array.from({ length: MOST_PLACED }, (_, n) => eight(placed[n] ? axes.strides[n] : [])).flat(),
      ...Array.from({ length: MOST_NUMBERS }, (_, n) => numbers[n] ?? 0),
    ],
  };
}

/** Whether four neighbouring elements are a whole quad of every leaf, or one word of it repeated. */
export function inQuads({ shape, leaves }: Expression): boolean {
  const placed = leaves.filter((leaf) => !isScalar(leaf) && !isFlat(shape, leaf));
  if (placed.length === 0) return true; // storage is padded to whole quads
  const axes = mergeAxes(shape, [...placed.map((leaf) => leaf.strides), stridesOf(shape)]);
  const last = axes.shape.length - 1;
  return (
    axes.shape[last] % 4 === 0 &&
    placed.every((_, n) => {
      const along = axes.strides[n][last];
      return along === 0 || (along === 1 && axes.strides[n].slice(0, last).every((s) => s % 4 === 0));
    })
  );
}
