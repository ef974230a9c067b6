import { type DBSchema, openDB } from 'idb';
import type { TuningStore } from '../../engine/backends/webgpu/index.js';

interface Schema extends DBSchema {
  /** By adapter. */
  tunings: { key: string; value: string };
}

const opened = () => openDB<Schema>('irodori-tunings', 1, { upgrade: (db) => void db.createObjectStore('tunings') });

/** Measured choices of kernel shapes in IndexedDB. Where a browser keeps none (a private window, no room left) they are measured again. */
export const tuningDatabase: TuningStore = {
  async load(adapter) {
    try {
      const db = await opened();
      try {
        return (await db.get('tunings', adapter)) ?? null;
      } finally {
        db.close();
      }
    } catch {
      return null;
    }
  },

  async save(adapter, text) {
    try {
      const db = await opened();
      try {
        await db.put('tunings', text, adapter);
      } finally {
        db.close();
      }
    } catch {
      // measured again next time
    }
  },
};
