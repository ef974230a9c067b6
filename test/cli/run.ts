import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const executable = resolve(import.meta.dirname, '../../dist/cli/main.js');

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A new folder for a test's files. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'irodori-cli-'));

/** Starts the built executable with the user's folders in `home`, so that a test sees no one's models or cache. */
export function start(args: readonly string[], home: string, env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [executable, ...args], {
    cwd: home,
    env: {
      ...process.env,
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CACHE_HOME: join(home, 'cache'),
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
      ...env,
    },
  });
}

/** Runs the built executable to its end. */
export function irodori(args: readonly string[], home: string, env?: Record<string, string>): Promise<Outcome> {
  const child = start(args, home, env);
  const outcome: Outcome = { status: null, stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    outcome.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    outcome.stderr += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ ...outcome, status })));
}

/** The one line that a failure prints. */
export const failureOf = ({ stderr }: Outcome): string =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('irodori: '))
    .join('\n');
