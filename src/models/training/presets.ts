/** Settings of a training run. */
export interface TrainingSettings {
  /** Steps in all. */
  readonly iterations: number;
  /** Pictures a step, at the first of the sizes. */
  readonly batch: number;
  /** Sides of the square crops, in pixels, multiples of 32: a step is on one of them, by chance. */
  readonly sizes: readonly number[];
  /** Adam's step size at its height. */
  readonly alpha: number;
  /** Steps over which the step size rises from 0; after them it falls along a half cosine to 1 % of its height. */
  readonly warmup: number;
  /** Decoupled weight decay at the height of the step size; falls with it. */
  readonly weightDecay: number;
  /** Largest joint norm of the gradients. */
  readonly clip: number;
  /** Decay of the averaged weights, which are what is kept. */
  readonly averageDecay: number;
  /** Steps between two validations (with a snapshot each). */
  readonly validateEvery: number;
}

export const PRESETS = {
  /** An artist's own pictures, starting from a trained model: minutes. */
  quick: {
    iterations: 1500,
    batch: 8,
    sizes: [128, 192, 256],
    alpha: 2e-4,
    warmup: 50,
    weightDecay: 1e-4,
    clip: 1,
    averageDecay: 0.99,
    validateEvery: 100,
  },
  /** From nothing, on the bundled recipe: hours on a CPU. */
  standard: {
    iterations: 30_000,
    batch: 8,
    sizes: [128, 192, 256],
    alpha: 1e-3,
    warmup: 200,
    weightDecay: 1e-4,
    clip: 1,
    averageDecay: 0.999,
    validateEvery: 1000,
  },
  /** The segmenter of a trained model alone, on `recipe:parts`; the rest stays as it is. */
  parts: {
    iterations: 12_000,
    batch: 8,
    sizes: [256],
    alpha: 1e-3,
    warmup: 100,
    weightDecay: 1e-4,
    clip: 1,
    averageDecay: 0.998,
    validateEvery: 500,
  },
  /** The affinity of a trained model with a segmenter alone, on `recipe:standard`; the rest stays as it is. */
  affinity: {
    iterations: 6000,
    batch: 16,
    sizes: [256],
    alpha: 2e-3,
    warmup: 50,
    weightDecay: 1e-3,
    clip: 1,
    averageDecay: 0.995,
    validateEvery: 500,
  },
  /** PaintsChainer's own two networks and settings (train_128.py, train_x2.py), without the colour-to-line loss. */
  paintschainer: {
    iterations: 20_000,
    batch: 16,
    sizes: [128],
    alpha: 1e-4,
    warmup: 0,
    weightDecay: 1e-5,
    clip: Number.MAX_VALUE,
    averageDecay: 0,
    validateEvery: 500,
  },
  /** Its first network alone, by mean absolute error: to compare with, at what compute there is. */
  unet: {
    iterations: 20_000,
    batch: 8,
    sizes: [128],
    alpha: 1e-3,
    warmup: 0,
    weightDecay: 1e-5,
    clip: Number.MAX_VALUE,
    averageDecay: 0,
    validateEvery: 500,
  },
} as const satisfies Record<string, TrainingSettings>;

export type PresetName = keyof typeof PRESETS;

/** Whether a preset trains PaintsChainer's networks, which start from nothing. */
export const isPaintsChainers = (preset: string): boolean => preset === 'paintschainer' || preset === 'unet';

/** Side of the largest crops, at which a run is judged too. */
export const largestSize = ({ sizes }: Pick<TrainingSettings, 'sizes'>): number => Math.max(...sizes);

/** Pictures in a step on crops of a side: about as many pixels whatever the side, so that a step costs the same. */
export const batchAt = (size: number, { batch, sizes }: Pick<TrainingSettings, 'batch' | 'sizes'>): number =>
  Math.max(1, Math.round(batch * (sizes[0] / size) ** 2));

/** The step size at a step: linear warm-up, then a half cosine down to 1 % (Loshchilov and Hutter 2017, arXiv:1608.03983). */
export function stepSizeAt(iteration: number, { alpha, warmup, iterations }: TrainingSettings): number {
  if (iteration < warmup) return (alpha * (iteration + 1)) / warmup;
  const t = Math.min(1, (iteration - warmup) / Math.max(1, iterations - warmup));
  return alpha * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * t)));
}
