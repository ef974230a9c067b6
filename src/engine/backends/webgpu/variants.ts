/** Kernels that need more of a GPU than WebGPU promises, each beside a plain one that gives the same. */
import { type MatrixUnit, matrixUnitOf } from './ops/matrixUnits.js';

/** Which of them are used. */
export interface Variants {
  /** Products and reductions read and write half precision themselves: the feature `shader-f16`. */
  readonly half: boolean;
  /** Workgroups add up by the instructions of their subgroups: `subgroups`. */
  readonly subgroups: boolean;
  /** Products of half precision run on matrix units: `chromium-experimental-subgroup-matrix`. */
  readonly matrix: MatrixUnit | null;
}

export const PLAIN: Variants = { half: false, subgroups: false, matrix: null };

export const FEATURES: Readonly<Record<keyof Variants, string>> = {
  half: 'shader-f16',
  subgroups: 'subgroups',
  matrix: 'chromium-experimental-subgroup-matrix',
};

/** What a device could run. */
export function offeredBy({ features, adapterInfo }: GPUDevice): Variants {
  const [half, subgroups, matrix] = (['half', 'subgroups', 'matrix'] as const).map((name) =>
    features.has(FEATURES[name]),
  );
  return { half, subgroups, matrix: half && subgroups && matrix ? matrixUnitOf(adapterInfo) : null };
}

export const namesOf = (variants: Variants): string[] =>
  Object.entries(variants).flatMap(([name, value]) => (value ? [name] : []));
