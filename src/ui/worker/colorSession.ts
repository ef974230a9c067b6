import type { Backend } from '../../engine/backends/backend.js';
import { selectBackend } from '../../engine/backends/select.js';
import type { TuningStore } from '../../engine/backends/webgpu/index.js';
import {
  type Certainty,
  type Colorized,
  type Colorizer,
  loadColorizer,
  type ModelInfo,
} from '../../models/colorizer.js';
import type { Hints } from '../../models/hints/hints.js';
import { applyLight, fieldsOf } from '../../models/light/applyLight.js';
import type { Light } from '../../models/light/light.js';
import { coarserSurface, type Surface } from '../../models/light/surface.js';
import { toned } from '../../models/look/applyLook.js';
import { type Flats, findFlats, flatPicture } from '../../models/look/flats.js';
import { AS_COLORED, isAsColored, type Look, type PaletteColor } from '../../models/look/look.js';
import { FLATS_GAP, pinnedBy, recolored, withLines } from '../../models/look/showLook.js';
import { snapToLines } from '../../models/look/snapToLines.js';
import { tintLines } from '../../models/look/tintLines.js';
import { variantPalette } from '../../models/look/variant.js';
import type { PartMap } from '../../models/parts/partMap.js';
import { sameColors } from '../../models/parts/usualColors.js';
import { type ColorCluster, colorClusters } from '../../models/reference/colorClusters.js';
import { PALETTE } from '../../models/reference/transferPalette.js';
import type { Closure } from '../../models/sketch/closures.js';
import { shrink } from '../../models/sketch/shrink.js';
import { hexFromSrgb, srgbFromOklab } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';
import { inProfile } from '../../vision/profiles/inProfile.js';
import { LookDraft } from './lookDraft.js';
import type { BackendChoice, ColorJob } from './protocol.js';
import { SketchStudies } from './sketchStudies.js';
import { warmUpHints, warmUpSketch } from './warmUpSketch.js';

/** The last finished pass, and what has been made of it. */
interface Last extends ColorJob {
  readonly painted: Colorized;
  /** Colours after palette, variant and snapping, for the look they belong to. */
  recolored: { readonly color: Picture; readonly look: Look } | null;
  flats: { readonly of: Picture; readonly gap: number; readonly flats: Flats } | null;
  /** Small pictures for a look that is being changed, and the colours they are of. */
  draft: { readonly of: Picture; readonly draft: LookDraft } | null;
}

/** What small pictures of variants of a result are made from: the arguments of `variantOf`. */
interface VariantBase {
  /** Width and height of the small pictures. */
  readonly small: readonly [number, number];
  /** At full size, or that of a draft. */
  readonly color: Picture;
  readonly pinned: [number, number, number][];
  readonly turning?: Picture;
  readonly palette: readonly ColorCluster[];
  /** A small variant as the look shows it, but for its shade and its lines. */
  shown(variant: Picture): Picture;
}

/** A device, a model, a sketch and its last result: all that the worker knows. */
export class ColorSession {
  #backend: Backend | null = null;
  #colorizer: Colorizer | null = null;
  #studies: SketchStudies | null = null;
  #last: Last | null = null;
  /** What the colouriser was last given. */
  #given: SketchStudies | null = null;
  /** Shapes of kernels being measured, beside what else the device does. */
  #tuning: Promise<void> = Promise.resolve();

  /** @param tunings where those measured on a GPU are kept */
  constructor(private readonly tunings?: TuningStore) {}

  /** @returns why another device than the GPU was taken, or nothing */
  async start(backend: BackendChoice, model: Uint8Array | 'flood'): Promise<string> {
    this.#colorizer?.dispose();
    this.#colorizer = null;
    this.#last = null;
    this.#given = null;
    await this.#tuning;
    await this.#backend?.dispose();
    this.#backend = null;
    let note = '';
    this.#backend = await selectBackend(backend, { onNotice: (text) => (note = text), tuning: this.tunings });
    this.#colorizer = await loadColorizer(this.#backend, model);
    return note;
  }

