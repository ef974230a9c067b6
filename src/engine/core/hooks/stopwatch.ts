import type { DeviceTimer, Piece } from '../../backends/backend.js';
import { getBackend } from '../context.js';

/** A call under way. */
interface Open {
  readonly began: number;
  readonly firstPiece: number;
  /** Places in `laps` of the calls inside it. */
  readonly inner: number[];
}

/** A call: on the device's clock the pieces first … last − 1 of its work, calls inside it included. */
export interface Lap {
  /** Seconds on the host's clock since it was made. */
  readonly began: number;
  readonly hostSeconds: number;
  readonly firstPiece: number;
  readonly lastPiece: number;
  /** Places in `laps` of the calls directly inside it. */
  readonly inner: readonly number[];
}

/**
 * Times calls that may lie inside each other: on the device's own clock where there is one, else on the host's, which is as good
 * where work is done at once.
 */
export class Stopwatch {
  readonly laps: Lap[] = [];
  readonly #zero = performance.now();
  readonly #open: Open[] = [];
  #timer: DeviceTimer | null | undefined;

  start(): void {
    if (this.#timer === undefined) this.#timer = getBackend().startTimer?.() ?? null;
    const firstPiece = this.#timer?.mark() ?? 0;
    this.#open.push({ began: performance.now(), firstPiece, inner: [] });
  }

  /** Ends the call that began last. @returns its place in `laps`, or −1 if none began */
  stop(): number {
    const call = this.#open.pop();
    if (!call) return -1;
    const lastPiece = this.#timer?.mark() ?? 0;
    const { began, firstPiece, inner } = call;
    const hostSeconds = (performance.now() - began) / 1000;
    const place = this.laps.push({ began: (began - this.#zero) / 1000, hostSeconds, firstPiece, lastPiece, inner }) - 1;
    this.#open.at(-1)?.inner.push(place);
    return place;
  }

  /** Ends the device's timing and waits for it. @returns its pieces; null where the host's clock is all there is */
  async settle(): Promise<readonly Piece[] | null> {
    const timer = this.#timer;
    this.#timer = undefined;
    return timer ? timer.stop() : null;
  }
}

/** Seconds of the device's pieces that belong to a call. */
export const deviceSeconds = ({ firstPiece, lastPiece }: Lap, pieces: readonly Piece[]): number =>
  pieces.slice(firstPiece, lastPiece).reduce((sum, { seconds }) => sum + seconds, 0);
