import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { HintStroke } from '../../models/hints/hints.js';
import type { Look } from '../../models/look/look.js';
import type { Size } from '../canvas/geometry.js';

/** The autosaved copy of an opened picture. */
export interface SavedDocument {
  readonly id: string;
  /** File name of the sketch. */
  readonly name: string;
  readonly size: Size;
  readonly strokes: readonly HintStroke[];
  /** How the result is shown; copies of earlier versions have none. */
  readonly look?: Look;
  /** Some strokes are in no project file. */
  readonly unsaved: boolean;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

interface Schema extends DBSchema {
  documents: { key: string; value: SavedDocument; indexes: { changed: number } };
  sketches: { key: string; value: Blob };
}

/** Copies kept; the oldest go first. Eight sketches of 10 MB are well within any browser's quota. */
const KEPT = 8;

/**
 * The autosaved pictures in IndexedDB: what a crash, a reload or opening the next picture must not lose. Sketches are
 * written once, strokes (a small record) with every change and through to the disk.
 */
export class Documents {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(): Promise<Documents> {
    const db = await openDB<Schema>('irodori', 1, {
      upgrade(db) {
        db.createObjectStore('documents', { keyPath: 'id' }).createIndex('changed', 'changed');
        db.createObjectStore('sketches');
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new Documents(db);
  }

  /** Writes a picture; `sketch` only when it is new. Removes the oldest beyond the number kept. */
  async put(document: SavedDocument, sketch?: Blob): Promise<void> {
    const change = this.db.transaction(['documents', 'sketches'], 'readwrite', { durability: 'strict' });
    const [documents, sketches] = [change.objectStore('documents'), change.objectStore('sketches')];
    await documents.put(document);
    if (sketch) {
      await sketches.put(sketch, document.id);
      const ids = await documents.index('changed').getAllKeys();
      for (const id of ids.slice(0, -KEPT)) {
        await documents.delete(id);
        await sketches.delete(id);
      }
    }
    await change.done;
  }

  /** A picture with its sketch, or null if it is not there any more. */
  async get(id: string): Promise<{ document: SavedDocument; sketch: Blob } | null> {
    const document = await this.db.get('documents', id);
    const sketch = await this.db.get('sketches', id);
    return document && sketch ? { document, sketch } : null;
  }

  /** The newest first. */
  async list(): Promise<SavedDocument[]> {
    return (await this.db.getAllFromIndex('documents', 'changed')).reverse();
  }
}
