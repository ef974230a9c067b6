import { hexFromSrgb, srgbFromOklab } from '../../vision/colorSpaces.js';
import type { Random } from '../../vision/random.js';
import { PART_CODES, type Part } from '../parts/parts.js';
import type { Drawing } from './svgTags.js';

/** A ground for a scene, as colours and as line art; both 100 × 100 units. */
export interface Background {
  readonly color: Drawing;
  readonly line: Drawing;
}

const VIEW_BOX = [0, 0, 100, 100] as const;

const oklch = (lightness: number, chroma: number, degrees: number) => {
  const hue = (degrees * Math.PI) / 180;
  return hexFromSrgb(srgbFromOklab([lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)]));
};

/** Any colour a ground may have: mostly pale, sometimes strong or dark. */
function groundColor(random: Random): string {
  const kind = random.uniform();
  if (kind < 0.55) return oklch(random.uniform(0.85, 0.97), random.uniform(0.01, 0.07), random.uniform(0, 360));
  if (kind < 0.85) return oklch(random.uniform(0.6, 0.85), random.uniform(0.05, 0.15), random.uniform(0, 360));
  return oklch(random.uniform(0.25, 0.5), random.uniform(0.02, 0.1), random.uniform(0, 360));
}

/**
 * A random ground: undefined for the white page, else plain, graded, or a landscape of sky and hills in likely colours.
 *
 * @param inkWidth width of the landscape's lines, in hundredths of the picture
 * @param parts    painted in the parts' codes (`PART_CODES`), of which plain grounds are the page's
 */
export function randomBackground(random: Random, inkWidth: number, parts = false): Background | undefined {
  const kind = random.uniform();
  if (kind < 0.35 || (parts && kind < 0.85)) return undefined;
  const empty: Drawing = { viewBox: VIEW_BOX, body: '' };
  if (kind < 0.65) {
    return {
      color: { viewBox: VIEW_BOX, body: `<path d="M-9-9h118v118H-9z" fill="${groundColor(random)}"/>` },
      line: empty,
    };
  }
  if (kind < 0.85) return { color: graded(groundColor(random), groundColor(random), random), line: empty };
  return landscape(random, inkWidth, parts);
}

function graded(from: string, to: string, random: Random): Drawing {
  const angle = random.uniform(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(angle) * 60, Math.sin(angle) * 60];
  const stops = `<stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/>`;
  const gradient = random.chance(0.7)
    ? `<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="${50 - dx}" y1="${50 - dy}" x2="${50 + dx}" y2="${50 + dy}">${stops}</linearGradient>`
    : `<radialGradient id="g" gradientUnits="userSpaceOnUse" cx="50" cy="45" r="75">${stops}</radialGradient>`;
  return { viewBox: VIEW_BOX, body: `<defs>${gradient}</defs><path d="M-9-9h118v118H-9z" fill="url(#g)"/>` };
}

/** Sky, one to three hills, now and then a sun or clouds. */
function landscape(random: Random, inkWidth: number, parts: boolean): Background {
  const paint = (color: string, part: Part) => (parts ? PART_CODES[part] : color);
  const colors: string[] = [];
  const lines: string[] = [];
  const night = random.chance(0.15);
  const sky = night
    ? oklch(0.3, 0.07, 270)
    : oklch(random.uniform(0.78, 0.9), random.uniform(0.04, 0.1), random.uniform(215, 260));
  const low = random.chance(0.3) ? oklch(0.88, 0.08, random.uniform(40, 90)) : oklch(night ? 0.4 : 0.93, 0.04, 235);
  colors.push(
    `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${paint(sky, 'sky')}"/>` +
      `<stop offset="1" stop-color="${paint(low, 'sky')}"/></linearGradient></defs><path d="M-9-9h118v118H-9z" fill="url(#s)"/>`,
  );
  const shape = (d: string, fill: string, part: Part) => {
    colors.push(`<path d="${d}" fill="${paint(fill, part)}"/>`);
    lines.push(`<path d="${d}" fill="#fff" stroke="#000" stroke-width="${inkWidth}" stroke-linejoin="round"/>`);
  };
  if (random.chance(0.4)) {
    const [x, y, r] = [random.uniform(10, 90), random.uniform(8, 30), random.uniform(4, 9)];
    const sun = night ? oklch(0.93, 0.04, 95) : oklch(0.88, 0.16, random.uniform(60, 95));
    shape(`M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`, sun, 'thing');
  }
  for (let n = random.integer(0, 3); n > 0; n--) {
    const [x, y, r] = [random.uniform(0, 100), random.uniform(8, 40), random.uniform(4, 8)];
    shape(
      `M${x - 2 * r} ${y}a${r} ${r} 0 0 1 ${r} ${-r}a${1.2 * r} ${1.2 * r} 0 0 1 ${2 * r} 0a${r} ${r} 0 0 1 ${r} ${r}z`,
      night ? oklch(0.5, 0.03, 265) : '#fdfdff',
      'white',
    );
  }
  const hue = random.pick([130, 130, 120, 145, 80, 60, 250]); // grass, sand, snow's blue
  const hills = random.integer(1, 4);
  for (let n = 0; n < hills; n++) {
    const y = 50 + (n * 35) / hills + random.uniform(-5, 10);
    const bend = () => (y + random.uniform(-12, 12)).toFixed(1);
    shape(
      `M-9 ${bend()}C20 ${bend()} 35 ${bend()} 55 ${bend()}S90 ${bend()} 109 ${bend()}V115H-9z`,
      oklch(
        (night ? 0.4 : 0.75) - 0.05 * n + random.uniform(-0.05, 0.05),
        random.uniform(0.06, 0.14),
        hue + random.uniform(-15, 15),
      ),
      'land',
    );
  }
  return { color: { viewBox: VIEW_BOX, body: colors.join('') }, line: { viewBox: VIEW_BOX, body: lines.join('') } };
}
