/** A drawing as SVG shapes without the root element, and the rectangle they are drawn in. */
export interface Drawing {
  /** x, y, width, height in the drawing's own units. */
  readonly viewBox: readonly [number, number, number, number];
  readonly body: string;
}

/** A start tag: its name and its attributes in the order of the file. Visitors may change the attributes. */
export interface Tag {
  readonly name: string;
  readonly attributes: Map<string, string>;
}

const TAG = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Containers whose colours mean coverage or geometry, not paint: what is inside is left as it is. */
const NOT_PAINTED = new Set(['mask', 'clipPath', 'filter', 'pattern', 'marker', 'metadata', 'style', 'title', 'desc']);

/**
 * Goes through the start tags of painted shapes and groups in document order. The visitor may change a tag's
 * attributes; when it returns `'drop'` the element goes, with all that is inside.
 *
 * @param visit gets the tag and the tags around it, outermost first
 */
export function rewriteTags(body: string, visit: (tag: Tag, around: readonly Tag[]) => 'drop' | undefined): string {
  const open: Tag[] = [];
  let protectedDepth = 0;
  let dropDepth = 0;
  let out = '';
  let last = 0;
  for (const match of body.matchAll(TAG)) {
    const [text, closing, name, attributeText, selfClosing] = match;
    if (dropDepth === 0) out += body.slice(last, match.index);
    last = match.index + text.length;
    if (closing) {
      if (dropDepth > 0) dropDepth--;
      else {
        out += text;
        if (protectedDepth > 0) protectedDepth--;
        else open.pop();
      }
      continue;
    }
    if (dropDepth > 0) {
      if (!selfClosing) dropDepth++;
      continue;
    }
    if (protectedDepth > 0 || NOT_PAINTED.has(name)) {
      out += text;
      if (!selfClosing) protectedDepth++;
      continue;
    }
    const tag: Tag = { name, attributes: new Map() };
    for (const [, key, double, single] of attributeText.matchAll(ATTRIBUTE)) {
      tag.attributes.set(key, double ?? single);
    }
    if (visit(tag, open) === 'drop') {
      if (!selfClosing) dropDepth++;
      continue;
    }
    out += `<${name}${[...tag.attributes].map(([key, value]) => ` ${key}="${value.replaceAll('"', "'")}"`).join('')}${selfClosing}>`;
    if (!selfClosing) open.push(tag);
  }
  return out + body.slice(last);
}

/**
 * Takes a file's root element apart.
 *
 * @throws Error when the text is no SVG with a size
 */
export function parseSvg(svg: string): Drawing {
  const root = /<svg\b([^>]*)>/.exec(svg);
  const end = svg.lastIndexOf('</svg>');
  if (!root || end < 0) throw new Error('no SVG: it has no <svg> element');
  const attributes = new Map([...root[1].matchAll(ATTRIBUTE)].map(([, key, a, b]) => [key, a ?? b]));
  const numbers = attributes
    .get('viewBox')
    ?.trim()
    .split(/[\s,]+/)
    .map(Number) ?? [
    0,
    0,
    Number.parseFloat(attributes.get('width') ?? ''),
    Number.parseFloat(attributes.get('height') ?? ''),
  ];
  if (numbers.length !== 4 || numbers.some((value) => !Number.isFinite(value)) || numbers[2] <= 0 || numbers[3] <= 0) {
    throw new Error('no SVG: its size is missing or wrong');
  }
  const [x, y, width, height] = numbers;
  const inherited = ['fill', 'stroke', 'stroke-width', 'fill-rule']
    .filter((key) => attributes.has(key))
    .map((key) => ` ${key}="${attributes.get(key)}"`)
    .join('');
  const body = svg.slice(root.index + root[0].length, end).replace(/<metadata[\s\S]*?<\/metadata>/g, '');
  return { viewBox: [x, y, width, height], body: inherited ? `<g${inherited}>${body}</g>` : body };
}

/** Paint of an element: its own attribute, else that of the nearest group around it that has one. */
export function inheritedAttribute(key: string, tag: Tag, around: readonly Tag[]): string | undefined {
  const own = tag.attributes.get(key);
  if (own !== undefined && own !== 'inherit') return own;
  for (let i = around.length - 1; i >= 0; i--) {
    const value = around[i].attributes.get(key);
    if (value !== undefined && value !== 'inherit') return value;
  }
  return undefined;
}
