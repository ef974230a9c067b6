import '../desktopApi.js';
import { openFile } from './open.js';

/**
 * Opens what the program was started with: the file that the desktop app sends, or the sketch of `irodori studio SKETCH`, whose address has
 * its name. The address, token included, is then cleared of both.
 */
export async function openGivenFiles(): Promise<void> {
  const { irodori } = window;
  if (irodori) {
    irodori.onFile(({ name, bytes }) => void openFile(new Blob([bytes]), name));
    await irodori.ready();
    return;
  }
  const query = new URLSearchParams(location.search);
  const name = query.get('sketch');
  if (query.has('token')) history.replaceState(null, '', location.pathname);
  if (name === null) return;
  const reply = await fetch('/api/sketch');
  if (reply.ok) await openFile(await reply.blob(), name);
}
