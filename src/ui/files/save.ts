import i18next from 'i18next';
import { writeProject } from '../../models/project/projectFile.js';
import { coloring, hintsOf } from '../coloring/coloring.js';
import '../desktopApi.js';
import type { LayerNames } from '../look/layers.js';
import { nameOfChoice } from '../models/modelChoice.js';
import { useColoring } from '../store/coloring.js';
import { useNotices } from '../store/notices.js';
import { useProject } from '../store/project.js';
import { useTools } from '../store/tools.js';
import type { PictureFormat } from '../worker/protocol.js';
import { sketchPng } from './decodeSketch.js';
import { withDpi } from './dpi.js';

/** Saves the coloured picture in the sketch's size: as it is seen, or as layers. */
export async function savePicture(format: PictureFormat): Promise<void> {
  const { sketch } = useProject.getState();
  if (!sketch) return;
  try {
    const file = await encoded(format);
    if (file) await saveAs(file, `${stem(sketch.name)}-color.${format}`);
  } catch (error) {
    tell(error);
  }
}

/** Puts the coloured picture on the clipboard. */
export async function copyPicture(): Promise<void> {
  try {
    const file = await encoded('png');
    if (!file) return;
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': file })]);
    useNotices.getState().show({ kind: 'info', message: { key: 'save.copied' } });
  } catch (error) {
    tell(error);
  }
}

/** The coloured picture as a file, or null after telling that there is none. */
async function encoded(format: PictureFormat): Promise<Blob | null> {
  const dpi = useProject.getState().sketch?.dpi ?? null;
  const file = await coloring.encode({ format, names: layerNames(), gap: useTools.getState().gap, dpi });
  if (!file) {
    useNotices.getState().show({ kind: 'error', message: { key: 'save.noResult' } });
    return null;
  }
  if (format !== 'png' || dpi === null) return file;
  return new Blob([withDpi(new Uint8Array(await file.arrayBuffer()), dpi)], { type: file.type });
}

/** Layers are named in the language of who will open the file. */
export function layerNames(): LayerNames {
  const t = i18next.t;
  return {
    lines: t('layer.lines'),
    shade: t('layer.shade'),
    light: t('layer.light'),
    flats: t('layer.flats'),
    paper: t('layer.paper'),
  };
}

/** Saves the sketch, its hints and the look of its result. */
export async function saveProject(): Promise<void> {
  const { sketch, strokes, look } = useProject.getState();
  if (!sketch) return;
  try {
    const png = new Uint8Array(await (await sketchPng(sketch)).arrayBuffer());
    const { engine } = useColoring.getState();
    const original = sketch.original && {
      file: new Uint8Array(await sketch.original.file.arrayBuffer()),
      cleanUp: sketch.original.cleanUp,
    };
    const bytes = writeProject({
      name: sketch.name,
      sketch: png,
      hints: hintsOf(sketch, strokes),
      look,
      ...(original && { original }),
      ...(engine && { model: { name: nameOfChoice(engine.model), sha256: engine.hash } }),
    });
    const saved = await saveAs(new Blob([bytes], { type: 'application/x-irodori' }), `${stem(sketch.name)}.irodori`);
    if (saved) useProject.getState().markSaved();
  } catch (error) {
    tell(error);
  }
}

/** Saves through the desktop app's dialog, or as a download of the browser. False when the person cancels. */
export async function saveAs(blob: Blob, name: string): Promise<boolean> {
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

export function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '') || name;
}

function tell(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  useNotices.getState().show({ kind: 'error', message: { key: 'save.failed', values: { reason } } });
}
