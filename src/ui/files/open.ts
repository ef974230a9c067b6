import { looksLikeZip } from '../../models/project/projectFile.js';
import { usableProfile } from '../../vision/profiles/inProfile.js';
import type { Message } from '../i18n/message.js';
import { followProjectModel } from '../models/followProjectModel.js';
import { useNotices } from '../store/notices.js';
import { type Sketch, useProject } from '../store/project.js';
import { reopen } from './autosave.js';
import { decodeSketch } from './decodeSketch.js';
import { FileError } from './fileError.js';
import { imageHeader } from './imageHeader.js';
import { importPicture, layeredKind } from './importPicture.js';
import { offerCleanUp } from './offerCleanUp.js';
import { type Place, placeOf } from './place.js';
import { readProject } from './projectFile.js';
import { samples } from './samples.js';

/** What file dialogs offer; what a file is, its bytes decide. */
export const OPENABLE_PICTURES = '.png,.jpg,.jpeg,.webp,.psd,.ora,.svg,image/png,image/jpeg,image/webp,image/svg+xml';
export const OPENABLE = `${OPENABLE_PICTURES},.irodori`;

/**
 * Opens a sketch or a project. What was open before stays in the autosaved pictures, and a notice leads back to it if
 * it had hints; a file that cannot be opened leaves everything as it is.
 *
 * @param place where the file lies, if that is known: a project is saved there again
 */
export async function openFile(file: Blob, name: string, place: Place | null = null): Promise<void> {
  const before = useProject.getState();
  try {
    const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
    if (looksLikeZip(head) && !layeredKind(head)) await openProject(file, name, place);
    else {
      const sketch = await readSketchFile(file, name);
      useProject.getState().open(sketch);
      void offerCleanUp(sketch);
    }
  } catch (error) {
    tell(error, name);
    return;
  }
  const { id, sketch, strokes } = before;
  if (!id || !sketch || strokes.length === 0) return;
  useNotices.getState().show({
    kind: 'info',
    message: { key: 'open.kept', values: { name: sketch.name } },
    action: { label: { key: 'open.goBack' }, perform: () => void openSaved(id, sketch.name) },
  });
}

/** The sketch in a picture, layered or vector file. */
export async function readSketchFile(file: Blob, name: string): Promise<Sketch> {
  const kind = layeredKind(new Uint8Array(await file.slice(0, 512).arrayBuffer()));
  return decodeSketch(kind ? await importPicture(file, kind, name) : file, name);
}

async function openProject(file: Blob, name: string, place: Place | null): Promise<void> {
  const project = readProject(new Uint8Array(await file.arrayBuffer()), name);
  if (imageHeader(project.sketch)?.format !== 'png') throw new FileError({ key: 'project.damaged', values: { name } });
  const sketch = await decodeSketch(new Blob([project.sketch]), project.name);
  const { size } = project.hints;
  if (size[0] !== sketch.size[0] || size[1] !== sketch.size[1]) {
    sketch.bitmap.close();
    throw new FileError({ key: 'project.damaged', values: { name } });
  }
  const { original: from } = project;
  const original = from ? { file: new Blob([from.file]), cleanUp: from.cleanUp } : null;
  useProject
    .getState()
    .open(
      { ...sketch, original, profile: sketch.profile ?? usableProfile(project.profile ?? null) },
      project.hints.strokes,
      { look: project.look, place, closures: project.closures, parts: project.parts },
    );
  if (project.model) void followProjectModel(project.model, name);
}

/** Opens an autosaved picture. */
export async function openSaved(id: string, name: string): Promise<void> {
  try {
    await reopen(id);
  } catch (error) {
    tell(error, name);
  }
}

export async function openSample(name: string): Promise<void> {
  const sample = samples.find((s) => s.name === name);
  if (!sample) return;
  try {
    await openFile(await (await fetch(sample.url)).blob(), name);
  } catch (error) {
    tell(error, name);
  }
}

/** Tells why a file was not opened. */
export function tell(error: unknown, name: string): void {
  useNotices.getState().show({ kind: 'error', message: explain(error, name) });
}

/** Why a file could not be used, in words. */
export function explain(error: unknown, name: string): Message {
  if (error instanceof FileError) return error.told;
  return { key: 'file.unreadable', values: { name, reason: error instanceof Error ? error.message : String(error) } };
}

/** Opens a file that the browser has a handle of. */
export async function openHandle(handle: FileSystemFileHandle): Promise<void> {
  try {
    await openFile(await handle.getFile(), handle.name, await placeOf(handle));
  } catch (error) {
    tell(error, handle.name);
  }
}
