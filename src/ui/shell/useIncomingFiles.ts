import { useEffect, useState } from 'react';
import { palette } from '../actions/index.js';
import { openFile } from '../files/open.js';
import { placeOf } from '../files/place.js';
import { useProject } from '../store/project.js';

/** Name given to a picture pasted without one. */
const PASTED = 'pasted.png';

/** What letting go of a file would do: open it, or colour the open sketch by it. */
export type DropMeaning = 'open' | 'reference';

/**
 * Opens what is dropped on the window or pasted into it; over the right half of the window, while a sketch is open, a
 * picture is its reference. Returns what a file that hovers over the window would do.
 */
export function useIncomingFiles(): DropMeaning | null {
  const [hovering, setHovering] = useState<DropMeaning | null>(null);

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
      setHovering(meaningOf(event));
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(null); // left the window, not just an element
    };
    const onDrop = (event: DragEvent) => {
      setHovering(null);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const file = event.dataTransfer!.files[0];
      if (!file) return;
      if (meaningOf(event) === 'reference') void palette.takeReference(file, file.name);
      else void openDropped(file, event.dataTransfer!.items[0]);
    };
    const onPaste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (!file) return;
      event.preventDefault();
      void openFile(file, file.name || PASTED);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, []);

  return hovering;
}

/** Opens a dropped file, a project with its place where the browser tells it. */
async function openDropped(file: File, item: DropItem): Promise<void> {
  // Asked for at once: after the event there is nothing to ask.
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  await openFile(file, file.name, handle?.kind === 'file' ? await placeOf(handle as FileSystemFileHandle) : null);
}

interface DropItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemFileHandle | FileSystemDirectoryHandle | null>;
}

function meaningOf({ clientX }: DragEvent): DropMeaning {
  return useProject.getState().sketch && clientX > window.innerWidth / 2 ? 'reference' : 'open';
}
