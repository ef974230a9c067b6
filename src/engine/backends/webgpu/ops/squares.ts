import type { Gpu } from '../gpu.js';
import type { GpuArray } from '../gpuArray.js';
import type { Dispatch } from '../step.js';
import { foldKernel, reduce } from './reductions.js';

/** Elements of a chunk, and arrays of a launch, in squares.wgsl. */
const CHUNK = 4096;
const MOST_MEMBERS = 80;

/** Σ x² over all elements of all arrays, a scalar. */
export function squaredNorm(gpu: Gpu, xs: readonly GpuArray[]): GpuArray {
  const filled = xs.filter((x) => x.size > 0);
  const partials = gpu.array([chunksOf(filled.map((x) => x.size))]);
  if (filled.length > 0) gpu.runSquares(foldKernel(gpu, 'squares', 'float32', 'sum'), filled, partials);
  const y = reduce(gpu, 'sum', partials, [0]);
  gpu.free(partials);
  return y;
}

const chunksOf = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + Math.ceil(size / CHUNK), 0);

/** The launches over arrays of these sizes that begin at these words of one stretch of memory, the first with chunk `firstChunk`. */
export function squaresDispatches(sizes: readonly number[], words: readonly number[], firstChunk = 0): Dispatch[] {
  const dispatches: Dispatch[] = [];
  let chunk = firstChunk;
  for (let first = 0; first < sizes.length; first += MOST_MEMBERS) {
    const begin = chunk;
    const members = sizes.slice(first, first + MOST_MEMBERS).flatMap((size, i) => {
      const member = [chunk, words[first + i], size];
      chunk += Math.ceil(size / CHUNK);
      return member;
    });
    const params = [members.length / 3, begin, chunk - begin, 0, ...members];
    dispatches.push({ params, workgroups: chunk - begin });
  }
  return dispatches;
}

/** The same for each array by itself. */
export function squaresApart(sizes: readonly number[]): Dispatch[] {
  return sizes.flatMap((size, i) => squaresDispatches([size], [0], chunksOf(sizes.slice(0, i))));
}
