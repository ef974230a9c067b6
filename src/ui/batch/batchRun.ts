import { create } from 'zustand';
import type { Message } from '../i18n/message.js';

export type BatchState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

/** One picture of a batch. */
export interface BatchItem {
  readonly name: string;
  readonly state: BatchState;
  /** Why it failed. */
  readonly reason: Message | null;
  /** Milliseconds it took. */
  readonly ms: number;
}

export interface BatchStore {
  readonly items: readonly BatchItem[];
  readonly phase: 'none' | 'running' | 'paused' | 'finished';
}

/** What a batch needs from outside; tests bring their own. */
export interface BatchWork {
  /** Colours one picture and keeps what it became. */
  color(file: File): Promise<void>;
  explain(error: unknown, name: string): Message;
}

/**
 * Colours many sketches one after the other. One that fails or is skipped does not stop the others; a pause takes effect
 * before the next one.
 */
export function createBatch() {
  const store = create<BatchStore>()(() => ({ items: [], phase: 'none' }));
  let resume: (() => void) | null = null;
  let stopped = false;

  const set = (i: number, change: Partial<BatchItem>) =>
    store.setState((s) => ({ items: s.items.with(i, { ...s.items[i], ...change }) }));

  return {
    store,

    async run(files: readonly File[], work: BatchWork): Promise<void> {
      stopped = false;
      store.setState({
        phase: 'running',
        items: files.map(({ name }) => ({ name, state: 'waiting', reason: null, ms: 0 })),
      });
      for (const [i, file] of files.entries()) {
        if (store.getState().phase === 'paused') await new Promise<void>((go) => (resume = go));
        if (stopped) break;
        if (store.getState().items[i].state === 'skipped') continue;
        set(i, { state: 'running' });
        const start = performance.now();
        try {
          await work.color(file);
          set(i, { state: 'done', ms: performance.now() - start });
        } catch (error) {
          set(i, { state: 'failed', reason: work.explain(error, file.name), ms: performance.now() - start });
        }
      }
      store.setState((s) => ({
        phase: 'finished',
        items: s.items.map((item) => (item.state === 'waiting' ? { ...item, state: 'skipped' } : item)),
      }));
    },

    pause() {
      if (store.getState().phase === 'running') store.setState({ phase: 'paused' });
    },

    goOn() {
      if (store.getState().phase !== 'paused') return;
      store.setState({ phase: 'running' });
      resume?.();
      resume = null;
    },

    /** Leaves out a picture that waits, or takes it in again. */
    toggleSkip(i: number) {
      const { state } = store.getState().items[i];
      if (state === 'waiting') set(i, { state: 'skipped' });
      else if (state === 'skipped' && store.getState().phase !== 'finished') set(i, { state: 'waiting' });
    },

    /** Ends after the picture that is being coloured. */
    stop() {
      stopped = true;
      this.goOn();
    },

    clear() {
      store.setState({ items: [], phase: 'none' });
    },
  };
}