  /**
   * Colours a drawing of no meaning, so that kernels are compiled and weights laid out before the first sketch waits for them. Does
   * nothing while a sketch is open, nor on a GPU, which may be slow or lost before anybody has asked it for anything.
   */
  async warmUp(signal: AbortSignal): Promise<void> {
    if (this.#studies || this.backend.name !== 'cpu') return;
    const job = { hints: warmUpHints, parts: {}, look: AS_COLORED };
    await this.aside(warmUpSketch(), () => this.colorize(job, signal));
  }

  /** Loads a model beside the one in use; what it is. */
  async examine(model: Uint8Array): Promise<ModelInfo> {
    const colorizer = await loadColorizer(this.backend, model);
    const { info } = colorizer;
    colorizer.dispose();
    return info;
  }

  get backend(): Backend {
    if (!this.#backend) throw new Error('no device was started');
    return this.#backend;
  }

  get colorizer(): Colorizer {
    if (!this.#colorizer) throw new Error('the model is not loaded');
    return this.#colorizer;
  }

  get studies(): SketchStudies {
    if (!this.#studies) throw new Error('no sketch is open');
    return this.#studies;
  }

  setSketch(picture: Picture): void {
    this.#last = null;
    this.#studies = new SketchStudies(picture);
    this.#giveSketch();
  }

  setClosures(closures: readonly Closure[]): void {
    const { picture } = this.studies;
    this.#last = null;
    this.#studies = new SketchStudies(picture, closures);
    this.#giveSketch();
  }

  /** Does work with another sketch open; the one that is open, and its result, are what they were after it. */
  async aside<T>(picture: Picture, work: () => Promise<T>): Promise<T> {
    const [studies, last] = [this.#studies, this.#last];
    try {
      this.setSketch(picture);
      return await work();
    } finally {
      this.#studies = studies;
      this.#last = last;
    }
  }

  /** Gives the colouriser the open sketch where it has another: after `aside` only once a pass needs it. */
  #giveSketch(): void {
    const { studies } = this;
    if (this.#given === studies) return;
    this.colorizer.setSketch(studies.picture, studies.closures);
    this.#given = studies;
  }

  async colorize(job: ColorJob, signal: AbortSignal): Promise<Picture> {
    this.#giveSketch();
    const painted = await this.colorizer.colorize(job.hints, { parts: job.parts, over: this.#last?.painted, signal });
    this.#tune();
    this.#last = { ...job, painted, recolored: null, flats: null, draft: null };
    return this.#render(this.#last, job.look);
  }

  /** For what the pass met; the next one may come meanwhile. A device that fails says so in a pass. */
  #tune(): void {
    const { backend } = this;
    this.#tuning = this.#tuning.then(() => backend.tune?.()).catch(() => {});
  }

  async preview({ hints, parts, look }: ColorJob, signal: AbortSignal): Promise<Picture> {
    this.#giveSketch();
    const painted = await this.colorizer.colorize(hints, { draft: true, parts, signal });
    const last: Last = { hints, parts, look, painted, recolored: null, flats: null, draft: null };
    const shown = { ...look, shade: 1, snap: false };
    if (isAsColored(shown) || painted.color.width === this.studies.picture.width) return this.#render(last, shown);
    return this.#lookDraft(last, this.#base(last, shown)).render(shown);
  }

  /** The last result in a look and in colours of parts, from now on its own; null if there is none. */
  relook({ parts, look }: Pick<ColorJob, 'parts' | 'look'>): Picture | null {
    if (!this.#last) return null;
    this.#last = { ...this.#last, look };
    if (!sameColors(parts, this.#last.parts)) {
      const painted = this.#last.painted.withParts?.(parts) ?? this.#last.painted;
      this.#last = { ...this.#last, parts, painted, recolored: null, flats: null, draft: null };
    }
    return this.#render(this.#last, look);
  }

  /** The same for a look that is being changed: smaller than the sketch where that is large. */
  draft({ parts, look }: Pick<ColorJob, 'parts' | 'look'>): Picture | null {
    if (!this.#last) return null;
    const last: Last = { ...this.#last, look };
    if (!sameColors(parts, last.parts)) {
      const painted = look.snap ? undefined : last.painted.small?.(parts); // dabs snap at full size alone
      if (!painted) return this.relook({ parts, look });
      return this.#lookDraft(last, recolored(painted, pinnedBy(last.hints, parts), look)).render(look);
    }
    this.#last = last;
    const base = this.#base(last, look);
    if (last.draft?.of !== base)
      last.draft = { of: base, draft: this.#lookDraft(last, shrink(base, this.studies.factor)) };
    return last.draft.draft.render(look);
  }

  #lookDraft(last: Last, color: Picture): LookDraft {
    return new LookDraft(color, this.studies, partsOf(last));
  }

  /** The last result as the look shows it. */
  picture(): Picture | null {
    return this.#last && this.#render(this.#last, this.#last.look);
  }

  /** The last result taken apart under a profile: colours as the look shows them, their flats, and the lines if they show. */
  parts(
    gap: number,
    profile: Uint8Array | null,
  ): { color: Picture; flats: Flats; lines: Picture | null; hints: Hints } | null {
    const last = this.#last;
    if (!last) return null;
    const unlit = this.#unlit(last, last.look);
    const shown = this.#lit(last, last.look, unlit);
    const color = inProfile(shown, profile);
    const lines = tintLines(this.studies.sketch.lines, shown, last.look.tint);
    return {
      color,
      flats: findFlats(shown === unlit ? color : inProfile(unlit, profile), this.studies.regions(gap)),
      lines: last.look.lines ? inProfile(lines, profile) : null,
      hints: last.hints,
    };
  }

  /** Works out beforehand what a light on the last result needs. */
  prepareLight(): void {
    if (this.#last) this.#surface(this.#last);
  }

  certainty(): Certainty | null {
    return this.#last?.painted.certainty?.() ?? null;
  }

  /**
   * What small pictures of variants of the last result are made from; null if there is none.
   *
   * @param side pixels that their longer side has at least, where the sketch has as many
   */
  variantBase(side: number): VariantBase | null {
    if (!this.#last) return null;
    const { painted, hints, parts, look } = this.#last;
    const pinned = pinnedBy(hints, parts);
    const draft = painted.small?.() ?? painted;
    const color = recolored(draft, pinned, { ...look, variant: 0 });
    const turning = draft.turning?.();
    const { width, height } = this.studies.picture;
    const factor = Math.max(1, Math.floor(Math.max(width, height) / side)); // a surface is made coarser by whole numbers
    const small = [width, height].map((s) => Math.max(1, Math.floor(s / factor))) as [number, number];
    const lit = look.light && this.#smallLight(this.#last, look.light, factor);
    const shown = (variant: Picture) => {
      const unlit = toned(variant, null, { ...look, shade: 1 });
      return lit ? lit(unlit) : unlit;
    };
    return { small, color, pinned, turning, palette: variantPalette(color, turning), shown };
  }

  /** Lays a light on pictures of so many times fewer columns and rows. */
  #smallLight(last: Last, light: Light, factor: number): (unlit: Picture) => Picture {
    const surface = coarserSurface(this.#surface(last), factor);
    const fields = fieldsOf(surface, light);
    return (unlit) => applyLight(unlit, surface, light, fields);
  }

  /** What is a part of what in the last result; null if the model cannot tell. */
  figure(): PartMap | null {
    return this.#last && partsOf(this.#last)();
  }

  #render(last: Last, look: Look): Picture {
    if (isAsColored(look)) return last.painted.picture;
    const color = this.#lit(last, look, this.#unlit(last, look));
    return withLines(this.studies.sketch, color, look);
  }

  /** Colours without lines in a look's light. */
  #lit(last: Last, { light }: Look, unlit: Picture): Picture {
    return light ? applyLight(unlit, this.#surface(last), light) : unlit;
  }

  #surface(last: Last): Surface {
    return this.studies.surface(partsOf(last));
  }

  /** Colours without lines in a look's palette and variant, snapped to lines if it says so. */
  #base(last: Last, look: Look): Picture {
    const made = last.recolored?.look;
    if (made?.palette !== look.palette || made.variant !== look.variant || made.snap !== look.snap) {
      const own = recolored(last.painted, pinnedBy(last.hints, last.parts), look);
      const color = look.snap
        ? snapToLines(own, this.studies.regions(FLATS_GAP), last.hints, last.painted.glazed?.())
        : own;
      last.recolored = { color, look };
    }
    return last.recolored!.color;
  }

  /** Colours without lines as a look shows them, but for its light. */
  #unlit(last: Last, look: Look): Picture {
    const color = this.#base(last, look);
    if (look.shade === 1) return toned(color, null, look);
    if (last.flats?.of !== color || last.flats.gap !== FLATS_GAP) {
      last.flats = { of: color, gap: FLATS_GAP, flats: findFlats(color, this.studies.regions(FLATS_GAP)) };
    }
    return toned(color, flatPicture(last.flats.flats, color), look);
  }
}

/** What is a part of what in a result, asked for when it is needed. */
const partsOf =
  ({ painted }: Pick<Last, 'painted'>) =>
  (): PartMap | null =>
    painted.parts?.() ?? null;

/** The palette of a picture, the largest colour first. */
export function paletteOf(picture: Picture, count = PALETTE): PaletteColor[] {
  return colorClusters(picture, count).map(({ color, share }) => ({ color: hexFromSrgb(srgbFromOklab(color)), share }));
}
