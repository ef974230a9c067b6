import { create } from 'zustand';
import type { RunCurves, RunView, TrainingChoices } from '../../models/training/runView.js';
import type { Message } from '../i18n/message.js';

export interface TrainingState {
  /** What a run can be begun with; null where nothing can be trained, undefined before that is known. */
  readonly choices: TrainingChoices | null | undefined;
  /** The newest first. */
  readonly runs: readonly RunView[];
  /** The run looked at; null shows how to begin one, undefined is the newest as soon as it is known. */
  readonly shown: string | null | undefined;
  /** The run that it is compared with. */
  readonly other: string | null;
  /** Logs of these two. */
  readonly curves: Readonly<Record<string, RunCurves>>;
  /** Pictures copied, of how many, while they are. */
  readonly copying: { readonly done: number; readonly total: number } | null;
  /** What did not work, until something else is done. */
  readonly trouble: Message | null;
}

export const useTraining = create<TrainingState>()(() => ({
  choices: undefined,
  runs: [],
  shown: undefined,
  other: null,
  curves: {},
  copying: null,
  trouble: null,
}));
