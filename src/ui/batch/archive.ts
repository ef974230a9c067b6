import { Zip, ZipPassThrough } from 'fflate';
import { FileError } from '../files/fileError.js';

/** A ZIP that is written as it grows. */
export interface Archive {
  /** Adds a file, not compressed: pictures are as they are. Resolves once it is on its way to the disk. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Ends it. The file lies on the disk where the browser lets a page write there. */
  finish(): Promise<Blob>;
}

/** The page's private folder for archives; what a closed window left there goes when the next one is begun. */
const FOLDER = 'batch';

/** Begins an archive on the disk, or in memory in browsers that give pages no disk. */
export async function openArchive(): Promise<Archive> {
  const sink = await diskSink().catch(() => memorySink());
  let failure: unknown = null;
  let written: Promise<void> = Promise.resolve();
  const zip = new Zip((error, piece) => {
    if (error) failure ??= error;
    else written = written.then(() => sink.write(piece.slice()));
  });
  const settled = async () => {
    await written.catch((error) => {
      throw isFull(error) ? new FileError({ key: 'batch.full' }) : error;
    });
    if (failure) throw failure;
  };
  return {
    async add(name, bytes) {
      const entry = new ZipPassThrough(name);
      zip.add(entry);
      entry.push(bytes, true);
      await settled();
    },
    async finish() {
      zip.end();
      await settled();
      return sink.close();
    },
  };
}

interface Sink {
  write(piece: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<Blob>;
}

async function diskSink(): Promise<Sink> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined); // there was none, or another window is at it
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const handle = await folder.getFileHandle(`${crypto.randomUUID()}.zip`, { create: true });
  const stream = await handle.createWritable();
  return {
    write: (piece) => stream.write(piece),
    async close() {
      await stream.close();
      return handle.getFile();
    },
  };
}

function memorySink(): Sink {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: async (piece) => void pieces.push(piece),
    close: async () => new Blob(pieces, { type: 'application/zip' }),
  };
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
