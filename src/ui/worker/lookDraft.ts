import { applyLight } from '../../models/light/applyLight.js';
import { toned } from '../../models/look/applyLook.js';
import { type Flats, findFlats, flatPicture } from '../../models/look/flats.js';
import type { Look } from '../../models/look/look.js';
import { withLines } from '../../models/look/showLook.js';
import type { PartMap } from '../../models/parts/partMap.js';
import type { Picture } from '../../vision/picture.js';
import type { SketchStudies } from './sketchStudies.js';

/** A picture small enough to follow a slider, a light or a picker that is being dragged. */
export class LookDraft {
  #flats: Flats | null = null;

  /**
   * @param color colours without lines in a palette and a variant, as small as `studies.small`
   * @param parts what is a part of what, asked under the first light on a sketch
   */
  constructor(
    private readonly color: Picture,
    private readonly studies: SketchStudies,
    private readonly parts: () => PartMap | null,
  ) {}

  /** What it looks like, palette and variant apart. */
  render(look: Look): Picture {
    const unlit = toned(this.color, look.shade === 1 ? null : flatPicture(this.#flatsOfIt(), this.color), look);
    const color = look.light ? applyLight(unlit, this.studies.smallSurface(this.parts), look.light) : unlit;
    return withLines(this.studies.small, color, look);
  }

  #flatsOfIt(): Flats {
    this.#flats ??= findFlats(this.color, this.studies.smallRegions);
    return this.#flats;
  }
}
