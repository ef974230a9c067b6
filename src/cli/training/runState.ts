import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TrainingError } from '../../models/training/runFolder.node.js';
import type { RunFailure } from '../../models/training/runView.js';
import { PictureError } from '../../vision/picture.js';
import { failureLine } from '../errors.js';

/** Why a run ended by itself, for programs that tell it in other words. */
const failureKinds = [
  'disk-full',
  'folder-gone',
  'no-pictures',
  'diverged',
  'memory',
  'other',
] as const satisfies readonly RunFailure[];

/** What a run's process is doing, or how it ended. */
const schema = z.object({
  phase: z.enum(['starting', 'reading', 'ready', 'training', 'stopped', 'done', 'failed']),
  /** Of the process that does it. */
  pid: z.number().int().positive(),
  /** Milliseconds since 1970 when this was written: a process that trains writes every few seconds. */
  at: z.number(),
  /** Pictures read, or steps done, of how many. */
  done: z.number().optional(),
  total: z.number().optional(),
  secondsPerStep: z.number().optional(),
  failure: z.object({ kind: z.enum(failureKinds), text: z.string() }).optional(),
});
export type RunState = z.infer<typeof schema>;

const fileOf = (folder: string) => join(folder, 'state.json');

/** The file that asks a run's process to end after the present step, with a snapshot. */
const stopRequestOf = (folder: string) => join(folder, 'stop-request');

/** The last state that was written, or null. */
export function readState(folder: string): RunState | null {
  try {
    return schema.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
  } catch {
    return null; // none yet, or one that another version wrote
  }
}

export function writeState(folder: string, state: Omit<RunState, 'at'>): void {
  const text = `${JSON.stringify({ ...state, at: Date.now() })}\n`;
  const part = `${fileOf(folder)}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, fileOf(folder));
  } catch (error) {
    rmSync(part, { force: true });
    // On a full disk there is still the place that the last state took.
    if (!existsSync(fileOf(folder))) throw error;
    writeFileSync(fileOf(folder), text, { flag: 'r+' });
  }
}

export const requestStop = (folder: string): void => writeFileSync(stopRequestOf(folder), '');

export const clearStopRequest = (folder: string): void => rmSync(stopRequestOf(folder), { force: true });

export const isStopRequested = (folder: string): boolean => existsSync(stopRequestOf(folder));

/** What kind of failure an error is. */
export function failureOf(error: unknown): { kind: RunFailure; text: string } {
  return { kind: kindOf(error), text: failureLine(error) };
}

function kindOf(error: unknown): RunFailure {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
    if (at instanceof TrainingError && at.kind !== 'other') return at.kind;
    if (at instanceof PictureError && at.code === 'not-found') return 'no-pictures';
    if (at.name === 'CpuMemoryError' || at.name === 'DeviceMemoryError') return 'memory';
    if (at instanceof RangeError && /allocation|memory|array length/i.test(at.message)) return 'memory';
  }
  return 'other';
}
