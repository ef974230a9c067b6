/** A place in a picture: pixel (i, j) covers [i, i + 1) × [j, j + 1). */
export type Place = readonly [number, number];

/** Four corners: what becomes the top-left, top-right, bottom-right and bottom-left one. */
export type Quad = readonly [Place, Place, Place, Place];

/** A projective map of the plane, a 3 × 3 matrix by rows. */
export type Projection = readonly [number, number, number, number, number, number, number, number, number];

/** The map that brings a picture of a size to a quadrilateral. Source: Heckbert, "Fundamentals of Texture Mapping" (1989), 2.2.3. */
export function toQuad([width, height]: readonly [number, number], quad: Quad): Projection {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad;
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  let [g, h] = [0, 0];
  if (sx !== 0 || sy !== 0) {
    const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
    const determinant = dx1 * dy2 - dx2 * dy1;
    g = (sx * dy2 - dx2 * sy) / determinant;
    h = (dx1 * sy - sx * dy1) / determinant;
  }
  return [
    (x1 - x0 + g * x1) / width,
    (x3 - x0 + h * x3) / height,
    x0,
    (y1 - y0 + g * y1) / width,
    (y3 - y0 + h * y3) / height,
    y0,
    g / width,
    h / height,
    1,
  ];
}

/** Where a map brings a place; not finite on its vanishing line. */
export function project([a, b, c, d, e, f, g, h, i]: Projection, [x, y]: Place): [number, number] {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

/** The map back: the adjugate, for a projection stays the same when all its numbers grow. */
export function inverse([a, b, c, d, e, f, g, h, i]: Projection): Projection {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

/** Whether corners go round clockwise without a dent: others cannot be seen as a sheet of paper. */
export function isConvex(quad: Quad): boolean {
  return quad.every(([x, y], k) => {
    const [[x1, y1], [x2, y2]] = [quad[(k + 1) % 4], quad[(k + 2) % 4]];
    return (x1 - x) * (y2 - y1) - (y1 - y) * (x2 - x1) > 0;
  });
}

/** The map that does `first` and then `second`. */
export function compose(second: Projection, first: Projection): Projection {
  const at = (row: number, column: number) =>
    second[3 * row] * first[column] + second[3 * row + 1] * first[column + 3] + second[3 * row + 2] * first[column + 6];
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
}

/** The places turned clockwise, as one sees them, round a middle; right angles are exact. */
export function turned<P extends readonly Place[]>(places: P, degrees: number, [mx, my]: Place): P {
  const quarter = ((degrees % 360) + 360) % 360;
  const angle = (degrees * Math.PI) / 180;
  const cos = quarter === 0 ? 1 : quarter === 180 ? -1 : quarter % 180 === 90 ? 0 : Math.cos(angle);
  const sin = quarter === 90 ? 1 : quarter === 270 ? -1 : quarter % 180 === 0 ? 0 : Math.sin(angle);
  return places.map(([x, y]) => [
    mx + cos * (x - mx) - sin * (y - my),
    my + sin * (x - mx) + cos * (y - my),
  ]) as unknown as P;
}
