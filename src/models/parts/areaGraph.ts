/** An area of the grid and what it borders on. */
export interface Area {
  /** In pixels. */
  readonly size: number;
  /** Middle of it, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Mean squared distances from the middle along x and y, and of the two together: negative for a stroke like this: / */
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
  /** Length of its border with other areas, in pixels' sides, … */
  readonly border: number;
  /** … and with each of them. */
  readonly neighbors: ReadonlyMap<number, number>;
}

/**
 * Measures areas and how they touch.
 *
 * @param areas number of each pixel's area, height · width
 * @param count of areas, the highest number and one
 */
export function areaGraph(areas: Int32Array, count: number, width: number): Area[] {
  const sums = new Float64Array(6 * count); // size, Σx, Σy, Σx², Σy², Σxy
  const neighbors = Array.from({ length: count }, () => new Map<number, number>());
  const meet = (a: number, b: number) => {
    neighbors[a].set(b, (neighbors[a].get(b) ?? 0) + 1);
    neighbors[b].set(a, (neighbors[b].get(a) ?? 0) + 1);
  };
  for (let p = 0, y = 0; p < areas.length; y++) {
    for (let x = 0; x < width; x++, p++) {
      const area = areas[p];
      const at = 6 * area;
      sums[at]++;
      sums[at + 1] += x;
      sums[at + 2] += y;
      sums[at + 3] += x * x;
      sums[at + 4] += y * y;
      sums[at + 5] += x * y;
      if (x + 1 < width && areas[p + 1] !== area) meet(area, areas[p + 1]);
      if (p + width < areas.length && areas[p + width] !== area) meet(area, areas[p + width]);
    }
  }
  return neighbors.map((its, area) => {
    const [size, ...of] = sums.subarray(6 * area, 6 * area + 6);
    const [x, y, xx, yy, xy] = of.map((sum) => sum / Math.max(1, size));
    const border = [...its.values()].reduce((sum, length) => sum + length, 0);
    return { size, x, y, xx: xx - x * x, yy: yy - y * y, xy: xy - x * y, border, neighbors: its };
  });
}
