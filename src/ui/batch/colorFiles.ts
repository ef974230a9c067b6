import { strToU8 } from 'fflate';
import type { Look } from '../../models/look/look.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import { coloring } from '../coloring/coloring.js';
import { explain, readSketchFile, tell } from '../files/open.js';
import { layerNames, saveAs, stem } from '../files/save.js';
import { useTools } from '../store/tools.js';
import type { PictureFormat } from '../worker/protocol.js';
import { openArchive } from './archive.js';
import { type BatchItem, createBatch } from './batchRun.js';

export const batch = createBatch();

/** What the archive of a batch is called. */
const ARCHIVE = 'coloured.zip';

/** The files of a finished batch, as one archive. */
let finished: Blob | null = null;

/** Colours many sketches, each without hints, in one look and the same colours of parts, into one kind of file. */
export async function colorFiles(
  files: readonly File[],
  colors: { readonly parts: PartColors; readonly look: Look },
  format: PictureFormat,
): Promise<void> {
  finished = null;
  const archive = await openArchive();
  const taken = new Set<string>();
  await batch.run(files, {
    explain,
    async color(file) {
      const sketch = await readSketchFile(file, file.name);
      sketch.bitmap.close();
      const { dpi, profile } = sketch;
      const request = { format, names: layerNames(), gap: useTools.getState().gap, dpi, profile };
      const picture = await coloring.colorOther({ file: sketch.file, ...colors, request });
      await archive.add(
        freeName(`${stem(file.name)}-color`, format, taken),
        new Uint8Array(await picture.arrayBuffer()),
      );
    },
  });
  try {
    await archive.add('report.json', strToU8(reportOf(batch.store.getState().items)));
    finished = await archive.finish();
  } catch (error) {
    tell(error, ARCHIVE);
  }
}

/** Saves what a finished batch made. */
export async function saveBatch(): Promise<void> {
  if (finished) await saveAs(finished, ARCHIVE);
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
