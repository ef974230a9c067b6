import type { IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import type { Parts } from './electron.js';
import { type Channel, type Handlers, type RequestName, requests } from './ipc.js';
import { isOwnPage } from './lockdown.js';

/** Answers the page's requests: from the studio's own top frame only, and only with arguments of the contract. */
export function setupRequests({ ipcMain }: Parts<'ipcMain'>, handlers: Handlers): void {
  for (const name of Object.keys(requests) as RequestName[]) {
    ipcMain.handle(`irodori:${name}` satisfies Channel, async (event, ...args) => {
      if (!isFromStudio(event)) throw new Error(`${name}: refused`);
      const parsed = (requests[name] as z.ZodType<unknown[]>).safeParse(args);
      if (!parsed.success) throw new Error(`${name}: arguments that the contract does not know`);
      return (handlers[name] as (...args: unknown[]) => Promise<unknown>)(...parsed.data);
    });
  }
}

function isFromStudio({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}
