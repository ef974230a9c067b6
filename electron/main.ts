import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import * as electron from 'electron';
import { chooseFile, fileInArguments, readToOpen, saveAgain, saveFile } from './files.js';
import type { Channel, Events } from './ipc.js';
import { setupNavigation, setupNetwork, setupPermissions } from './lockdown.js';
import { setupMenu } from './menu.js';
import { Places } from './places.js';
import { setupRequests } from './requests.js';
import { setupPages, setupScheme } from './scheme.js';
import { setupSingleInstance } from './singleInstance.js';
import { DesktopTraining } from './training.js';
import { openWindow } from './window.js';

const { app, dialog } = electron;
const studio = join(import.meta.dirname, '..', 'studio');
const preload = join(import.meta.dirname, 'preload.cjs');

const places = new Places();
let window: BrowserWindow | null = null;
/** A file to open as soon as the page listens. */
let waiting = fileInArguments(process.argv.slice(1));
let listening = false;

function tell<E extends keyof Events>(name: E, value: Events[E]): void {
  window?.webContents.send(`irodori:${name}` satisfies Channel, value);
}

async function openFile(path: string): Promise<void> {
  if (!listening) {
    waiting = path;
    return;
  }
  try {
    tell('file', await readToOpen(places, path));
  } catch (error) {
    dialog.showErrorBox('This file cannot be opened', error instanceof Error ? error.message : String(error));
  }
}

function showWindow(): void {
  if (!window) {
    listening = false;
    window = openWindow(electron, preload);
    window.on('closed', () => {
      window = null;
    });
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

const first = setupSingleInstance(electron, (file) => {
  showWindow();
  if (file) void openFile(file);
});

if (first) {
  setupScheme(electron);
  setupNavigation(electron);
  // Since 41 the isolating headers alone do not give pages shared memory (electron/electron#50242).
  app.commandLine.appendSwitch('enable-features', 'SharedArrayBuffer');
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (app.isReady()) showWindow();
    void openFile(path);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', showWindow);

  // Not awaited here: Electron gets ready only when this module has been evaluated.
  void app.whenReady().then(start);
}

function start(): void {
  setupPermissions(electron);
  setupNetwork(electron);
  // Packages are without the command and what it needs; its page then says how to train.
  const training = app.isPackaged ? null : new DesktopTraining();
  setupPages(electron, studio, training);
  setupRequests(electron, {
    async ready() {
      listening = true;
      if (waiting) await openFile(waiting);
      waiting = null;
    },
    saveFile: async (file) => (window ? saveFile(electron, window, places, file) : null),
    saveAgain: (place, bytes) => saveAgain(places, place, bytes),
    choosePictures: async () => (window && training ? training.choosePictures(electron, window) : null),
  });
  setupMenu(electron, {
    open: async () => {
      const path = window && (await chooseFile(electron, window));
      if (path) await openFile(path);
    },
    perform: (action) => tell('action', action),
  });
  showWindow();
}
