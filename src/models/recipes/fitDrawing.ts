import { connectedPixels } from '../../vision/connectedPixels.js';
import { Random } from '../../vision/random.js';
import { inkEdges, keepInk } from './restyle.js';
import { type Placement, placedSvg, scaleOf } from './scene.js';
import type { SourcePicture } from './sourceItems.node.js';
import type { RenderedSvg } from './svgRenderer.node.js';
import type { Drawing } from './svgTags.js';

/** The drawing's page is rendered this large, in pixels, in the middle of a canvas twice as large. */
const PAGE = 96;

/** Least share of a drawing's pixels that have a colour and not a grey. */
const COLORED = 0.05;
/** Largest minus smallest channel, 0…255, of a coloured pixel. */
const CHROMA = 25;

/** Opacity of the line art, 0…255, from which paint from outside does not pass. */
const BARRIER = 40;
/** Largest share of a drawing that paint from outside may reach. */
const OPEN = 0.4;

/**
 * A clip-art drawing whose frame is what is drawn and not the page it was drawn on.
 *
 * @param render draws an SVG file
 * @throws Error when nothing, or only black and white, is drawn, it reaches far beyond the page, or its line art does not
 *         hold its colours
 */
export async function fitDrawing(
  { color: drawing, drawing: kind }: SourcePicture,
  render: (svg: string) => Promise<RenderedSvg>,
): Promise<Drawing> {
  const placement: Placement = { x: PAGE, y: PAGE, size: PAGE, rotation: 0, mirrored: false };
  const { width, data } = await render(placedSvg(drawing, placement, 2 * PAGE));
  let [left, top, right, bottom] = [width, width, -1, -1];
  let drawn = 0;
  let colored = 0;
  for (let p = 0; p < width * width; p++) {
    const alpha = data[4 * p + 3];
    if (alpha < 16) continue;
    left = Math.min(left, p % width);
    right = Math.max(right, p % width);
    top = Math.min(top, Math.floor(p / width));
    bottom = Math.floor(p / width);
    drawn++;
    const rgb = [data[4 * p], data[4 * p + 1], data[4 * p + 2]];
    if (Math.max(...rgb) - Math.min(...rgb) > CHROMA) colored++;
  }
  if (drawn === 0) throw new Error('nothing is drawn');
  if (colored < COLORED * drawn) throw new Error('it has no colours');
  if (left === 0 || top === 0 || right === width - 1 || bottom === width - 1)
    throw new Error('it reaches far off its page');
  const scale = scaleOf(drawing, placement);
  const style = { width: 1.5 / scale, dropShare: 0, spotBlacks: false };
  const body = kind === 'outlined' ? keepInk(drawing.body) : inkEdges(drawing.body, style, new Random('fit'));
  const line = await render(placedSvg({ ...drawing, body }, placement, 2 * PAGE));
  if (reachedFromOutside(line, data) > OPEN * drawn) throw new Error('its line art does not hold its colours');
  const [x, y, w, h] = drawing.viewBox;
  const at = (pixel: number, start: number, length: number) => start + length / 2 + (pixel - PAGE) / scale;
  return {
    ...drawing,
    viewBox: [at(left, x, w), at(top, y, h), (right + 1 - left) / scale, (bottom + 1 - top) / scale],
  };
}

/** Pixels of the drawing that paint from the canvas's edge reaches without crossing ink. */
function reachedFromOutside({ width, data }: RenderedSvg, drawing: Uint8Array): number {
  const ink = (p: number) => data[4 * p + 3] - data[4 * p + 1]; // white fills are cover, not ink
  const seen = new Uint8Array(width * width);
  let reached = 0;
  const take = (p: number) => {
    if (seen[p] || ink(p) >= BARRIER) return false;
    seen[p] = 1;
    if (drawing[4 * p + 3] >= 16) reached++;
    return true;
  };
  connectedPixels(0, width, width, new Int32Array(seen.length), take);
  return reached;
}
