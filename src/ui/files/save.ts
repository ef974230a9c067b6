import { coloring, hintsOf } from '../coloring/coloring.js';
import '../desktopApi.js';
import { useNotices } from '../store/notices.js';
import { useProject } from '../store/project.js';
import { sketchPng } from './decodeSketch.js';
import { writeProject } from './projectFile.js';

/** Saves the coloured picture, lines on top, in the sketch's size. */
export async function savePicture(): Promise<void> {
  const { sketch } = useProject.getState();
  if (!sketch) return;
  try {
    const png = await coloring.encode();
    if (png) await saveAs(png, `${stem(sketch.name)}-color.png`);
    else useNotices.getState().show({ kind: 'error', message: { key: 'save.noResult' } });
  } catch (error) {
    tell(error);
  }
}

/** Saves the sketch and its hints. */
export async function saveProject(): Promise<void> {
  const { sketch, strokes } = useProject.getState();
  if (!sketch) return;
  try {
    const png = new Uint8Array(await (await sketchPng(sketch)).arrayBuffer());
    const bytes = writeProject({ name: sketch.name, sketch: png, hints: hintsOf(sketch, strokes) });
    const saved = await saveAs(new Blob([bytes], { type: 'application/x-irodori' }), `${stem(sketch.name)}.irodori`);
    if (saved) useProject.getState().markSaved();
  } catch (error) {
    tell(error);
  }
}

/** Saves through the desktop app's dialog, or as a download of the browser. False when the person cancels. */
async function saveAs(blob: Blob, name: string): Promise<boolean> {
  if (window.irodori) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return (await window.irodori.saveFile({ name, bytes })) !== null;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the download reads it after the click
  return true;
}

function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '') || name;
}

function tell(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  useNotices.getState().show({ kind: 'error', message: { key: 'save.failed', values: { reason } } });
}
