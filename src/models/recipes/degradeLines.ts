import { gaussianBlur } from '../../vision/gaussianBlur.js';
import { createPlanes, type Planes } from '../../vision/planes.js';
import type { Random } from '../../vision/random.js';
import { valueNoise } from '../../vision/valueNoise.js';

/**
 * Makes clean line art look drawn and scanned: wobble, width, gaps, pencil grain, pressure, construction lines, blur,
 * paper. The colours of the pair stay as they are. Every effect comes or stays away at random.
 *
 * @param line      1 plane, 1 paper … 0 ink
 * @param cleanness share of pictures left untouched, 0…1
 * @returns a new plane of the same size
 */
export function degradeLines(line: Planes, random: Random, cleanness = 0.3): Planes {
  const { width, height } = line;
  const ink = createPlanes(1, width, height);
  for (let i = 0; i < ink.data.length; i++) ink.data[i] = 1 - line.data[i];
  if (random.chance(cleanness)) return paper(ink);

  let drawn = random.chance(0.3) ? wobble(ink, random) : ink;
  if (random.chance(0.35)) drawn = changeWidth(drawn, random);
  if (random.chance(0.35)) openGaps(drawn, random);
  if (random.chance(0.35)) addGrain(drawn, random);
  if (random.chance(0.3)) varyPressure(drawn, random);
  if (random.chance(0.5)) scaleInk(drawn, random.uniform(0.35, 0.95));
  if (random.chance(0.08)) addConstructionLines(drawn, random);
  if (random.chance(0.2)) drawn = gaussianBlur(drawn, random.uniform(0.3, 0.7));
  const scanned = paper(drawn);
  if (random.chance(0.15)) tonePaper(scanned, random);
  return scanned;
}

/** Ink (1) to lines on paper (0 ink). */
function paper(ink: Planes): Planes {
  const out = createPlanes(1, ink.width, ink.height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = 1 - Math.min(1, Math.max(0, ink.data[i]));
  return out;
}

/** Moves lines by up to a pixel, smoothly, as a hand or a crooked scan does. */
function wobble(ink: Planes, random: Random): Planes {
  const { width, height, data } = ink;
  const amplitude = random.uniform(0.3, 1);
  const cell = random.uniform(8, 30);
  const dx = valueNoise(width, height, cell, random);
  const dy = valueNoise(width, height, cell, random);
  const out = createPlanes(1, width, height);
  const at = (x: number, y: number) =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const px = x + amplitude * dx[i];
      const py = y + amplitude * dy[i];
      const x0 = Math.floor(px);
      const y0 = Math.floor(py);
      const u = px - x0;
      const v = py - y0;
      out.data[i] =
        (at(x0, y0) * (1 - u) + at(x0 + 1, y0) * u) * (1 - v) + (at(x0, y0 + 1) * (1 - u) + at(x0 + 1, y0 + 1) * u) * v;
    }
  }
  return out;
}

/** Thickens or thins all lines by up to about a pixel. */
function changeWidth(ink: Planes, random: Random): Planes {
  const soft = gaussianBlur(ink, random.uniform(0.5, 0.9));
  const cut = random.uniform(0.08, 0.42); // below a half: thicker
  const slope = random.uniform(1.8, 3);
  for (let i = 0; i < soft.data.length; i++)
    soft.data[i] = Math.min(1, Math.max(0, 0.5 + (soft.data[i] - cut) * slope));
  return soft;
}

/** Rubs out short pieces of line, so that regions are open as artists leave them. */
function openGaps(ink: Planes, random: Random): void {
  const { width, height, data } = ink;
  const inked: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i] > 0.4) inked.push(i);
  if (inked.length === 0) return;
  const gaps = random.integer(1, 10);
  for (let n = 0; n < gaps; n++) {
    const center = random.pick(inked);
    const cx = center % width;
    const cy = Math.floor(center / width);
    const radius = random.uniform(1.2, 4);
    for (let y = Math.max(0, Math.ceil(cy - radius)); y <= Math.min(height - 1, cy + radius); y++) {
      for (let x = Math.max(0, Math.ceil(cx - radius)); x <= Math.min(width - 1, cx + radius); x++) {
        const inside = radius - Math.hypot(x - cx, y - cy);
        if (inside > 0) data[y * width + x] *= Math.max(0, 1 - inside);
      }
    }
  }
}

/** Tooth of the paper under a pencil. */
function addGrain(ink: Planes, random: Random): void {
  const { width, height, data } = ink;
  const depth = random.uniform(0.2, 0.8);
  const grain = valueNoise(width, height, random.uniform(1.2, 3), random);
  for (let i = 0; i < data.length; i++) {
    if (data[i] > 0) data[i] *= 1 - depth * Math.max(0, 0.5 * grain[i] + random.uniform(-0.2, 0.5));
  }
}

/** Lines stronger here and weaker there. */
function varyPressure(ink: Planes, random: Random): void {
  const depth = random.uniform(0.2, 0.7);
  const pressure = valueNoise(ink.width, ink.height, random.uniform(15, 60), random);
  for (let i = 0; i < ink.data.length; i++) ink.data[i] *= 1 - depth * (0.5 + 0.5 * pressure[i]);
}

function scaleInk(ink: Planes, factor: number): void {
  for (let i = 0; i < ink.data.length; i++) ink.data[i] *= factor;
}

/** Faint ellipses and straight lines, as underdrawings have. */
function addConstructionLines(ink: Planes, random: Random): void {
  const { width, height, data } = ink;
  const strokes = random.integer(1, 4);
  for (let n = 0; n < strokes; n++) {
    const strength = random.uniform(0.08, 0.25);
    const cx = random.uniform(0.2, 0.8) * width;
    const cy = random.uniform(0.2, 0.8) * height;
    const rx = random.uniform(0.1, 0.5) * width;
    const ry = random.chance(0.4) ? 0 : random.uniform(0.1, 0.5) * height; // flat: a straight line
    const angle = random.uniform(0, Math.PI);
    const steps = Math.ceil(4 * (rx + ry));
    for (let s = 0; s < steps; s++) {
      const t = (s / steps) * 2 * Math.PI;
      const ex = rx * Math.cos(t);
      const ey = ry * Math.sin(t);
      const x = Math.round(cx + ex * Math.cos(angle) - ey * Math.sin(angle));
      const y = Math.round(cy + ex * Math.sin(angle) + ey * Math.cos(angle));
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const i = y * width + x;
      data[i] = Math.max(data[i], strength);
    }
  }
}

/** Off-white paper with stains and sensor noise. */
function tonePaper(line: Planes, random: Random): void {
  const tone = random.uniform(0.86, 0.99);
  const stain = random.uniform(0, 0.05);
  const noise = random.uniform(0.004, 0.025);
  const stains = valueNoise(line.width, line.height, random.uniform(30, 90), random);
  for (let i = 0; i < line.data.length; i++) {
    const value = line.data[i] * (tone + stain * stains[i]) + random.uniform(-noise, noise) * 1.7;
    line.data[i] = Math.min(1, Math.max(0, value));
  }
}
