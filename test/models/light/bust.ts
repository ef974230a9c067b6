import type { PartMap } from '../../../src/models/parts/partMap.js';
import { PARTS, type Part } from '../../../src/models/parts/parts.js';
import type { Picture } from '../../../src/vision/picture.js';
import { draw } from '../shapes.js';

export const WIDTH = 240;
export const HEIGHT = 300;

const pen = 'fill="white" stroke="black" stroke-width="3"';

/** A bust with hair round a face, eyes, a neck and a shirt, as tall as its sketch; alike left and right. */
export const bust = (): Picture =>
  draw(
    WIDTH,
    HEIGHT,
    `<circle cx="120" cy="110" r="80" ${pen}/>
     <rect x="95" y="165" width="50" height="80" ${pen}/>
     <path d="M30 310 Q40 225 95 225 L145 225 Q200 225 210 310Z" ${pen}/>
     <ellipse cx="120" cy="130" rx="52" ry="62" ${pen}/>
     <path d="M68 130 Q70 60 120 60 Q170 60 172 130 Q150 95 120 95 Q90 95 68 130Z" ${pen}/>
     <circle cx="98" cy="138" r="8" ${pen}/><circle cx="142" cy="138" r="8" ${pen}/>`,
  );

/** What is a part of what in it, as a model would say. */
export function bustParts(): PartMap {
  const inside = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  const partAt = (x: number, y: number): Part => {
    if (inside(x, y, 98, 138, 8, 8) || inside(x, y, 142, 138, 8, 8)) return 'iris';
    if (inside(x, y, 120, 130, 52, 62) && y > 95) return 'skin';
    if (y > 225 && Math.abs(x - 120) < 25 + 2.5 * (y - 225)) return 'cloth';
    if (y > 180 && Math.abs(x - 120) < 25) return 'skin';
    if (inside(x, y, 120, 110, 80, 80)) return 'hair';
    return 'ground';
  };
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, p) =>
    PARTS.indexOf(partAt((p % WIDTH) + 0.5, Math.floor(p / WIDTH) + 0.5)),
  );
  return { width: WIDTH, height: HEIGHT, data };
}

/** A plain colour for each part, opaque. */
export function bustColors(parts: PartMap): Picture {
  const colors: Partial<Record<Part, readonly number[]>> = {
    ground: [240, 240, 250],
    skin: [244, 205, 176],
    hair: [120, 90, 160],
    iris: [90, 130, 170],
    cloth: [140, 176, 212],
  };
  const data = new Uint8ClampedArray(4 * parts.data.length);
  for (const [p, part] of parts.data.entries()) data.set([...colors[PARTS[part]]!, 255], 4 * p);
  return { width: parts.width, height: parts.height, data };
}

/** Left and right changed over. */
export function mirrored<T extends Picture | PartMap>(picture: T): T {
  const { width, height, data } = picture;
  const channels = data.length / (width * height);
  const out = data.slice();
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++)
        out[channels * (y * width + x) + c] = data[channels * (y * width + width - 1 - x) + c];
  return { ...picture, data: out };
}
