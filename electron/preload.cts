// A sandboxed preload may load nothing but Electron, so all it takes from elsewhere is types.
import electron = require('electron');

import type { DesktopApi } from '../src/ui/desktopApi.js' with { 'resolution-mode': 'import' };
import type { Channel, Events, RequestName } from './ipc.js' with { 'resolution-mode': 'import' };

const { contextBridge, ipcRenderer } = electron;

const request =
  <R extends RequestName>(name: R): DesktopApi[R] =>
  // biome-ignore lint/suspicious/noExplicitAny: the contract types both ends
  (...args: any[]) =>
    ipcRenderer.invoke(`irodori:${name}` satisfies Channel, ...args);

function listen<E extends keyof Events>(name: E, listener: (value: Events[E]) => void): void {
  // Only the value is handed on: the event object would give the page the sender.
  ipcRenderer.on(`irodori:${name}` satisfies Channel, (_event, value: Events[E]) => listener(value));
}

const api: DesktopApi = {
  ready: request('ready'),
  saveFile: request('saveFile'),
  choosePictures: request('choosePictures'),
  saveAgain: request('saveAgain'),
  updates: request('updates'),
  turnUpdates: request('turnUpdates'),
  downloadUpdate: request('downloadUpdate'),
  installUpdate: request('installUpdate'),
  onUpdate: (listener) => listen('update', listener),
  onFile: (listener) => listen('file', listener),
  onAction: (listener) => listen('action', listener),
};

contextBridge.exposeInMainWorld('irodori', api);
