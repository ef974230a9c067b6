import { createPlanes, type Planes } from '../../vision/planes.js';
import { hashText, Random } from '../../vision/random.js';
import { randomBackground } from './background.js';
import { drawCharacter } from './characters/character.js';
import { degradeLines } from './degradeLines.js';
import { FILTER_STYLES, filterLines } from './filterLines.js';
import { fitDrawing } from './fitDrawing.js';
import { inkUnlined } from './inkUnlined.js';
import { paintAll } from './paintParts.js';
import { type PairItem, packPair, type Split } from './pairFile.js';
import { randomRecolor, recolorSvg } from './recolor.js';
import { inkEdges, keepInk, scaleStrokes, withoutInk, withoutLineGroup } from './restyle.js';
import { type Placement, placedSvg, Scene, scaleOf } from './scene.js';
import { shade } from './shade.js';
import { showsThing } from './showsThing.js';
import type { SourceItem, SourcePicture } from './sourceItems.node.js';
import type { Source } from './sources.js';
import type { SvgRenderer } from './svgRenderer.node.js';
import type { Drawing } from './svgTags.js';

/** What a recipe's pairs are made of. */
export interface PairMix {
  /** Share of pairs whose lines are a filter's. */
  readonly filtered: number;
  /** Share of pairs that show made-up characters. */
  readonly characters: number;
  /** Share of drawings whose colours are changed. */
  readonly recolored: number;
  /** How many times more often avatars come than their weight says. */
  readonly avatars: number;
  /** Whether they are painted in the codes of what each place is a part of (`PART_CODES`), not in colours. */
  readonly parts: boolean;
}

/** Half the drawings teach to read hints, the other half what things look like. */
export const STANDARD_MIX: PairMix = { filtered: 0.2, characters: 0.15, recolored: 0.45, avatars: 1, parts: false };
/** Mostly people, since of things no parts are known. */
export const PARTS_MIX: PairMix = { filtered: 0, characters: 0.45, recolored: 0, avatars: 6, parts: true };

/** Line width, as a share of the picture's side. */
const INK_WIDTH = [0.004, 0.016] as const;

export interface MadePair {
  readonly item: PairItem;
  /** Planes line, red, green, blue (`pairFile`). */
  readonly bytes: Uint8Array;
}

/**
 * Makes training pairs. Pair k of a split depends on the seed, the split and k alone: pairs can be made in any order,
 * again after an interruption, and are the same bytes each time.
 */
export class PairMaker {
  private readonly frames = new Map<string, Promise<Drawing>>();
  private readonly pools = new Map<Split, { items: SourceItem[]; weight: number }[]>();

