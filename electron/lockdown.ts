import type { Parts } from './electron.js';
import { ORIGIN } from './scheme.js';

/** Whether an address belongs to the studio itself. */
export function isOwnPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}` === ORIGIN;
  } catch {
    return false;
  }
}

/** Copying a picture, as the person asked for. */
const ALLOWED = 'clipboard-sanitized-write';

/** Nothing asks for cameras, places or notifications, so nothing gets them; the studio's own page may copy. */
export function setupPermissions({ session }: Parts<'session'>): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === ALLOWED && isOwnPage(requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED && isOwnPage(origin),
  );
  session.defaultSession.setDevicePermissionHandler(() => false);
}

/** The app works without a network, and so a page that wants one is refused. */
export function setupNetwork({ session }: Parts<'session'>): void {
  const local = ['app:', 'blob:', 'data:', 'devtools:'];
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !local.some((scheme) => url.startsWith(scheme)) }),
  );
}

/** Windows show the studio and go nowhere else; none opens another. */
export function setupNavigation({ app }: Parts<'app'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    });
  });
}
