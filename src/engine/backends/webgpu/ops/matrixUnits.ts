/** Products on a GPU's matrix units: which sizes a device has, and how gemmMatrix.wgsl cuts a product for them. */
import type { Extents } from './tiles.js';

/** Matrices of M × K and K × N that a subgroup multiplies at once, adding in float32. */
export interface MatrixUnit {
  /** What they consist of. Units of f32 would serve all products, but nobody has measured any: `matrixUnitOf` offers none. */
  readonly element: 'f16' | 'f32';
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Invocations of a subgroup. */
  readonly subgroup: number;
}

/** What Dawn says of a device's matrix units; the WebGPU types do not know it yet. */
interface Configuration {
  readonly componentType: string;
  readonly resultComponentType: string;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** The largest of a device's units, or null where it has none that multiply f16 into f32, or subgroups of changing size. */
export function matrixUnitOf(info: GPUAdapterInfo): MatrixUnit | null {
  const { subgroupMatrixConfigs = [] } = info as { subgroupMatrixConfigs?: Iterable<Configuration> };
  const { subgroupMinSize = 0, subgroupMaxSize = 0 } = info;
  if (subgroupMinSize === 0 || subgroupMinSize !== subgroupMaxSize) return null;
  const units = [...subgroupMatrixConfigs]
    .filter((c) => c.componentType === 'f16' && c.resultComponentType === 'f32')
    .map(({ M, N, K }): MatrixUnit => ({ element: 'f16', m: M, n: N, k: K, subgroup: subgroupMinSize }))
    .filter((unit) => MATRIX_TILES.some((tile) => isWhole(tile, unit)));
  return units.sort((a, b) => b.m * b.n * b.k - a.m * a.n * a.k)[0] ?? null;
}

/** A workgroup's part of a result, by how many subgroups it is shared among. */
export interface MatrixTile {
  readonly rows: number;
  readonly columns: number;
  readonly subgroupsX: number;
  readonly subgroupsY: number;
}

/** Elements of the summed axis in a slab. */
export const SLAB = 32;

const LARGE: MatrixTile = { rows: 128, columns: 128, subgroupsX: 4, subgroupsY: 2 };
const SMALL: MatrixTile = { rows: 64, columns: 64, subgroupsX: 2, subgroupsY: 2 };
export const MATRIX_TILES: readonly MatrixTile[] = [LARGE, SMALL];
/** Workgroups that keep a big GPU busy. */
const BUSY = 128;

const lanesOf = (tile: MatrixTile, unit: MatrixUnit): number => unit.subgroup * tile.subgroupsX * tile.subgroupsY;

/** Whether a tile is made of whole units and every invocation loads as much as any other. */
function isWhole(tile: MatrixTile, unit: MatrixUnit): boolean {
  const lanes = lanesOf(tile, unit);
  const aside = lanes / (tile.columns / 4);
  const parts = [
    tile.rows / (tile.subgroupsY * unit.m),
    tile.columns / (tile.subgroupsX * unit.n),
    SLAB / unit.k,
    (tile.rows * SLAB) / 4 / lanes,
    aside,
    SLAB / aside,
  ];
  return parts.every((n) => n >= 1 && Number.isInteger(n)) && SLAB <= lanes;
}

interface Limits {
  readonly invocations: number;
  readonly memory: number;
}

/** The tile for a product, or null where the device cannot run any. */
export function matrixTileFor({ rows, columns, slices }: Extents, unit: MatrixUnit, limits: Limits): MatrixTile | null {
  const possible = MATRIX_TILES.filter((tile) => {
    const elements = tile.rows * (SLAB + 8) + SLAB * (tile.columns + 8);
    const bytes = elements * (unit.element === 'f16' ? 2 : 4) + 32 * SLAB;
    const cells = 4 * unit.m * unit.n * tile.subgroupsX * tile.subgroupsY;
    return isWhole(tile, unit) && lanesOf(tile, unit) <= limits.invocations && bytes + cells <= limits.memory;
  });
  const groups = (tile: MatrixTile): number => Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns) * slices;
  return possible.find((tile) => groups(tile) >= BUSY) ?? possible.at(-1) ?? null;
}

/** The constants of gemmMatrix.wgsl. */
export function matrixConstants(tile: MatrixTile, { element, m, n, k, subgroup }: MatrixUnit): string {
  const values = {
    MATRIX_M: m,
    MATRIX_N: n,
    MATRIX_K: k,
    SUBGROUP: subgroup,
    SUBGROUPS_X: tile.subgroupsX,
    SUBGROUPS_Y: tile.subgroupsY,
    FRAGMENT_ROWS: tile.rows / (tile.subgroupsY * m),
    FRAGMENT_COLUMNS: tile.columns / (tile.subgroupsX * n),
    BK: SLAB,
  };
  const constants = Object.entries(values).map(([name, value]) => `const ${name} = ${value}u;`);
  return [`alias Element = ${element};`, ...constants].join('\n');
}
