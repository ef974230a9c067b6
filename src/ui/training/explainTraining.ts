import type { RunView } from '../../models/training/runView.js';
import type { Message } from '../i18n/message.js';
import { TrainingRefused } from './trainingClient.js';

/** Why something about training did not work, in words. */
export function explainTraining(error: unknown): Message {
  if (error instanceof TrainingRefused)
    return { key: `train.refusal.${error.kind}`, values: { reason: error.message } };
  return { key: 'train.refusal.other', values: { reason: error instanceof Error ? error.message : String(error) } };
}

/** What became of a run that ended by itself, and what to do; null for others. */
export function explainEnd({ phase, failure }: RunView): Message | null {
  if (phase === 'failed')
    return { key: `train.failure.${failure?.kind ?? 'other'}`, values: { reason: failure?.text ?? '' } };
  if (phase === 'killed') return { key: 'train.failure.killed' };
  return null;
}
