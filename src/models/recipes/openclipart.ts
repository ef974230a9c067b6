import { isInk, SHAPES } from './restyle.js';
import type { SourcePicture } from './sourceItems.node.js';
import { type Drawing, inheritedAttribute, parseSvg, rewriteTags } from './svgTags.js';

/** Longer files are maps and traced photographs. */
const MOST_CHARACTERS = 200_000;

/** Presentation attributes that drawing programs write into `style`. */
const STYLED = new Set([
  ...['fill', 'fill-opacity', 'fill-rule', 'opacity', 'stop-color', 'stop-opacity', 'display'],
  ...['stroke', 'stroke-width', 'stroke-opacity', 'stroke-linecap', 'stroke-linejoin', 'stroke-miterlimit'],
]);

/** Share of shapes with a dark outline from which a drawing counts as inked. */
const OUTLINED = 0.3;
/** Stroke width, as a share of the drawing's longer side, below which a line is not seen. */
const THINNEST = 0.0015;

/**
 * A drawing of the Open Clip Art Library, as Inkscape, Sodipodi and Illustrator wrote them, in the plain SVG that the recipe
 * works on: no editor's data, colours in attributes.
 *
 * @returns undefined for what cannot be used: no public-domain notice in the file, text, photographs, style sheets, very
 *          large files
 * @throws  Error when it is no SVG, or has no size
 */
export function readClipart(text: string): SourcePicture | undefined {
  if (text.length > MOST_CHARACTERS || !/license rdf:resource="[^"]*Public ?Domain"/.test(text)) return undefined;
  if (/<(image|text|flowRoot|style|svg:\w+|foreignObject|script)\b/.test(text)) return undefined;
  const plain = text
    .replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(\[[\s\S]*?\])?\s*>/g, '')
    .replace(/<metadata\b[\s\S]*?<\/metadata>/g, '')
    .replace(/<([\w-]+:[\w.-]+)\b[^>]*?(\/>|>[\s\S]*?<\/\1>)/g, '')
    .replace(/\s(?!xlink:)[\w-]+:[\w.-]+\s*=\s*("[^"]*"|'[^']*')/g, '');
  if (/&(?!amp;|lt;|gt;|quot;|apos;|#)/.test(plain)) return undefined; // an entity of an editor's own
  const { viewBox, body } = parseSvg(plain.replace(/<svg\b[^>]*>/, inPixels));
  const color = { viewBox, body: unstyled(body) };
  return { color, drawing: isOutlined(color) ? 'outlined' : 'flat' };
}

/** Pixels of a unit where a drawing has no viewBox, as the editors of the time had it: 90 to the inch. */
const UNITS: Readonly<Record<string, number>> = { pt: 1.25, pc: 15, mm: 90 / 25.4, cm: 90 / 2.54, in: 90 };

/** A root element with its size in pixels. */
const inPixels = (root: string): string =>
  root.replace(/\s(width|height)="\s*([\d.]+)\s*([a-z]{2})\s*"/g, (all, side, value, unit) =>
    unit in UNITS ? ` ${side}="${Number.parseFloat(value) * UNITS[unit]}"` : all,
  );

/** Moves what `style` attributes say into attributes of their own; hidden elements go. */
function unstyled(body: string): string {
  return rewriteTags(body, ({ attributes }) => {
    const style = attributes.get('style');
    attributes.delete('style');
    for (const declaration of style?.split(';') ?? []) {
      const [key, value] = declaration.split(':').map((part) => part.trim());
      if (STYLED.has(key) && value) attributes.set(key, value);
    }
    return attributes.get('display') === 'none' ? 'drop' : undefined;
  });
}

/** Whether the drawing has lines of its own: dark strokes on many of its shapes. */
function isOutlined({ viewBox, body }: Drawing): boolean {
  const thin = THINNEST * Math.max(viewBox[2], viewBox[3]);
  let shapes = 0;
  let inked = 0;
  rewriteTags(body, (tag, around) => {
    if (!SHAPES.has(tag.name)) return;
    shapes++;
    const number = (key: string) => Number.parseFloat(inheritedAttribute(key, tag, around) ?? '1');
    const visible = number('stroke-opacity') > 0.5 && number('stroke-width') >= thin;
    if (visible && isInk(inheritedAttribute('stroke', tag, around) ?? 'none')) inked++;
    return;
  });
  return inked > OUTLINED * shapes;
}
