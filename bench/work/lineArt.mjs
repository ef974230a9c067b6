import { Seeded } from './seeded.mjs';

/** A figure every this many pixels of side, so that a picture of any size is about as busy. */
const FIGURES_PER_SIDE = 24;

/**
 * A drawing of ink on white: overlapping closed outlines and open wavy strokes, about three pixels wide at 512. Lines, gaps and
 * regions of all sizes, as a sketch has them.
 *
 * @param {number} size
 * @returns {Float32Array} brightness 0…255, size · size
 */
export function lineArt(size) {
  const random = new Seeded(`line art ${size}`);
  const page = new Float32Array(size * size).fill(255);
  const radius = 1 + size / 1024;
  const dot = (cx, cy) => {
    for (let y = Math.max(0, Math.floor(cy - radius - 1)); y <= Math.min(size - 1, cy + radius + 1); y++) {
      for (let x = Math.max(0, Math.floor(cx - radius - 1)); x <= Math.min(size - 1, cx + radius + 1); x++) {
        const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x + 0.5 - cx, y + 0.5 - cy)));
        page[y * size + x] = Math.min(page[y * size + x], 255 - 230 * cover);
      }
    }
  };
  for (let figure = 0; figure < FIGURES_PER_SIDE; figure++) {
    const [cx, cy] = [random.uniform() * size, random.uniform() * size];
    const reach = size * (0.03 + 0.2 * random.uniform() ** 2);
    const lobes = 2 + Math.floor(4 * random.uniform());
    const wave = 0.3 * random.uniform();
    const phase = 2 * Math.PI * random.uniform();
    const turn = 2 * Math.PI * (random.uniform() < 0.6 ? 1 : 0.3 + 0.6 * random.uniform());
    const steps = Math.ceil(8 * reach);
    for (let i = 0; i <= steps; i++) {
      const angle = phase + (turn * i) / steps;
      const r = reach * (1 + wave * Math.sin(lobes * angle));
      dot(cx + r * Math.cos(angle), cy + r * Math.sin(angle));
    }
  }
  return page;
}
