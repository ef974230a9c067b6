import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { Parts } from './electron.js';
import { ORIGIN } from './scheme.js';
import { keepWindowState, readWindowState } from './windowState.js';

/** Opens the studio's window: sandboxed, isolated, without Node. */
export function openWindow(
  { app, BrowserWindow, dialog, screen }: Parts<'app' | 'BrowserWindow' | 'dialog' | 'screen'>,
  preload: string,
): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json');
  const { maximized, ...bounds } = readWindowState(
    file,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Irodori',
    backgroundColor: '#808080', // until the page paints; neither theme flashes
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  keepWindowState(window, file);
  window.once('ready-to-show', () => window.show());
  window.webContents.on('will-prevent-unload', (event) => {
    const choice = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Some hints are in no project file.',
      detail: 'They are autosaved and come back at the next start.',
      buttons: ['Close', 'Stay'],
      defaultId: 1,
      cancelId: 1,
    });
    if (choice === 0) event.preventDefault(); // prevents the prevention: the window closes
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const choice = dialog.showMessageBoxSync({
      type: 'error',
      message: `The studio stopped (${reason}).`,
      detail: 'Your work is autosaved; opening it again brings it back.',
      buttons: ['Open again', 'Quit'],
      defaultId: 0,
    });
    if (choice === 0) window.webContents.reload();
    else app.quit();
  });
  void window.loadURL(`${ORIGIN}/`);
  return window;
}
