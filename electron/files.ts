import { readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { NamedFile, OpenedFile, PlacedFile } from '../src/ui/desktopApi.js';
import { explainWriteFailure, writeFileAtomic } from '../src/vision/atomicFile.node.js';
import type { Parts } from './electron.js';
import { MAX_FILE_BYTES } from './ipc.js';
import type { Places } from './places.js';

/** Endings of what the studio opens. */
export const OPENABLE = ['png', 'jpg', 'jpeg', 'webp', 'psd', 'ora', 'svg', 'irodori'];

/** Reads a file for the page. Its contents are judged there; here only that it is a file of a size that can be. */
export async function readNamedFile(path: string): Promise<NamedFile> {
  const found = await stat(path);
  if (!found.isFile()) throw new Error(`${path} is no file`);
  if (found.size > MAX_FILE_BYTES) throw new Error(`${basename(path)} has ${found.size} bytes, too many to open`);
  return { name: basename(path), bytes: new Uint8Array(await readFile(path)) };
}

/** A file for the page to open; a project can be written again, a picture cannot. */
export async function readToOpen(places: Places, path: string): Promise<OpenedFile> {
  const isProject = extname(path).toLowerCase() === '.irodori';
  return { ...(await readNamedFile(path)), place: isProject ? places.numberOf(path) : null };
}

/** The first file in a command line that the studio opens, or null. */
export function fileInArguments(argv: readonly string[]): string | null {
  return (
    argv.find((argument) => !argument.startsWith('-') && OPENABLE.includes(extname(argument).slice(1).toLowerCase())) ??
    null
  );
}

/** Lets the person choose a file to open; null if they do not. */
export async function chooseFile({ dialog }: Parts<'dialog'>, window: BrowserWindow): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: 'Sketches and projects', extensions: OPENABLE }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/** Lets the person choose where to save a file and writes it; null if they do not. */
export async function saveFile(
  { app, dialog }: Parts<'app' | 'dialog'>,
  window: BrowserWindow,
  places: Places,
  { name, bytes }: NamedFile,
): Promise<PlacedFile | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('pictures'), name),
    filters: [{ name: extname(name).slice(1).toUpperCase(), extensions: [extname(name).slice(1)] }],
  });
  if (canceled || !filePath) return null;
  await writeWhole(filePath, bytes);
  return { name: basename(filePath), place: places.numberOf(filePath) };
}

/** Writes a file again where the person chose. One whose folder is gone is told and not made anew. */
export async function saveAgain(places: Places, place: number, bytes: Uint8Array): Promise<void> {
  await writeWhole(places.pathOf(place), bytes);
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(path, bytes);
  } catch (error) {
    throw new Error(`cannot write ${path}: ${explainWriteFailure(error)}`, { cause: error });
  }
}
