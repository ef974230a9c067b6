import { create } from 'zustand';
import type { Message } from '../i18n/message.js';

/** A line that tells what happened, what is kept and what to do. */
export interface Notice {
  readonly id: number;
  /** Information goes by itself; errors and questions stay until they are answered. */
  readonly kind: 'info' | 'question' | 'error';
  readonly message: Message;
  /** One thing to do about it. */
  readonly action?: { readonly label: Message; perform(): void };
}

export interface NoticesState {
  readonly notices: readonly Notice[];
  show(notice: Omit<Notice, 'id'>): void;
  dismiss(id: number): void;
}

/** More would cover the picture; the oldest go first. */
const AT_ONCE = 3;

let nextId = 1;

export const useNotices = create<NoticesState>()((set) => ({
  notices: [],
  show: (notice) =>
    set((s) => {
      const others = s.notices.filter((n) => n.message.key !== notice.message.key);
      return { notices: [...others, { ...notice, id: nextId++ }].slice(-AT_ONCE) };
    }),
  dismiss: (id) => set((s) => ({ notices: s.notices.filter((n) => n.id !== id) })),
}));
