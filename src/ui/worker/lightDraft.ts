import { applyLight } from '../../models/light/applyLight.js';
import type { Surface } from '../../models/light/surface.js';
import type { Look } from '../../models/look/look.js';
import { withLines } from '../../models/look/showLook.js';
import type { Sketch } from '../../models/sketch/sketch.js';
import type { Picture } from '../../vision/picture.js';

/** Larger pictures, in pixels, follow a light that moves at a part of their size. */
const DRAFT = 2 ** 20;

/** A picture small enough to follow a light that is being dragged. */
export class LightDraft {
  readonly #color: Picture;
  readonly #sketch: Sketch;
  readonly #surface: Surface;

  /**
   * @param unlit   colours without lines
   * @param surface of the same sketch
   */
  constructor(unlit: Picture, sketch: Sketch, surface: Surface) {
    const factor = Math.ceil(Math.sqrt((unlit.width * unlit.height) / DRAFT));
    this.#color = shrunk(unlit, factor);
    const { width, height } = this.#color;
    const alpha = sketch.alpha && shrunkAlpha(sketch.alpha, sketch.width, factor);
    this.#sketch = { ...sketch, width, height, lines: shrunk(sketch.lines, factor), alpha };
    this.#surface = { ...surface, fullSize: factor === 1 ? surface.fullSize : surface.fullSize.coarser(factor) };
  }

  render(look: Look): Picture {
    const color = look.light ? applyLight(this.#color, this.#surface, look.light) : this.#color;
    return withLines(this.#sketch, color, look);
  }
}

/** The means of squares of pixels, each counted by its alpha; what is left over at the ends is cut off. */
function shrunk(picture: Picture, factor: number): Picture {
  if (factor === 1) return picture;
  const [width, height] = [Math.floor(picture.width / factor), Math.floor(picture.height / factor)];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, q = 0; y < height; y++) {
    for (let x = 0; x < width; x++, q += 4) {
      let [r, g, b, alpha] = [0, 0, 0, 0];
      for (let j = 0; j < factor; j++) {
        let from = 4 * ((y * factor + j) * picture.width + x * factor);
        for (let i = 0; i < factor; i++, from += 4) {
          const a = picture.data[from + 3];
          r += a * picture.data[from];
          g += a * picture.data[from + 1];
          b += a * picture.data[from + 2];
          alpha += a;
        }
      }
      if (alpha === 0) continue;
      data[q] = r / alpha;
      data[q + 1] = g / alpha;
      data[q + 2] = b / alpha;
      data[q + 3] = alpha / (factor * factor);
    }
  }
  return { width, height, data };
}

function shrunkAlpha(alpha: Uint8Array, width: number, factor: number): Uint8Array {
  const opacity = new Uint8ClampedArray(4 * alpha.length);
  for (let p = 0; p < alpha.length; p++) opacity[4 * p + 3] = alpha[p];
  const { data } = shrunk({ width, height: alpha.length / width, data: opacity }, factor);
  return Uint8Array.from({ length: data.length / 4 }, (_, p) => data[4 * p + 3]);
}
