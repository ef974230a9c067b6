/** Numbers that are the same on every machine and in every contestant's process. */
export class Seeded {
  #state;

  /** @param {string} seed */
  constructor(seed) {
    // FNV-1a, so that neighbouring names give unlike streams.
    this.#state = [...seed].reduce((h, c) => Math.imul(h ^ c.charCodeAt(0), 0x01000193), 0x811c9dc5);
  }

  /** Uniform in [0, 1) (mulberry32). */
  uniform() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Standard normal (Box and Muller). */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * @param {number} size
   * @param {() => number} draw
   */
  fill(size, draw) {
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) values[i] = draw();
    return values;
  }
}
