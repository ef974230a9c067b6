import type { Picture } from '../../vision/picture.js';
import type { Sketch } from './sketch.js';

/**
 * Lays a sketch's own lines over colours. Full ink stays exactly as drawn, clean paper becomes exactly the colour.
 *
 * @param color opaque colours, the sketch's size
 * @returns     a new picture; opaque unless the sketch is a figure cut out, whose opacity it then keeps
 */
export function compositeLines(sketch: Pick<Sketch, 'lines' | 'alpha' | 'width' | 'height'>, color: Picture): Picture {
  const { width, height, lines, alpha } = sketch;
  const data = new Uint8ClampedArray(color.data.length);
  const top = lines.data;
  for (let q = 0, p = 0; q < data.length; q += 4, p++) {
    const cover = top[q + 3] / 255;
    for (let c = 0; c < 3; c++) data[q + c] = color.data[q + c] + (top[q + c] - color.data[q + c]) * cover;
    data[q + 3] = alpha ? alpha[p] : 255;
  }
  return { width, height, data };
}