  /**
   * @param items    of the installed sources
   * @param renderer draws them
   * @param size     side of the pairs in pixels
   */
  constructor(
    items: readonly SourceItem[],
    private readonly renderer: SvgRenderer,
    private readonly size: number,
    private readonly seed: number,
    private readonly mix: PairMix = STANDARD_MIX,
  ) {
    const groups = new Map<string, SourceItem[]>();
    for (const item of items) {
      if (mix.parts && !item.loadParts && !showsThing(item.source, item.item)) continue;
      // Where parts are painted, a source's people count as much as its things, however few they are.
      const key = `${item.split} ${item.source.id} ${mix.parts && item.loadParts !== undefined}`;
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
    for (const group of groups.values()) {
      const { split, source } = group[0];
      const pool = this.pools.get(split) ?? [];
      pool.push({ items: group, weight: source.weight * (source.style && !source.leftOut ? mix.avatars : 1) });
      this.pools.set(split, pool);
    }
  }

  /** @throws Error when no drawing of the split can be drawn */
  async make(split: Split, k: number): Promise<MadePair> {
    let failure: unknown;
    // A drawing that cannot be drawn costs an attempt; the next one draws another, the same one in every run.
    for (let attempt = 0; attempt < 8; attempt++) {
      try {
        return await this.attempt(split, k, new Random(this.seed, split, k, attempt));
      } catch (error) {
        failure = error;
      }
    }
    throw new Error(`pair ${k} of ${split} cannot be made: ${failure}`, { cause: failure });
  }

  private async attempt(split: Split, k: number, random: Random): Promise<MadePair> {
    const share = random.uniform();
    // Characters are made here, so they tell nothing about pictures from elsewhere.
    const character = split !== 'left-out' && share < this.mix.characters;
    const filtered = !character && share < this.mix.characters + this.mix.filtered;
    const inkWidth = random.uniform(...INK_WIDTH);
    const scene = new Scene(this.size);
    const names: string[] = [];
    await this.addBackground(scene, inkWidth, random);
    for (const placement of layout(this.size, character, random)) {
      names.push(await this.addDrawing(scene, split, placement, inkWidth * this.size, character, random));
    }
    if (!this.mix.parts && !filtered && random.chance(0.8)) inkUnlined(scene.rgb, scene.line, inkWidth * this.size);
    if (!this.mix.parts && random.chance(0.55)) shade(scene.rgb, scene.line, scene.subject, random);
    const lines = filtered ? sceneLines(scene, random) : scene.line;
    // What is measured is colouring, not reading bad scans: half of the other splits' drawings stay clean.
    const line = degradeLines(lines, random, split === 'train' ? 0.3 : 0.6);
    return {
      item: {
        name: `${split}-${String(k).padStart(6, '0')}`,
        source: names[0].split('/')[0],
        item: [...new Set(names)].join(' '),
        split,
        lines: character ? 'character' : filtered ? 'filtered' : 'drawn',
      },
      bytes: packPair(line, scene.rgb),
    };
  }

  private async addBackground(scene: Scene, inkWidth: number, random: Random): Promise<void> {
    const background = randomBackground(random, inkWidth * 100, this.mix.parts);
    if (!background) return;
    const { size } = this;
    const whole: Placement = { x: size / 2, y: size / 2, size, rotation: 0, mirrored: false };
    const [color, line] = await Promise.all([
      this.renderer.render(placedSvg(background.color, whole, size)),
      this.renderer.render(placedSvg(background.line, whole, size)),
    ]);
    scene.add(color, line, { ground: true });
  }

  /** Clip art in a frame of its own size; the other sources fill theirs. */
  private async fitted(name: string, source: Source, picture: SourcePicture): Promise<SourcePicture> {
    if (!source.subject) return picture;
    const known = this.frames.get(name) ?? fitDrawing(picture, (svg) => this.renderer.render(svg));
    this.frames.set(name, known);
    return { ...picture, color: await known };
  }

  /** Draws one thing into the scene; returns its name. */
  private async addDrawing(
    scene: Scene,
    split: Split,
    place: Placement,
    inkPixels: number,
    character: boolean,
    random: Random,
  ): Promise<string> {
    let color: Drawing;
    let line: Drawing;
    let name: string;
    let thickness = 0;
    let placement = place;
    if (character) {
      const seed = `${this.seed}/${split}/${random.bits()}`;
      const drawn = drawCharacter(new Random('character', seed), inkPixels / this.size, undefined, this.mix.parts);
      ({ color, line } = drawn);
      name = `characters/${hashText(seed).toString(16)}`;
      placement = drawn.cut ? onEdge(place, color, this.size, random) : { ...place, rotation: place.rotation * 0.3 };
    } else {
      const pool = this.pools.get(split);
      if (!pool) throw new Error(`no drawings for ${split}`);
      const { items } = pool[random.weighted(pool.map(({ weight }) => weight))];
      const { source, item, variants, load, loadParts } = random.pick(items);
      name = `${source.id}/${item}`;
      const variant = random.pick(variants);
      const picture = await this.fitted(name, source, load(variant));
      const drawing = picture.drawing ?? source.drawing;
      if (source.style) placement = standing(place, this.size, random);
      const recolor = random.chance(this.mix.recolored) ? randomRecolor(random) : undefined;
      const repaint = (drawing: Drawing) =>
        recolor ? { ...drawing, body: recolorSvg(drawing.body, recolor) } : drawing;
      const scale = scaleOf(picture.color, placement);
      if (drawing === 'paired') {
        color = repaint({ ...picture.color, body: withoutLineGroup(picture.color.body) });
        // OpenMoji's lines are thick, 2.8 % of the picture: the drawn width down to a third of it.
        line = { ...picture.line!, body: scaleStrokes(picture.line!.body, random.uniform(0.3, 1)) };
      } else if (drawing === 'sketched') {
        color = repaint({ ...picture.color, body: withoutInk(picture.color.body) });
        line = { ...picture.color, body: keepInk(picture.color.body) };
      } else if (drawing === 'outlined') {
        color = repaint(picture.color);
        line = { ...picture.color, body: keepInk(picture.color.body) };
        thickness = Math.max(3, 0.035 * placement.size);
      } else {
        color = drawing === 'shaded' ? picture.color : repaint(picture.color);
        const style = {
          width: inkPixels / scale,
          dropShare: random.chance(0.4) ? random.uniform(0, 0.15) : 0,
          spotBlacks: random.chance(0.5),
        };
        line = { ...picture.color, body: inkEdges(picture.color.body, style, random) };
      }
      if (this.mix.parts)
        color = loadParts?.(variant) ?? { ...picture.color, body: paintAll(picture.color.body, 'thing') };
    }
    const [colorPixels, linePixels] = await Promise.all([
      this.renderer.render(placedSvg(color, placement, this.size)),
      this.renderer.render(placedSvg(line, placement, this.size)),
    ]);
    scene.add(colorPixels, linePixels, { thickness });
    return name;
  }
}

/** One thing large, one cut by the frame, or several, the front ones last. */
function layout(size: number, character: boolean, random: Random): Placement[] {
  const kind = random.uniform();
  const tilt = () => (random.chance(0.75) ? random.normal(0, 7) : random.uniform(-180, 180));
  const near = (spread: number) => size * (0.5 + random.uniform(-spread, spread));
  const mirrored = () => random.chance(0.5);
  if (kind < 0.5) {
    return [
      { x: near(0.08), y: near(0.08), size: size * random.uniform(0.75, 1.15), rotation: tilt(), mirrored: mirrored() },
    ];
  }
  if (kind < 0.72) {
    return [
      { x: near(0.3), y: near(0.3), size: size * random.uniform(1.2, 2.2), rotation: tilt(), mirrored: mirrored() },
    ];
  }
  const count = character ? 2 : random.integer(2, 6);
  const middle = count === 2 ? 0.65 : 0.48;
  return Array.from({ length: count }, () => ({
    x: near(0.42),
    y: near(0.42),
    size: size * middle * random.uniform(0.7, 1.4),
    rotation: tilt(),
    mirrored: mirrored(),
  }));
}

/** Busts are cut off below: they stand on the picture's edge, upright, more often than they float. */
function standing(place: Placement, size: number, random: Random): Placement {
  if (random.chance(0.3)) return { ...place, rotation: place.rotation * 0.2 };
  return { ...place, y: Math.max(place.y, size - place.size * 0.48), rotation: random.normal(0, 4) };
}

/** What its frame cuts off goes on to the picture's lower edge. */
function onEdge(place: Placement, { viewBox }: Drawing, size: number, random: Random): Placement {
  const half = (viewBox[3] / Math.max(viewBox[2], viewBox[3])) * place.size * 0.5;
  return { ...place, y: Math.max(place.y, size - half * 0.97), rotation: random.normal(0, 2) };
}

/** Lines as a filter sees them in a finished picture, with or without its own lines. */
function sceneLines(scene: Scene, random: Random): Planes {
  const style = random.pick(FILTER_STYLES);
  const inked = random.chance(style === 'xdog' ? 0.6 : 0.25);
  const { rgb, line, size } = scene;
  const area = size * size;
  const picture = createPlanes(3, size, size);
  const luma = createPlanes(1, size, size);
  for (let i = 0; i < area; i++) {
    const ink = inked ? line.data[i] : 1;
    for (let c = 0; c < 3; c++) picture.data[c * area + i] = rgb.data[c * area + i] * ink;
    luma.data[i] = 0.2126 * picture.data[i] + 0.7152 * picture.data[area + i] + 0.0722 * picture.data[2 * area + i];
  }
  return filterLines(picture, luma, style, random);
}
