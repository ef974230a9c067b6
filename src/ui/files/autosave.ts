import { useNotices } from '../store/notices.js';
import { hintOf, isUnsaved, useProject } from '../store/project.js';
import { decodeSketch } from './decodeSketch.js';
import { Documents } from './documents.js';
import { FileError } from './fileError.js';

/** Which document this window shows; survives a reload, not the window. */
const WINDOW_KEY = 'irodori.document';

let documents: Documents | null = null;

/**
 * Brings back what this window showed before a reload, or after a crash what no living window shows, and from then on
 * keeps a copy of everything that is opened and painted.
 */
export async function startAutosave(): Promise<void> {
  try {
    documents = await Documents.open();
  } catch {
    useNotices.getState().show({ kind: 'info', message: { key: 'autosave.off' } });
    return;
  }
  follow(useProject.getState().sketch ? null : await restore());
}

/** The autosaved pictures, the newest first. */
export async function recentDocuments() {
  return (await documents?.list().catch(() => null)) ?? [];
}

/** Opens an autosaved picture; a copy of it while another window shows it, for two that write to one would lose strokes. */
export async function reopen(wanted: string): Promise<void> {
  const found = await documents?.get(wanted);
  if (!found) throw new FileError({ key: 'autosave.gone' });
  const isFree = await claim(wanted, 0);
  const id = isFree ? wanted : undefined;
  if (!isFree) {
    const { name } = found.document;
    useNotices.getState().show({ kind: 'info', message: { key: 'open.elsewhere', values: { name } } });
  }
  const {
    name,
    strokes,
    unsaved,
    look,
    cleanUp,
    handle,
    modified = 0,
    desktopPlace,
    closures,
    parts,
    profile,
  } = found.document;
  const { original: file } = found.files;
  const sketch = await decodeSketch(found.files.sketch, name);
  const original = file && cleanUp ? { file, cleanUp } : null;
  useProject.getState().open({ ...sketch, original, profile: sketch.profile ?? profile ?? null }, strokes, {
    id,
    unsaved,
    look,
    closures,
    parts,
    place: handle
      ? { kind: 'handle', handle, modified }
      : desktopPlace === undefined
        ? null
        : { kind: 'desktop', number: desktopPlace },
  });
}

/** Reopens what this window showed, else unsaved work that no living window shows. Returns its id. */
async function restore(): Promise<string | null> {
  const own = sessionStorage.getItem(WINDOW_KEY);
  // A reloaded page waits for the one before it to let go; beside a living window there is nothing to wait for.
  if (own) return (await claim(own, 2000)) && (await reopens(own)) ? own : null;
  for (const { id, unsaved } of await recentDocuments()) {
    if (unsaved && (await claim(id, 0)) && (await reopens(id))) return id;
  }
  return null;
}

async function reopens(id: string): Promise<boolean> {
  try {
    await reopen(id);
    return true;
  } catch {
    return false; // pruned, or no longer readable: start empty
  }
}

let held: string | null = null;
let release: (() => void) | null = null;

/** Takes the lock that says a living window shows this document; false if another window holds it. */
function claim(id: string, waitMs: number): Promise<boolean> {
  if (held === id) return Promise.resolve(true);
  release?.();
  release = null;
  held = null;
  return new Promise((resolve) => {
    const options: LockOptions = waitMs ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
    navigator.locks
      .request(`irodori-document-${id}`, options, (lock) => {
        if (lock) held = id;
        resolve(lock !== null);
        if (lock) return new Promise<void>((done) => (release = done));
      })
      .catch(() => resolve(false));
  });
}

function follow(stored: string | null): void {
  let writing = Promise.resolve();
  let written: Blob | null = stored ? (useProject.getState().sketch?.file ?? null) : null;

  const write = () => {
    const state = useProject.getState();
    const { id, sketch, strokes, closures, parts, look, place } = state;
    if (!id || !sketch || !documents) return;
    const isNew = id !== stored;
    const { file, original } = sketch;
    const files = isNew || file !== written ? { sketch: file, original: original?.file ?? null } : undefined;
    written = file;
    if (isNew) {
      stored = id;
      void claim(id, 0);
    }
    sessionStorage.setItem(WINDOW_KEY, id);
    const document = {
      id,
      name: sketch.name,
      size: sketch.size,
      strokes: strokes.map(hintOf),
      closures,
      parts,
      look,
      ...(sketch.profile && { profile: sketch.profile }),
      ...(original && { cleanUp: original.cleanUp }),
      ...(place?.kind === 'handle' && { handle: place.handle, modified: place.modified }),
      ...(place?.kind === 'desktop' && { desktopPlace: place.number }),
      unsaved: isUnsaved(state),
      changed: Date.now(),
    };
    writing = writing
      .then(() => documents?.put(document, files))
      .catch(() => useNotices.getState().show({ kind: 'error', message: { key: 'autosave.failed' } }));
  };

  write();
  useProject.subscribe((now, before) => {
    if (
      now.sketch !== before.sketch ||
      now.strokes !== before.strokes ||
      now.closures !== before.closures ||
      now.parts !== before.parts ||
      now.look !== before.look ||
      now.place !== before.place ||
      now.saved !== before.saved
    )
      write();
  });
}
