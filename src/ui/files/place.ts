import '../desktopApi.js';
import { FileError } from './fileError.js';
import { canPick, type PermittedHandle, pickToSave } from './pickers.js';

/** Where a file lies, so that it can be written again: a handle of the browser, or a place that the desktop app knows by number. */
export type Place =
  | {
      readonly kind: 'handle';
      readonly handle: FileSystemFileHandle;
      /** When it was last changed, as far as this window knows; milliseconds since 1970. */
      readonly modified: number;
    }
  | { readonly kind: 'desktop'; readonly number: number };

/** A place that was chosen to write to. */
export interface Target {
  /** Writes the file whole; null where the person changes their mind. Downloads have a name, but no place. */
  write(file: Blob): Promise<{ readonly name: string; readonly place: Place | null } | null>;
}

/**
 * Lets the person say where a file goes, by the system's dialog where there is one, else among the downloads. Browsers open
 * their dialog only right after a click or a key: ask first, make the file then.
 *
 * @returns null where the person changes their mind
 */
export async function chooseTarget(name: string): Promise<Target | null> {
  const { irodori } = window;
  if (irodori) {
    return {
      async write(file) {
        const saved = await irodori.saveFile({ name, bytes: new Uint8Array(await file.arrayBuffer()) });
        return saved && { name: saved.name, place: { kind: 'desktop', number: saved.place } };
      },
    };
  }
  if (!canPick()) {
    return {
      async write(file) {
        download(file, name);
        return { name, place: null };
      },
    };
  }
  const handle = await pickToSave(name);
  if (!handle) return null;
  return {
    async write(file) {
      return { name: handle.name, place: await writeHandle(handle, file) };
    },
  };
}

/**
 * Writes a file again where it lies.
 *
 * @returns the place as it is now
 * @throws FileError where the browser may not, the file is gone, or another program or window has changed it
 */
export async function writeAgain(place: Place, file: Blob): Promise<Place> {
  if (place.kind === 'desktop') {
    await window.irodori!.saveAgain(place.number, new Uint8Array(await file.arrayBuffer()));
    return place;
  }
  const handle: PermittedHandle = place.handle;
  const mode = { mode: 'readwrite' } as const;
  const state = (await handle.queryPermission?.(mode)) ?? 'granted';
  if (state !== 'granted' && (await handle.requestPermission?.(mode)) !== 'granted')
    throw new FileError({ key: 'save.refused', values: { name: handle.name } });
  // A file that was deleted would be made anew, perhaps in a folder that is gone.
  const there = await handle.getFile().catch(() => null);
  if (!there) throw new FileError({ key: 'save.vanished', values: { name: handle.name } });
  if (there.lastModified !== place.modified)
    throw new FileError({ key: 'save.changed', values: { name: handle.name } });
  return writeHandle(handle, file);
}

/** A file as the browser writes it: into a copy, which takes the file's place when it is whole. */
async function writeHandle(handle: FileSystemFileHandle, file: Blob): Promise<Place> {
  const stream = await handle.createWritable();
  try {
    await stream.write(file);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw error;
  }
  return placeOf(handle);
}

/** A handle's file as it is now. */
export async function placeOf(handle: FileSystemFileHandle): Promise<Place> {
  return { kind: 'handle', handle, modified: (await handle.getFile()).lastModified };
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the download reads it after the click
}
