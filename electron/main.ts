import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import * as electron from 'electron';
import { commandFolder, commandIn, runCommand } from './command.js';
import { chooseFile, fileInArguments, readToOpen, saveAgain, saveFile } from './files.js';
import type { Channel, Events } from './ipc.js';
import { setupNavigation, setupNetwork, setupPermissions } from './lockdown.js';
import { setupMenu } from './menu.js';
import { DesktopModels } from './models.js';
import { Places } from './places.js';
import { setupRequests } from './requests.js';
import { setupPages, setupScheme } from './scheme.js';
import { setupSingleInstance } from './singleInstance.js';
import { DesktopTraining, loadTraining } from './training.js';
import { type Updater, Updates } from './updates.js';
import { openWindow } from './window.js';

const { app, dialog } = electron;
const studio = join(import.meta.dirname, '..', 'studio');
const preload = join(import.meta.dirname, 'preload.cjs');

const data = (name: string) => join(app.getPath('userData'), name);
const places = new Places(data('places.json'));
const updates = new Updates(data('updates.json'), canUpdate() ? loadUpdater : null, (news) => tell('update', news));
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

/** A package that was made with an address for newer versions has it in this file. */
function canUpdate(): boolean {
  return app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml'));
}

async function loadUpdater(): Promise<Updater> {
  return (await import('electron-updater')).default.autoUpdater;
}

const command = commandIn(process.argv);
if (command) {
  void runCommand(electron, commandFolder(electron), command);
} else if (
  setupSingleInstance(electron, (file) => {
    showWindow();
    if (file) void openFile(file);
  })
) {
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
  const folder = commandFolder(electron);
  const training = new DesktopTraining(() => loadTraining(folder, app.isPackaged));
  setupPages(electron, studio, [training, new DesktopModels(folder)]);
  setupRequests(electron, {
    async ready() {
      listening = true;
      if (waiting) await openFile(waiting);
      waiting = null;
      void updates.begin();
    },
    saveFile: async (file) => (window ? saveFile(electron, window, places, file) : null),
    saveAgain: (place, bytes) => saveAgain(places, place, bytes),
    choosePictures: async () => (window ? training.choosePictures(electron, window) : null),
    updates: async () => updates.state,
    turnUpdates: (on) => updates.turn(on),
    downloadUpdate: () => updates.download(),
    installUpdate: async () => updates.install(),
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
