import type { Picture } from '../../vision/picture.js';
import type { Sketch } from './sketch.js';

/**
 * Lays a sketch's own lines over colours. Full ink stays exactly as drawn, clean paper becomes exactly the colour.
 *
 * @param color opaque colours, the sketch's size
 * @param over  a picture of that size to write over; left out, a new one is made
 * @returns     the picture; opaque unless the sketch is a figure cut out, whose opacity it then keeps
 */
export function compositeLines(
  sketch: Pick<Sketch, 'lines' | 'alpha' | 'width' | 'height'>,
  color: Picture,
  over?: Picture,
): Picture {
  const { width, height, lines, alpha } = sketch;
  const under = color.data;
  const data = over?.data ?? new Uint8ClampedArray(under.length);
  data.set(under); // most of a sketch is paper: there the colour is the result
  const top = lines.data;
  const places = inked(lines);
  for (let i = 0; i < places.length; i++) {
    const q = places[i]; // an iterator takes three times as long
    const cover = top[q + 3] / 255;
    data[q] = under[q] + (top[q] - under[q]) * cover;
    data[q + 1] = under[q + 1] + (top[q + 1] - under[q + 1]) * cover;
    data[q + 2] = under[q + 2] + (top[q + 2] - under[q + 2]) * cover;
  }
  if (alpha) for (let p = 0; p < alpha.length; p++) data[4 * p + 3] = alpha[p];
  return { width, height, data };
}

const known = new WeakMap<Picture, Uint32Array>();

/** Where the pixels lie that are not quite transparent, as indexes of their red; worked out once for a picture. */
function inked(lines: Picture): Uint32Array {
  let places = known.get(lines);
  if (!places) {
    const { data } = lines;
    let count = 0;
    for (let q = 3; q < data.length; q += 4) if (data[q] !== 0) count++;
    places = new Uint32Array(count);
    for (let q = 0, i = 0; i < count; q += 4) if (data[q + 3] !== 0) places[i++] = q;
    known.set(lines, places);
  }
  return places;
}
