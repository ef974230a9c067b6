import { EXIT } from './errors.js';

/**
 * A signal that aborts on Ctrl-C (or SIGTERM, SIGHUP), so that work stops at the next safe point. A second Ctrl-C ends the program at
 * once; files are written whole or not at all, so even that leaves none half-written.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
    });
  }
  return controller.signal;
}
