import { expect } from 'vitest';

export interface Tolerance {
  /** Absolute. */
  atol?: number;
  /** Relative to the expected value. */
  rtol?: number;
}

/** Compares element by element, |actual − expected| ≤ atol + rtol·|expected|; non-finite values must be the same. */
export function expectClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { atol = 1e-6, rtol = 1e-5 }: Tolerance = {},
): void {
  expect(actual.length, `${what}: number of elements`).toBe(expected.length);
  let worst = -1;
  let excess = 0;
  for (let i = 0; i < expected.length; i++) {
    if (actual[i] === expected[i] || (Number.isNaN(actual[i]) && Number.isNaN(expected[i]))) continue;
    const over = Math.abs(actual[i] - expected[i]) / (atol + rtol * Math.abs(expected[i]));
    if (over <= 1 || over < excess) continue;
    worst = i;
    excess = Number.isNaN(over) ? Number.POSITIVE_INFINITY : over;
  }
  if (worst < 0) return;
  expect.fail(
    `${what}: element ${worst} of ${expected.length} is ${actual[worst]}, expected ${expected[worst]} (${excess.toPrecision(3)}× the tolerance)`,
  );
}
