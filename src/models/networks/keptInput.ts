import { type Backend, type Box, functions as F, Tensor, Variable } from '../../engine/index.js';
import { evenly } from './boxes.js';

/** The planes that a network sees, kept on a device from one picture to the next: only what has changed is brought there. */
export class KeptInput {
  #x: Tensor | null = null;
  #halved: Tensor | null = null;

  /**
   * @param planes  of the picture, (channels, height, width)
   * @param changed rows and columns in which they differ from the picture before, which had this size; null: none
   * @returns       the planes, (1, channels, height, width), and `F.space2depth` of them by 2; both valid until the next call
   */
  update(
    planes: Float32Array,
    [channels, height, width]: readonly [number, number, number],
    changed: Box | null,
    backend: Backend,
  ): { readonly x: Variable; readonly halved: Variable } {
    const [x, halved] = [this.#x, this.#halved];
    if (!x || !halved || (changed && changed.height * changed.width > (height * width) / 2)) {
      this.dispose();
      this.#x = Tensor.from(planes, [1, channels, height, width], backend).keep();
      this.#halved = F.space2depth(constant(this.#x), 2).data.keep();
    } else if (changed) {
      const { top, left, height: rows, width: columns } = evenly(changed);
      const part = new Float32Array(channels * rows * columns);
      for (let row = 0; row < channels * rows; row++) {
        const at = (Math.floor(row / rows) * height + top + (row % rows)) * width + left;
        part.set(planes.subarray(at, at + columns), row * columns);
      }
      const box = Tensor.from(part, [1, channels, rows, columns], backend);
      x.assignBox(box, top, left);
      halved.assignBox(F.space2depth(constant(box), 2).data, top / 2, left / 2);
    }
    return { x: constant(this.#x!), halved: constant(this.#halved!) };
  }

  dispose(): void {
    this.#x?.dispose();
    this.#halved?.dispose();
    this.#x = null;
    this.#halved = null;
  }
}

const constant = (data: Tensor) => new Variable(data, { requiresGrad: false });
