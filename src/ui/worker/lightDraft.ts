import { applyLight } from '../../models/light/applyLight.js';
import type { Surface } from '../../models/light/surface.js';
import type { Look } from '../../models/look/look.js';
import { withLines } from '../../models/look/showLook.js';
import type { Sketch } from '../../models/sketch/sketch.js';
import type { Picture } from '../../vision/picture.js';

/** A picture small enough to follow a light that is being dragged. */
export class LightDraft {
  readonly #color: Picture;
  readonly #sketch: Sketch;
  readonly #surface: Surface;

  /**
   * @param unlit   colours without lines, made smaller by the factor
   * @param sketch  made smaller by it too
   * @param surface of the sketch at full size
   */
  constructor(unlit: Picture, sketch: Sketch, surface: Surface, factor: number) {
    this.#color = unlit;
    this.#sketch = sketch;
    this.#surface = { ...surface, fullSize: factor === 1 ? surface.fullSize : surface.fullSize.coarser(factor) };
  }

  render(look: Look): Picture {
    const color = look.light ? applyLight(this.#color, this.#surface, look.light) : this.#color;
    return withLines(this.#sketch, color, look);
  }
}
