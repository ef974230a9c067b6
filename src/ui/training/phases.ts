import type { RunPhase, RunView } from '../../models/training/runView.js';

const WORKING: readonly RunPhase[] = ['starting', 'reading', 'training', 'stopping'];

/** Whether a process works on a run. */
export const isWorking = ({ phase }: RunView): boolean => WORKING.includes(phase);

/** Whether a run that training has begun on can go on. One whose loss is no number would end the same way again. */
export const canGoOn = ({ phase, failure }: RunView): boolean =>
  phase === 'paused' || phase === 'killed' || (phase === 'failed' && failure?.kind !== 'diverged');

/** Seconds that a run still takes, by the mean of its steps so far; null before that is known. */
export function secondsLeft({ phase, done, total, secondsPerStep }: RunView): number | null {
  return phase === 'training' && secondsPerStep !== null && done > 0 ? (total - done) * secondsPerStep : null;
}
