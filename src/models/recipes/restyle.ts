import { srgbFromHex } from '../../vision/colorSpaces.js';
import type { Random } from '../../vision/random.js';
import { inheritedAttribute, rewriteTags, type Tag } from './svgTags.js';

/** How a drawing is inked. */
export interface InkStyle {
  /** Width of the lines, in the drawing's own units. */
  readonly width: number;
  /** Share of the inner shapes that are left out, 0…1. */
  readonly dropShare: number;
  /** Whether small dark shapes (pupils, mouths) are filled with ink instead of outlined. */
  readonly spotBlacks: boolean;
}

/** Elements that draw. */
export const SHAPES: ReadonlySet<string> = new Set([
  'path',
  'circle',
  'ellipse',
  'rect',
  'polygon',
  'polyline',
  'line',
  'use',
]);

/** Shapes more transparent than this are shading or reflections, which an inker does not outline. */
const SHADING_OPACITY = 0.6;

/** Luma (0…1) below which a colour is ink. Covers the near-blacks #020202, #231f20 and #2b3b47 of outlined sets. */
const INK_LUMA = 0.2;
/** Largest minus smallest channel from which a dark colour is one: navy cloth, dark green leaves. */
const INK_CHROMA = 0.25;
/** Luma below which any colour is ink: outlines in blue-black (#00004d), as the stickies have them. */
const BLACK_LUMA = 0.05;

/**
 * Line art of flat drawings: every shape white with a black edge, in painter's order, so that what is behind stays
 * hidden and the lines are those an inker would draw. Shading (see-through shapes, blends, filters) is left out.
 */
export function inkEdges(body: string, style: InkStyle, random: Random): string {
  let shapes = 0;
  const inked = rewriteTags(body, (tag, around) => {
    if (isShading(tag)) return 'drop';
    clearEffects(tag);
    if (!SHAPES.has(tag.name)) {
      paintGroup(tag);
      return;
    }
    const fill = inheritedAttribute('fill', tag, around) ?? '#ffffff';
    const stroke = inheritedAttribute('stroke', tag, around) ?? 'none';
    if (fill === 'none' && stroke === 'none') return 'drop';
    // The first shapes of a drawing are its ground forms; leaving one out would leave a colour without a line.
    if (++shapes > 3 && random.chance(style.dropShare)) return 'drop';
    if (fill !== 'none') tag.attributes.set('fill', style.spotBlacks && isInk(fill) ? '#000000' : '#ffffff');
    tag.attributes.set('stroke', '#000000');
    tag.attributes.set('stroke-width', `${style.width}`);
    tag.attributes.set('stroke-linejoin', 'round');
    return;
  });
  return `<g fill="#ffffff" stroke-linecap="round">${inked}</g>`;
}

/** Line art of outlined drawings: what is dark stays, as ink; every other shape becomes white paper. */
export function keepInk(body: string): string {
  const kept = rewriteTags(body, (tag, around) => {
    if (isShading(tag)) return 'drop';
    clearEffects(tag);
    if (!SHAPES.has(tag.name)) return;
    const fill = inheritedAttribute('fill', tag, around) ?? '#000000';
    const stroke = inheritedAttribute('stroke', tag, around) ?? 'none';
    if (fill !== 'none') tag.attributes.set('fill', isInk(fill) ? '#000000' : '#ffffff');
    if (stroke !== 'none') tag.attributes.set('stroke', isInk(stroke) ? '#000000' : '#ffffff');
    return;
  });
  return kept;
}

/** The colours of outlined drawings alone: dark shapes and strokes are left out. */
export function withoutInk(body: string): string {
  return rewriteTags(body, (tag, around) => {
    if (!SHAPES.has(tag.name)) return;
    for (const key of ['fill', 'stroke']) {
      if (isInk(inheritedAttribute(key, tag, around) ?? (key === 'fill' ? '#000000' : 'none'))) {
        tag.attributes.set(key, 'none');
      }
    }
    return;
  });
}

/** Line art with every stroke's width times a factor. */
export function scaleStrokes(body: string, factor: number): string {
  return rewriteTags(body, ({ attributes }) => {
    const width = Number.parseFloat(attributes.get('stroke-width') ?? '');
    if (Number.isFinite(width)) attributes.set('stroke-width', `${width * factor}`);
    return undefined;
  });
}

/** OpenMoji's own line group out of a colour picture, which leaves flat colours. */
export function withoutLineGroup(body: string): string {
  return rewriteTags(body, (tag) => (tag.name === 'g' && tag.attributes.get('id') === 'line' ? 'drop' : undefined));
}

/** Whether a paint is as dark as ink. */
export function isInk(paint: string): boolean {
  if (paint === 'black' || paint === 'currentColor') return true;
  const color = srgbFromHex(paint);
  if (!color) return false;
  const luma = 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];
  return luma < BLACK_LUMA || (luma < INK_LUMA && Math.max(...color) - Math.min(...color) < INK_CHROMA);
}

function isShading(tag: Tag): boolean {
  const style = tag.attributes.get('style') ?? '';
  if (/mix-blend-mode|display:\s*none/.test(style)) return true;
  return ['opacity', 'fill-opacity'].some((key) => {
    const value = tag.attributes.get(key);
    return value !== undefined && Number.parseFloat(value) < SHADING_OPACITY;
  });
}

function clearEffects(tag: Tag): void {
  for (const key of ['filter', 'style', 'opacity', 'fill-opacity', 'stroke-opacity', 'stroke-dasharray']) {
    tag.attributes.delete(key);
  }
}

/** Groups keep `none`, which their shapes inherit; any colour gives way to the paint of the shapes. */
function paintGroup(tag: Tag): void {
  for (const key of ['fill', 'stroke', 'stroke-width']) {
    const value = tag.attributes.get(key);
    if (value === undefined || value === 'none') continue;
    tag.attributes.set(key, key === 'fill' ? '#ffffff' : key === 'stroke' ? '#000000' : value);
  }
}
