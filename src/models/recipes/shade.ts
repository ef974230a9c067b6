import { connectedPixels } from '../../vision/connectedPixels.js';
import { gaussianBlur } from '../../vision/gaussianBlur.js';
import { createPlanes, type Planes } from '../../vision/planes.js';
import type { Random } from '../../vision/random.js';

/** Line values below this close a region. */
const WALL = 0.6;

/** Regions smaller than this are eyes and buttons, which nobody shades. */
const SMALLEST = 40;

/**
 * Numbers the areas between lines.
 *
 * @param line 1 plane, 1 paper … 0 ink
 * @returns region of every pixel from 1, or 0 on a line, and the regions' areas (index 0 unused)
 */
function labelRegions(line: Planes): { labels: Int32Array; areas: number[] } {
  const { width, height, data } = line;
  const labels = new Int32Array(width * height);
  const queue = new Int32Array(labels.length);
  const areas = [0];
  const take = (i: number) => {
    if (labels[i] !== 0 || data[i] < WALL) return false;
    labels[i] = areas.length;
    return true;
  };
  for (let i = 0; i < labels.length; i++) {
    const area = connectedPixels(i, width, height, queue, take);
    if (area > 0) areas.push(area);
  }
  return { labels, areas };
}

/**
 * Shades a flat picture as illustrators do, light from one side: cel shadows that follow each region's outline, soft
 * gradients, a rim of light. Each comes or stays away at random.
 *
 * @param rgb     3 planes, 0…1; changed in place
 * @param line    1 plane of the same size, 1 paper … 0 ink
 * @param subject 1 plane, 1 where there is something to shade, 0 on the ground
 */
export function shade(rgb: Planes, line: Planes, subject: Planes, random: Random): void {
  const { labels, areas } = labelRegions(line);
  const angle = random.uniform(0, 2 * Math.PI);
  const light = [Math.cos(angle), Math.sin(angle)] as const;
  if (random.chance(0.6)) shadowSide(rgb, labels, areas, subject, light, random);
  if (random.chance(0.35)) gradients(rgb, labels, areas, subject, light, random);
  if (random.chance(0.2)) rimLight(rgb, labels, areas, subject, light, random);
}

type Direction = readonly [number, number];

/** How far a region's shadow reaches in from its dark side, in pixels. */
const depthOf = (area: number, share: number) => Math.min(28, Math.max(1.5, Math.sqrt(area) * share));

/** 1 where a step of `reach(label)` pixels along the direction leaves the region, softened. */
function crescent(
  labels: Int32Array,
  areas: readonly number[],
  width: number,
  height: number,
  [lx, ly]: Direction,
  share: number,
  softness: number,
): Planes {
  const mask = createPlanes(1, width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const label = labels[i];
      if (label === 0 || areas[label] < SMALLEST) continue;
      const depth = depthOf(areas[label], share);
      const sx = Math.round(x + lx * depth);
      const sy = Math.round(y + ly * depth);
      // A picture's edge cuts the region, it does not end it.
      if (sx < 0 || sy < 0 || sx >= width || sy >= height) continue;
      if (labels[sy * width + sx] !== label) mask.data[i] = 1;
    }
  }
  return gaussianBlur(mask, softness);
}

function shadowSide(
  rgb: Planes,
  labels: Int32Array,
  areas: readonly number[],
  subject: Planes,
  [lx, ly]: Direction,
  random: Random,
): void {
  const share = random.uniform(0.1, 0.35);
  const softness = random.chance(0.6) ? 0.5 : random.uniform(1, 4);
  const mask = crescent(labels, areas, rgb.width, rgb.height, [-lx, -ly], share, softness);
  const depth = random.uniform(0.15, 0.45);
  // Shadows are cooler than light, more often than not.
  const tint = random.chance(0.7) ? [1.1, 1.12, 0.75] : [1, 1, 1];
  multiply(
    rgb,
    mask,
    subject,
    tint.map((share) => depth * share),
  );
}

function gradients(
  rgb: Planes,
  labels: Int32Array,
  areas: readonly number[],
  subject: Planes,
  [lx, ly]: Direction,
  random: Random,
): void {
  const { width, height } = rgb;
  const low = new Float32Array(areas.length).fill(Infinity);
  const high = new Float32Array(areas.length).fill(-Infinity);
  const along = (i: number) => (i % width) * lx + Math.floor(i / width) * ly;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    low[label] = Math.min(low[label], along(i));
    high[label] = Math.max(high[label], along(i));
  }
  const mask = createPlanes(1, width, height);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 0 || areas[label] < SMALLEST) continue;
    mask.data[i] = 1 - (along(i) - low[label]) / Math.max(1, high[label] - low[label]);
  }
  const depth = random.uniform(0.1, 0.35);
  multiply(rgb, mask, subject, [depth, depth, depth * random.uniform(0.6, 1)]);
}

function rimLight(
  rgb: Planes,
  labels: Int32Array,
  areas: readonly number[],
  subject: Planes,
  light: Direction,
  random: Random,
): void {
  const { width, height } = rgb;
  const mask = crescent(labels, areas, width, height, light, random.uniform(0.04, 0.1), 0.5);
  const strength = random.uniform(0.2, 0.6);
  const area = width * height;
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < area; i++) {
      const amount = strength * mask.data[i] * subject.data[i];
      rgb.data[c * area + i] += (1 - rgb.data[c * area + i]) * amount;
    }
  }
}

/** rgb · (1 − amount · mask · subject), a channel at a time. */
function multiply(rgb: Planes, mask: Planes, subject: Planes, amounts: readonly number[]): void {
  const area = rgb.width * rgb.height;
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < area; i++) rgb.data[c * area + i] *= 1 - amounts[c] * mask.data[i] * subject.data[i];
  }
}
