import type { SkipKind } from '../recipes/folderPairs.node.js';
import type { PresetName } from './presets.js';

/** What a program that shows training runs gets to know of them; who runs them and who shows them agree on it here. */

/** What a run is to be. */
export interface RunChoices {
  readonly preset: PresetName;
  /** Name of the model to start from; null starts from nothing. */
  readonly init: string | null;
  /** The preset's own unless given. */
  readonly iterations?: number;
  /** Side of the training crops in pixels, a multiple of 32. */
  readonly size?: number;
  /** Pictures a step. */
  readonly batch?: number;
  readonly seed?: number;
}

/**
 * - `new`: pictures are being chosen
 * - `starting`, `reading`, `training`: its process works; `stopping`: it was asked to end
 * - `ready`: the pictures are read and can be looked at
 * - `paused`, `killed` (the process is gone without a word), `failed`: it can go on from its last snapshot
 * - `done`; `over`: ended for good before its last step
 */
export type RunPhase =
  | 'new'
  | 'starting'
  | 'reading'
  | 'ready'
  | 'training'
  | 'stopping'
  | 'paused'
  | 'killed'
  | 'failed'
  | 'done'
  | 'over';

export type RunFailure = 'disk-full' | 'folder-gone' | 'no-pictures' | 'diverged' | 'memory' | 'other';

export interface RunView {
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly created: string;
  readonly phase: RunPhase;
  readonly choices: RunChoices | null;
  /** Whether training itself has begun: choices cannot be changed any more. */
  readonly begun: boolean;
  /** Steps done, or pictures read while `reading`, of how many. */
  readonly done: number;
  readonly total: number;
  readonly secondsPerStep: number | null;
  /** Why it failed, and the same in an English line. */
  readonly failure: { readonly kind: RunFailure; readonly text: string } | null;
  /** What was found among the pictures, once they are read. */
  readonly report: {
    readonly used: number;
    readonly paired: boolean;
    readonly skipped: readonly { readonly name: string; readonly kind: SkipKind }[];
  } | null;
  /** When the contact sheet was written, milliseconds since 1970; null before. */
  readonly preview: number | null;
  /** When the best model so far was written. */
  readonly model: number | null;
  /** The name under which the model was kept. */
  readonly kept: string | null;
}

/** A judgment on pictures kept aside. */
export interface RunJudgment {
  readonly iteration: number;
  /** Mean PSNR in dB; null where no pictures could be kept aside. */
  readonly score: number | null;
  readonly best: boolean;
  /** Sheet of the fixed samples, a name in the run's folder; null in runs of older versions. */
  readonly samples: string | null;
}

/** The log of a run. */
export interface RunCurves {
  readonly loss: readonly (readonly [iteration: number, loss: number])[];
  readonly judgments: readonly RunJudgment[];
}

/** What a run can be begun with. */
export interface TrainingChoices {
  /** Models that can be trained further. */
  readonly models: readonly string[];
  /** Steps of each preset. */
  readonly presets: Readonly<Record<PresetName, number>>;
}

/** Why a request was refused. */
export type RefusalKind =
  | 'busy'
  | 'disk-full'
  | 'unknown'
  | 'wrong-phase'
  | 'not-picture'
  | 'too-large'
  | 'bad-name'
  | 'taken'
  | 'bad-request'
  | 'other';
