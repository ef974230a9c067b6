import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('contestants/', import.meta.url));
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

/**
 * What PyTorch on Linux needs to be measured fairly. Its threads by default spin while they wait for each other, and with another
 * program about a step then took 20 × longer. The C library by default returns large buffers to the system after each use, and
 * getting them again, page by page, was three quarters of a forward pass; other contestants keep theirs.
 */
const PYTORCH_AT_ITS_BEST = {
  OMP_WAIT_POLICY: 'passive',
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: String(2 ** 34),
};

/** Irodori and its peers: how each one's process is started. */
const programs = new Map([
  ...['irodori', 'onnxruntime-node', 'onnxruntime-web', 'tfjs-cpu', 'tfjs-wasm'].map((name) => [
    name,
    [process.execPath, [`${folder}host.mjs`, name]],
  ]),
  ['pytorch', [PYTHON, [`${folder}pytorch.py`]]],
]);

export const peerNames = [...programs.keys()].filter((name) => name !== 'irodori');

/** Not there, so not measured; the message says how to get it. */
export class Absent extends Error {}

/** A contestant at one case, in a process of its own that stays warm between runs. */
export class Contestant {
  #child;
  #replies;
  #ended = null;

  constructor(name) {
    this.name = name;
    const [program, args] = programs.get(name);
    // Standard output belongs to the report, and what libraries warn of helps nobody: failures come as replies.
    this.#child = spawn(program, args, {
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
      env: { ...(name === 'pytorch' && PYTORCH_AT_ITS_BEST), ...process.env },
    });
    this.#child.once('error', (error) => {
      this.#ended = error.code === 'ENOENT' ? new Absent(`no ${program}`) : error;
    });
    this.#child.stdin.on('error', () => {}); // a process that died is reported by the missing reply
    this.#replies = createInterface({ input: this.#child.stdio[3] })[Symbol.asyncIterator]();
  }

  /**
   * Loads the case. Rejects with Absent where the contestant is not installed.
   *
   * @param {import('./contestants/host.mjs').Setup} setup
   * @returns {Promise<{ version: string, detail: string }>}
   */
  enter(setup) {
    return this.#ask(setup);
  }

  /** Runs once and leaves the result that contestants must agree on in a file. */
  check(file) {
    return this.#ask({ task: 'check', file });
  }

  /** @returns {Promise<{ seconds: number, cpuSeconds: number, peakBytes: number }>} of one run */
  run() {
    return this.#ask({ task: 'run' });
  }

  leave() {
    this.#child.kill('SIGKILL');
  }

  async #ask(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.#replies.next();
    if (done) throw this.#ended ?? new Error('its process ended without a word');
    const reply = JSON.parse(value);
    if (reply.absent) throw new Absent(reply.absent);
    if (reply.error) throw new Error(reply.error);
    return reply;
  }
}
