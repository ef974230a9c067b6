import type { DType, Shape } from '../backends/backend.js';
import { TypeCheckError } from './errors.js';

/** "(2, 3)", "(3,)", "()" as NumPy prints shapes. */
export const formatShape = (shape: Shape): string => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`);

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);

/** Throws unless a shape that was asked for is one: whole numbers from 0. */
export function expectShape(label: string, shape: Shape): void {
  if (shape.every((d) => Number.isInteger(d) && d >= 0)) return;
  throw new TypeCheckError(`${label}: a shape has whole numbers from 0, but ${formatShape(shape)} came`);
}

/** Throws unless both named operands have one shape. */
export function expectSameShape(label: string, operands: Record<string, { readonly shape: Shape }>): void {
  const [[nameA, a], ...others] = Object.entries(operands);
  for (const [nameB, b] of others) {
    if (!sameShape(a.shape, b.shape)) {
      throw new TypeCheckError(
        `${label}: ${nameA} and ${nameB} need one shape, but ${nameA} is ${formatShape(a.shape)} and ${nameB} is ${formatShape(b.shape)}`,
      );
    }
  }
}

/** Throws `label: message` with the operands' shapes, and their dtypes where one is asked for, unless the condition holds. */
export function expectType(
  label: string,
  condition: boolean,
  expectation: string,
  operands: Record<string, { readonly shape: Shape; readonly dtype?: DType }>,
): void {
  if (condition) return;
  const asksForDtype = /int32|float/.test(expectation);
  const actual = Object.entries(operands)
    .map(([name, { shape, dtype }]) => `${name} is ${asksForDtype && dtype ? `${dtype} ` : ''}${formatShape(shape)}`)
    .join(', ');
  throw new TypeCheckError(`${label}: expected ${expectation}, but ${actual}`);
}

/** The common shape of operands under NumPy's broadcasting rules. */
export function broadcastShapes(label: string, ...shapes: Shape[]): number[] {
  const ndim = Math.max(0, ...shapes.map((s) => s.length));
  const out = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const axis = ndim - shape.length + i;
      const d = shape[i];
      if (d === 1 || d === out[axis]) continue;
      if (out[axis] !== 1)
        throw new TypeCheckError(`${label}: shapes ${shapes.map(formatShape).join(' and ')} do not broadcast together`);
      out[axis] = d;
    }
  }
  return out;
}

/** A possibly negative axis as an index in 0 … ndim − 1. */
export function normalizeAxis(label: string, axis: number, ndim: number): number {
  const index = axis < 0 ? axis + ndim : axis;
  if (!Number.isInteger(axis) || index < 0 || index >= ndim)
    throw new TypeCheckError(`${label}: axis ${axis} is out of range for ${ndim} dimensions`);
  return index;
}

/** Sorted distinct axes; null means all. */
export function normalizeAxes(label: string, axes: number | readonly number[] | null, ndim: number): number[] {
  if (axes === null) return Array.from({ length: ndim }, (_, i) => i);
  const list = (typeof axes === 'number' ? [axes] : axes).map((a) => normalizeAxis(label, a, ndim));
  const sorted = [...new Set(list)].sort((a, b) => a - b);
  if (sorted.length !== list.length) throw new TypeCheckError(`${label}: axes ${list.join(', ')} name one axis twice`);
  return sorted;
}

/** The shape after reducing the axes, kept as 1 or dropped. */
export const reducedShape = (shape: Shape, axes: readonly number[], keepdims: boolean): number[] =>
  keepdims ? shape.map((d, i) => (axes.includes(i) ? 1 : d)) : shape.filter((_, i) => !axes.includes(i));
