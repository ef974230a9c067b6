import { createPlanes, type Planes } from '../../vision/planes.js';

/** A picture and its line art. */
export interface TrainingPair {
  readonly width: number;
  readonly height: number;
  /** 0 ink … 255 paper, height · width. */
  readonly line: Uint8Array;
  /** Planes R, G, B, 0…255, 3 · height · width; colours without lines. */
  readonly color: Uint8Array;
}

/** A square piece of a pair. */
export interface PairCrop {
  /** Planes R, G, B in [0, 1]. */
  readonly color: Planes;
  /** How much a pixel's colour shows beside the line on it, 0 (full ink) … 1 (paper). */
  readonly visible: Float32Array;
}

/** Cuts size × size pixels out of a pair, mirrored if asked. */
export function cropPair(pair: TrainingPair, left: number, top: number, size: number, mirror: boolean): PairCrop {
  const area = size * size;
  const pairArea = pair.width * pair.height;
  const cut = (plane: Uint8Array, out: Float32Array) => {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++)
        out[y * size + x] = plane[(top + y) * pair.width + left + (mirror ? size - 1 - x : x)] / 255;
    }
  };
  const color = createPlanes(3, size, size);
  for (let c = 0; c < 3; c++)
    cut(pair.color.subarray(c * pairArea, (c + 1) * pairArea), color.data.subarray(c * area, (c + 1) * area));
  const visible = new Float32Array(area);
  cut(pair.line, visible);
  return { color, visible };
}
