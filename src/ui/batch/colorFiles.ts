import { strToU8, Zip, ZipPassThrough } from 'fflate';
import type { Look } from '../../models/look/look.js';
import { coloring } from '../coloring/coloring.js';
import { explain, readSketchFile } from '../files/open.js';
import { layerNames, saveAs, stem } from '../files/save.js';
import { useTools } from '../store/tools.js';
import type { PictureFormat } from '../worker/protocol.js';
import { type BatchItem, createBatch } from './batchRun.js';

export const batch = createBatch();

/** The files of a finished batch, as one archive. */
let finished: Blob | null = null;

/** Colours many sketches, each without hints, in one look and into one kind of file. */
export async function colorFiles(files: readonly File[], look: Look, format: PictureFormat): Promise<void> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const archive = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece.slice());
  });
  const taken = new Set<string>();
  const add = (name: string, bytes: Uint8Array) => {
    const entry = new ZipPassThrough(name); // pictures are compressed as they are
    archive.add(entry);
    entry.push(bytes, true);
  };
  finished = null;
  await batch.run(files, {
    explain,
    async color(file) {
      const sketch = await readSketchFile(file, file.name);
      sketch.bitmap.close();
      const { dpi, profile } = sketch;
      const request = { format, names: layerNames(), gap: useTools.getState().gap, dpi, profile };
      const picture = new Uint8Array(await (await coloring.colorOther(sketch, look, request)).arrayBuffer());
      add(freeName(`${stem(file.name)}-color`, format, taken), picture);
    },
  });
  add('report.json', strToU8(reportOf(batch.store.getState().items)));
  archive.end();
  finished = new Blob(pieces, { type: 'application/zip' });
  coloring.request(); // the open sketch takes its place in the worker again
}

/** Saves what a finished batch made. */
export async function saveBatch(): Promise<void> {
  if (finished) await saveAs(finished, 'coloured.zip');
}

function reportOf(items: readonly BatchItem[]): string {
  const rows = items.map(({ name, state, reason, ms }) => ({
    name,
    state,
    seconds: Math.round(ms / 10) / 100,
    ...(reason && { reason: reason.key, ...reason.values }),
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

function freeName(name: string, format: string, taken: Set<string>): string {
  let free = `${name}.${format}`;
  for (let i = 2; taken.has(free); i++) free = `${name} ${i}.${format}`;
  taken.add(free);
  return free;
}
