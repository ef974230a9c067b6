import { EngineError } from '../../core/errors.js';
import { type Shape, stridesOf } from '../backend.js';

/** Axes that a kernel's Params has room for, after merging. */
export const MOST_AXES = 8;

/** A loop nest over some arrays: extents, and for each array the step in elements along each axis. */
export interface Axes {
  readonly shape: number[];
  readonly strides: number[][];
}

/**
 * The shortest loop nest that visits the same elements in the same order: axes of extent 1 go, neighbours that every array
 * walks as one become one. At least one axis stays, and no more than `most`.
 */
export function mergeAxes(shape: Shape, strides: readonly (readonly number[])[], most = MOST_AXES): Axes {
  const merged: Axes = { shape: [], strides: strides.map(() => []) };
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const last = merged.shape.length - 1;
    if (last >= 0 && strides.every((s, i) => merged.strides[i][last] === s[axis] * extent)) {
      merged.shape[last] *= extent;
      strides.forEach((s, i) => {
        merged.strides[i][last] = s[axis];
      });
    } else {
      merged.shape.push(extent);
      strides.forEach((s, i) => {
        merged.strides[i].push(s[axis]);
      });
    }
  });
  if (merged.shape.length === 0) {
    merged.shape.push(1);
    for (const s of merged.strides) s.push(1);
  }
  if (merged.shape.length > most)
    throw new EngineError(
      `webgpu: shape (${shape.join(', ')}) needs ${merged.shape.length} axes that do not merge, at most ${most} can be: reshape or copy first`,
    );
  return merged;
}

/** Strides of `shape` seen as `target`, NumPy's rules: 0 along axes that are repeated. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const own = stridesOf(shape);
  const missing = target.length - shape.length;
  return target.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : own[axis - missing]));
}

/** The shape that operands of these shapes broadcast to. */
export function broadcastShape(...shapes: Shape[]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, axis) => {
    const extents = shapes.map((s) => s[axis - rank + s.length] ?? 1);
    return extents.find((extent) => extent !== 1) ?? 1;
  });
}

/** Eight words, the layout of `array<vec4u, 2>` in a kernel's Params. */
export const eight = (values: readonly number[]): number[] =>
  Array.from({ length: MOST_AXES }, (_, i) => values[i] ?? 0);
