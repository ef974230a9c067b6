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

/** Nothing asks for cameras, places or notifications, so nothing gets them. */
export function setupPermissions({ session }: Parts<'session'>): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
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
