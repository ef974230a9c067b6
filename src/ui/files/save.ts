import i18next from 'i18next';
import type { LayerNames } from '../../models/look/layers.js';
import { writeProject } from '../../models/project/projectFile.js';
import { coloring, hintsOf } from '../coloring/coloring.js';
import type { Message } from '../i18n/message.js';
import { nameOfChoice } from '../models/modelChoice.js';
import { useColoring } from '../store/coloring.js';
import { type Notice, useNotices } from '../store/notices.js';
import { type ProjectState, useProject } from '../store/project.js';
import { useTools } from '../store/tools.js';
import type { PictureFormat } from '../worker/protocol.js';
import { sketchPng } from './decodeSketch.js';
import { FileError } from './fileError.js';
import { chooseTarget, type Place, writeAgain } from './place.js';

/** Saves the coloured picture in the sketch's size: as it is seen, or as layers. */
export async function savePicture(format: PictureFormat): Promise<void> {
  const { sketch } = useProject.getState();
  if (!sketch) return;
  try {
    const target = await chooseTarget(`${stem(sketch.name)}-color.${format}`);
    const file = target && (await encoded(format));
    if (file) await target.write(file);
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
  const { dpi = null, profile = null } = useProject.getState().sketch ?? {};
  const file = await coloring.encode({ format, names: layerNames(), gap: useTools.getState().gap, dpi, profile });
  if (!file) {
    useNotices.getState().show({ kind: 'error', message: { key: 'save.noResult' } });
    return null;
  }
  return file;
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

/** Saves the project where it lies, or asks where. */
export async function saveProject(): Promise<void> {
  const { sketch, place } = useProject.getState();
  if (!sketch) return;
  if (!place) return saveProjectAs();
  try {
    const state = useProject.getState();
    marks(state, await writeAgain(place, await projectOf(state)));
  } catch (error) {
    tell(error, { label: { key: 'action.saveProjectAs' }, perform: () => void saveProjectAs() });
  }
}

/** Asks where and saves the sketch, its hints and the look of its result there. */
export async function saveProjectAs(): Promise<void> {
  const { sketch } = useProject.getState();
  if (!sketch) return;
  try {
    const target = await chooseTarget(`${stem(sketch.name)}.irodori`);
    if (!target) return;
    const state = useProject.getState();
    const written = await target.write(await projectOf(state));
    if (written) marks(state, written.place);
  } catch (error) {
    tell(error);
  }
}

/** What was written is saved, if it is still what is open: strokes may have come meanwhile. */
function marks(written: ProjectState, place: Place | null): void {
  const { sketch, strokes, closures, parts, look, markSaved } = useProject.getState();
  const isSame =
    sketch === written.sketch &&
    strokes === written.strokes &&
    closures === written.closures &&
    parts === written.parts &&
    look === written.look;
  if (isSame) markSaved(place);
}

/** The project as a file. */
async function projectOf({ sketch, strokes, closures, parts, look }: ProjectState): Promise<Blob> {
  if (!sketch) throw new Error('nothing is open');
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
    ...(sketch.profile && { profile: sketch.profile }),
    ...(closures.length > 0 && { closures }),
    ...(Object.keys(parts).length > 0 && { parts }),
    ...(engine && { model: { name: nameOfChoice(engine.model), sha256: engine.hash } }),
  });
  return new Blob([bytes], { type: 'application/x-irodori' });
}

/** Saves a file that is made already. */
export async function saveAs(file: Blob, name: string): Promise<void> {
  try {
    await (await chooseTarget(name))?.write(file);
  } catch (error) {
    tell(error);
  }
}

export function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '') || name;
}

function tell(error: unknown, action?: Notice['action']): void {
  const reason = error instanceof Error ? error.message : String(error);
  const message: Message =
    error instanceof FileError ? error.told : { key: 'save.failed', values: { reason: reasonOf(error, reason) } };
  useNotices.getState().show({ kind: 'error', message, action });
}

/** A full disk in words; other reasons as the browser says them. */
function reasonOf(error: unknown, reason: string): string {
  return error instanceof DOMException && error.name === 'QuotaExceededError' ? i18next.t('save.full') : reason;
}
