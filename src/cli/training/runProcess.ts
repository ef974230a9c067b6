import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../packageRoot.js';
import { clearStopRequest, type RunState, readState, writeState } from './runState.js';

/** How the `irodori` command is started: a program and the arguments before the command's own. */
export interface Launcher {
  readonly program: string;
  readonly args: readonly string[];
  /** Beside this process's environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** The `irodori` command of this package, run by the program that runs this. */
export const commandLauncher = (env: Launcher['env'] = {}): Launcher => ({
  program: process.execPath,
  args: [join(packageRoot, 'dist', 'cli', 'main.js')],
  env,
});

/** A process that has written nothing for this long, in milliseconds, is taken for dead: another may have its number by now. */
const SILENCE = 15 * 60_000;

const WORKING: ReadonlySet<RunState['phase']> = new Set(['starting', 'reading', 'training']);

/**
 * Starts the command for a run, in a process of its own that goes on when this one ends. What it says is in `process.log`, how it
 * is doing in the run's state.
 */
export function startProcess(folder: string, { program, args, env }: Launcher, command: readonly string[]): void {
  clearStopRequest(folder);
  const log = openSync(join(folder, 'process.log'), 'w');
  try {
    const child = spawn(program, [...args, ...command], {
      detached: true,
      env: { ...process.env, ...env },
      windowsHide: true,
      stdio: ['ignore', log, log],
    });
    const { pid } = child;
    child.on('error', (error) =>
      writeState(folder, { phase: 'failed', pid: process.pid, failure: { kind: 'other', text: error.message } }),
    );
    child.unref();
    if (pid !== undefined) writeState(folder, { phase: 'starting', pid });
  } finally {
    closeSync(log);
  }
}

/** A run's state and whether a process works on it. */
export function stateOf(folder: string): { state: RunState | null; working: boolean } {
  const state = readState(folder);
  if (!state || !WORKING.has(state.phase)) return { state, working: false };
  return { state, working: Date.now() - state.at < SILENCE && isAlive(state.pid) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    // On Linux one that has ended keeps its number until its parent asks, which in a container nobody may do.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true; // another system
  }
}
