import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { HintStroke } from '../../models/hints/hints.js';
import type { Look } from '../../models/look/look.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import type { CleanUp } from '../../models/sketch/cleanUp.js';
import type { Closure } from '../../models/sketch/closures.js';
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
  /** How the sketch was made of its original; left out for a sketch as it came. */
  readonly cleanUp?: CleanUp;
  readonly closures?: readonly Closure[];
  /** Colours chosen for parts of figures; copies of earlier versions have none. */
  readonly parts?: PartColors;
  /** The ICC profile of the sketch, which a cleaned-up file has lost. */
  readonly profile?: Uint8Array<ArrayBuffer>;
  /** Where its project file lies, as far as the browser knows. */
  readonly handle?: FileSystemFileHandle;
  readonly modified?: number;
  /** Where its project file lies, by the desktop app's number. */
  readonly desktopPlace?: number;
  /** Some strokes are in no project file. */
  readonly unsaved: boolean;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

interface Schema extends DBSchema {
  documents: { key: string; value: SavedDocument; indexes: { changed: number } };
  sketches: { key: string; value: Blob };
}

/** The picture files of a document. */
export interface DocumentFiles {
  readonly sketch: Blob;
  /** What the sketch was cleaned up from. */
  readonly original: Blob | null;
}

/** Where a document's original lies among the sketches. */
const originalKey = (id: string) => `${id}/original`;

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

  /** Writes a picture; its files only when they are new. Removes the oldest beyond the number kept. */
  async put(document: SavedDocument, files?: DocumentFiles): Promise<void> {
    const change = this.db.transaction(['documents', 'sketches'], 'readwrite', { durability: 'strict' });
    const [documents, sketches] = [change.objectStore('documents'), change.objectStore('sketches')];
    await documents.put(document);
    if (files) {
      await sketches.put(files.sketch, document.id);
      if (files.original) await sketches.put(files.original, originalKey(document.id));
      else await sketches.delete(originalKey(document.id));
      const ids = await documents.index('changed').getAllKeys();
      for (const id of ids.slice(0, -KEPT)) {
        await documents.delete(id);
        await sketches.delete(id);
        await sketches.delete(originalKey(id));
      }
    }
    await change.done;
  }

  /** A picture with its files, or null if it is not there any more. */
  async get(id: string): Promise<{ document: SavedDocument; files: DocumentFiles } | null> {
    const document = await this.db.get('documents', id);
    const sketch = await this.db.get('sketches', id);
    const original = (await this.db.get('sketches', originalKey(id))) ?? null;
    return document && sketch ? { document, files: { sketch, original } } : null;
  }

  /** The newest first. */
  async list(): Promise<SavedDocument[]> {
    return (await this.db.getAllFromIndex('documents', 'changed')).reverse();
  }
}
