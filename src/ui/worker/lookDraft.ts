import { applyLight } from '../../models/light/applyLight.js';
import type { Surface } from '../../models/light/surface.js';
import { toned } from '../../models/look/applyLook.js';
import { type Flats, findFlats, flatPicture } from '../../models/look/flats.js';
import type { Look } from '../../models/look/look.js';
import { findRegions } from '../../models/look/regionMap.js';
import { FLATS_GAP, withLines } from '../../models/look/showLook.js';
import type { Sketch } from '../../models/sketch/sketch.js';
import type { Picture } from '../../vision/picture.js';

/** A picture small enough to follow a slider, a light or a picker that is being dragged. */
export class LookDraft {
  #flats: Flats | null = null;

  /**
   * @param color   colours without lines in a palette and a variant, made smaller by the factor
   * @param sketch  made smaller by it too
   * @param surface of the sketch at full size, asked for under a light
   */
  constructor(
    readonly color: Picture,
    private readonly sketch: Sketch,
    private readonly factor: number,
    private readonly surface: () => Surface,
  ) {}

  /** What it looks like, palette and variant apart. */
  render(look: Look): Picture {
    const unlit = toned(this.color, look.shade === 1 ? null : flatPicture(this.#flatsOfIt(), this.color), look);
    const color = look.light ? applyLight(unlit, this.#coarseSurface(), look.light) : unlit;
    return withLines(this.sketch, color, look);
  }

  #flatsOfIt(): Flats {
    const { ink, width, height } = this.sketch;
    this.#flats ??= findFlats(this.color, findRegions(ink, width, height, Math.round(FLATS_GAP / this.factor)));
    return this.#flats;
  }

  #coarseSurface(): Surface {
    const surface = this.surface();
    return this.factor === 1 ? surface : { ...surface, fullSize: surface.fullSize.coarser(this.factor) };
  }
}
