import type { Box } from '../../engine/index.js';

/** Planes outside the device, of which each pass brings what has changed. What was given stays as it is. */
export class KeptPlanes {
  #planes: Float32Array = new Float32Array();

  /**
   * @param part of the planes the rows and columns of a box, (channels, box.height, box.width), which may be kept; null: as they were
   * @returns    all planes, (channels, height, width), not to be written to
   */
  update(
    part: Float32Array | null,
    box: Box | null,
    [channels, height, width]: readonly [number, number, number],
  ): Float32Array {
    if (!part || !box) return this.#planes;
    if (part.length === channels * height * width) {
      this.#planes = part;
      return part;
    }
    const planes = this.#planes.slice();
    for (let row = 0; row < channels * box.height; row++) {
      const at = (Math.floor(row / box.height) * height + box.top + (row % box.height)) * width + box.left;
      planes.set(part.subarray(row * box.width, (row + 1) * box.width), at);
    }
    this.#planes = planes;
    return planes;
  }
}
