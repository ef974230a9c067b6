import { type DBSchema, openDB } from 'idb';
import type { ModelShelf, ShelfModel } from './shelf.js';

interface Schema extends DBSchema {
  models: { key: string; value: ShelfModel };
  files: { key: string; value: Blob };
}

const opened = () =>
  openDB<Schema>('irodori-models', 1, {
    upgrade(db) {
      db.createObjectStore('models', { keyPath: 'name' });
      db.createObjectStore('files');
    },
  });

/** The browser's own store, for a studio that nothing serves models to. */
export const browserShelf: ModelShelf = {
  async list() {
    const db = await opened();
    try {
      return await db.getAll('models');
    } finally {
      db.close();
    }
  },

  async read(name) {
    const db = await opened();
    try {
      const file = await db.get('files', name);
      if (!file) throw new Error(`there is no model ${name} any more`);
      return file;
    } finally {
      db.close();
    }
  },

  async add(model, file) {
    const db = await opened();
    try {
      const change = db.transaction(['models', 'files'], 'readwrite', { durability: 'strict' });
      await change.objectStore('models').put(model);
      await change.objectStore('files').put(file, model.name);
      await change.done;
    } finally {
      db.close();
    }
  },

  async remove(name) {
    const db = await opened();
    try {
      const change = db.transaction(['models', 'files'], 'readwrite');
      await change.objectStore('models').delete(name);
      await change.objectStore('files').delete(name);
      await change.done;
    } finally {
      db.close();
    }
  },
};
