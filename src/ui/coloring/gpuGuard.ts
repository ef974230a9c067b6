/** In localStorage while a GPU is being started; still there at the next start if the browser went down with it. */
const MARK = 'irodori.gpuStarting';

/** Held meanwhile by the window that starts it, so that a second window does not take the mark for a crash. */
const LOCK = 'irodori-gpu-start';

let release: (() => void) | null = null;

/**
 * Marks that a GPU start-up is under way. False if an earlier one never ended: such a driver is not tried again unasked.
 */
export async function beginGpuStart(): Promise<boolean> {
  const alone = await new Promise<boolean>((resolve) => {
    navigator.locks
      .request(LOCK, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise<void>((done) => (release = done));
      })
      .catch(() => resolve(false));
  });
  if (!alone) return true;
  if (localStorage.getItem(MARK) !== null) {
    release?.();
    return false;
  }
  localStorage.setItem(MARK, new Date().toISOString());
  addEventListener('pagehide', endGpuStart, { once: true }); // leaving meanwhile is no crash
  return true;
}

/** The start-up came to an end, good or bad; or the person wants a GPU that was given up tried again. */
export function endGpuStart(): void {
  localStorage.removeItem(MARK);
  release?.();
  release = null;
}
