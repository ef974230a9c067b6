import cliProgress from 'cli-progress';

/** Writes the one JSON object of `--json` to stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A line of the result, to stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A remark beside the result, to stderr. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Progress of long work on stderr: a bar on a terminal, plain lines otherwise. */
export interface Progress {
  /** @param done of the total @param text what is being worked on, or the figures so far */
  update(done: number, text?: string): void;
  stop(): void;
}

/** Seconds between plain lines, so that a log of hours stays readable; the last step is always printed. */
const PLAIN_INTERVAL = 10;

/**
 * @param everyStep prints a plain line for each step whatever the time (a file each); otherwise at intervals
 */
export function createProgress(label: string, total: number, { everyStep = false } = {}): Progress {
  if (process.stderr.isTTY) {
    const bar = new cliProgress.SingleBar({
      format: `${label} {bar} {value}/{total} {text} {eta_formatted}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      etaBuffer: 20,
    });
    bar.start(total, 0, { text: '' });
    return { update: (done, text = '') => bar.update(done, { text }), stop: () => bar.stop() };
  }
  let last = 0;
  return {
    update(done, text = '') {
      const now = performance.now() / 1000;
      if (!everyStep && done < total && now - last < PLAIN_INTERVAL) return;
      last = now;
      note(`${label} ${done}/${total}${text ? ` ${text}` : ''}`);
    },
    stop() {},
  };
}
