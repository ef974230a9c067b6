/** Pictures of digits, as MNIST has them but small and drawn here: 12 × 12, moved about, with noise. */
import { datasets } from '../../src/engine/index.js';

export const SIDE = 12;

/** Five columns by seven rows for each digit. */
const GLYPHS = [
  '.###.#...##...##...##...##...#.###.',
  '..#...##....#....#....#....#...###.',
  '.###.#...#....#..##..#...#....#####',
  '.###.#...#....#..##.....##...#.###.',
  '...#...##..#.#.#..#.#####...#....#.',
  '######....####.....#....##...#.###.',
  '.###.#....#....####.#...##...#.###.',
  '#####....#...#...#...#....#....#...',
  '.###.#...##...#.###.#...##...#.###.',
  '.###.#...##...#.####....#....#.###.',
];

/** Numbers from 0 to 1, the same for every seed's run. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export type Digit = readonly [picture: { shape: number[]; data: Float32Array }, label: number];

/**
 * Digits with labels; pictures are (1, 12, 12), about 0 … 1.
 *
 * @param reach how far from the middle they may stand, 0 … 1
 */
export function digits(count: number, seed: number, reach = 1): datasets.Dataset<Digit> {
  const random = generator(seed);
  const examples = Array.from({ length: count }, (_, i): Digit => {
    const label = i % 10;
    const place = (free: number): number => Math.round((free + reach * (random() * 2 - 1) * free) / 2);
    const [top, left] = [place(SIDE - 7), place(SIDE - 5)];
    const data = Float32Array.from({ length: SIDE * SIDE }, () => random() * 0.4);
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 5; x++)
        if (GLYPHS[label][y * 5 + x] === '#') data[(top + y) * SIDE + left + x] += 0.6 + 0.3 * random();
    return [{ shape: [1, SIDE, SIDE], data }, label];
  });
  return datasets.arrayDataset(examples);
}
