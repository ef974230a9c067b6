import { useNotices } from '../store/notices.js';
import { useProject } from '../store/project.js';
import { reopen } from './autosave.js';
import { decodeSketch } from './decodeSketch.js';
import { FileError } from './fileError.js';
import { imageHeader } from './imageHeader.js';
import { looksLikeZip, readProject } from './projectFile.js';
import { samples } from './samples.js';

/** What the file dialog offers; what a file is, its bytes decide. */
export const OPENABLE = '.png,.jpg,.jpeg,.webp,.irodori,image/png,image/jpeg,image/webp';

/**
 * Opens a sketch or a project. What was open before stays in the autosaved pictures, and a notice leads back to it if
 * it had hints; a file that cannot be opened leaves everything as it is.
 */
export async function openFile(file: Blob, name: string): Promise<void> {
  const before = useProject.getState();
  try {
    if (looksLikeZip(new Uint8Array(await file.slice(0, 4).arrayBuffer()))) await openProject(file, name);
    else useProject.getState().open(await decodeSketch(file, name));
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

async function openProject(file: Blob, name: string): Promise<void> {
  const project = readProject(new Uint8Array(await file.arrayBuffer()), name);
  if (imageHeader(project.sketch)?.format !== 'png') throw new FileError({ key: 'project.damaged', values: { name } });
  const sketch = await decodeSketch(new Blob([project.sketch]), project.name);
  const { size } = project.hints;
  if (size[0] !== sketch.size[0] || size[1] !== sketch.size[1]) {
    sketch.bitmap.close();
    throw new FileError({ key: 'project.damaged', values: { name } });
  }
  useProject.getState().open(sketch, project.hints.strokes, { look: project.look });
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
  const message =
    error instanceof FileError
      ? error.told
      : ({
          key: 'file.unreadable',
          values: { name, reason: error instanceof Error ? error.message : String(error) },
        } as const);
  useNotices.getState().show({ kind: 'error', message });
}
