import { useView } from '../store/view.js';
import type { ScreenPoint } from './geometry.js';

/** CSS pixels and milliseconds that two fingers may move and stay in a tap. */
const TAP_TRAVEL = 14;
const TAP_TIME = 280;

/** Fingers on the canvas: one works a tool, two move and zoom the view, or tap. */
export class Fingers {
  readonly #at = new Map<number, ScreenPoint>();
  /** Two fingers that came down. */
  #pair: { readonly started: number; travelled: number } | null = null;

  /** @returns whether there are several now, so that none of them works a tool any more */
  down(id: number, at: ScreenPoint): boolean {
    this.#at.set(id, at);
    if (this.#at.size === 1) return false;
    this.#pair = this.#at.size === 2 ? { started: performance.now(), travelled: 0 } : null;
    return true;
  }

  /** Moves and zooms the view, if there are two and they do not tap. */
  move(id: number, now: ScreenPoint): void {
    const was = this.#at.get(id);
    if (!was) return;
    if (this.#pair) this.#pair.travelled += Math.hypot(now[0] - was[0], now[1] - was[1]);
    if (this.#at.size === 2 && !this.#isTap()) this.#pinch(id, was, now);
    this.#at.set(id, now);
  }

  /** @returns what two fingers did, once both are up */
  up(id: number): 'tap' | 'pinch' | null {
    this.#at.delete(id);
    if (!this.#pair || this.#at.size > 0) return null;
    const did = this.#isTap() ? 'tap' : 'pinch';
    this.#pair = null;
    return did;
  }

  cancel(id: number): void {
    this.#at.delete(id);
    this.#pair = null;
  }

  #isTap(): boolean {
    const pair = this.#pair;
    return pair !== null && pair.travelled < TAP_TRAVEL && performance.now() - pair.started < TAP_TIME;
  }

  #pinch(id: number, was: ScreenPoint, now: ScreenPoint): void {
    const other = [...this.#at].find(([otherId]) => otherId !== id)![1];
    const spread = (p: ScreenPoint) => Math.max(1, Math.hypot(p[0] - other[0], p[1] - other[1]));
    const view = useView.getState();
    view.zoom(spread(now) / spread(was), [(was[0] + other[0]) / 2, (was[1] + other[1]) / 2]);
    view.pan((now[0] - was[0]) / 2, (now[1] - was[1]) / 2);
  }
}
