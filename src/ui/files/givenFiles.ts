import '../desktopApi.js';
import { openFile, openHandle } from './open.js';

/** An installed app is started with files: https://wicg.github.io/web-app-launch/. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
}

/**
 * Opens what the program was started with: the file that the desktop app sends, or the sketch of `irodori studio SKETCH`, whose address has
 * its name. The address, token included, is then cleared of both.
 */
export async function openGivenFiles(): Promise<void> {
  const { irodori } = window;
  if (irodori) {
    irodori.onFile(({ name, bytes, place }) => {
      void openFile(new Blob([bytes]), name, place === null ? null : { kind: 'desktop', number: place });
    });
    await irodori.ready();
    return;
  }
  const { launchQueue } = window as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files: [file] }) => file && void openHandle(file));
  const query = new URLSearchParams(location.search);
  const name = query.get('sketch');
  if (query.has('token')) history.replaceState(null, '', location.pathname);
  if (name === null) return;
  const reply = await fetch('/api/sketch');
  if (reply.ok) await openFile(await reply.blob(), name);
}
