import type { Updater } from '../../engine/training/index.js';
import type { ModelCard } from '../generatorFile.js';
import type { Painter } from '../gridColorizer.js';
import type { RunFolder } from './runFolder.node.js';

/** A model under training: makes steps, paints for validation, writes its files. */
export interface Trainee extends Updater {
  /** Paints with the present weights. */
  readonly painter: Pick<Painter, 'paint'>;
  /** Runs the body with the weights that count: averaged ones where the model has them. */
  judge<T>(body: () => Promise<T>): Promise<T>;
  /** Writes the model into the run's folder; called inside `judge`. */
  save(run: RunFolder, card: ModelCard): Promise<void>;
}
