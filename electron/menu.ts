import type { MenuItemConstructorOptions } from 'electron';
import type { Parts } from './electron.js';

/** What the menu does, apart from what Electron does by itself. */
export interface MenuCommands {
  open(): void;
  /** Performs one of the studio's actions by its name. */
  perform(action: string): void;
}

/**
 * The native menu. The studio's own menu bar has everything; here is what a desktop expects to find outside the window. Keys belong to
 * the page, which knows what has the focus: the menu only shows them.
 */
export function menuTemplate(commands: MenuCommands, isMac: boolean): MenuItemConstructorOptions[] {
  const action = (label: string, name: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    registerAccelerator: false,
    click: () => commands.perform(name),
  });
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        { label: 'Open…', accelerator: 'CmdOrCtrl+O', registerAccelerator: false, click: () => commands.open() },
        { type: 'separator' },
        action('Save Project', 'file.saveProject', 'CmdOrCtrl+S'),
        action('Save Project As…', 'file.saveProjectAs', 'CmdOrCtrl+Shift+S'),
        action('Export PNG…', 'file.savePicture', 'CmdOrCtrl+E'),
        action('Export As…', 'file.exportAs', 'CmdOrCtrl+Shift+E'),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        action('Undo', 'edit.undo', 'CmdOrCtrl+Z'),
        action('Redo', 'edit.redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
      ],
    },
    { label: 'View', submenu: [{ role: 'togglefullscreen' }, { role: 'toggleDevTools' }] },
    { role: 'windowMenu' },
  ];
}

export function setupMenu({ app, Menu }: Parts<'app' | 'Menu'>, commands: MenuCommands): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(commands, process.platform === 'darwin')));
  app.setAboutPanelOptions({ applicationName: 'Irodori', applicationVersion: app.getVersion() });
}
