import { useEffect, useState } from 'react';
import { openFile } from '../files/open.js';

/** Name given to a picture pasted without one. */
const PASTED = 'pasted.png';

/** Opens what is dropped on the window or pasted into it. Returns whether a file hovers over the window. */
export function useIncomingFiles(): boolean {
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
      setHovering(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false); // left the window, not just an element
    };
    const onDrop = (event: DragEvent) => {
      setHovering(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const file = event.dataTransfer!.files[0];
      if (file) void openFile(file, file.name);
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
