import type { Updater } from '../../engine/training/index.js';
import type { ModelCard } from '../generatorFile.js';
import type { Painter } from '../gridColorizer.js';
import type { RunFolder } from './runFolder.node.js';

/** A model under training: makes steps, paints for validation, writes its files. */
export interface Trainee extends Updater, Disposable {
  /** Which of several networks, trained one after the other, is in training: scores of two phases do not compare. */
  readonly phase?: number;
  /** Whether it has no use for hints, which it then need not keep to. */
  readonly ignoresHints?: boolean;
  /** Paints with the present weights. */
  readonly painter: Pick<Painter, 'paint'>;
  /** Runs the body with the weights that count: averaged ones where the model has them. */
  judge<T>(body: () => Promise<T>): Promise<T>;
  /** The model's file, or folder, in a run's folder. */
  modelPath(run: RunFolder): string;
  /** Writes the model there; called inside `judge`. */
  save(run: RunFolder, card: ModelCard): Promise<void>;
}
