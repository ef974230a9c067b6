import { z } from 'zod';
import type { DesktopApi, OpenedFile, UpdateNews } from '../src/ui/desktopApi.js';

/** Everything that passes between the page and the main process; the page's side of it is `DesktopApi`. */

/** Largest file that passes, in bytes; a picture of 16 384 × 16 384 is never larger. */
export const MAX_FILE_BYTES = 2 ** 30;

/** A name alone: no folder, nothing that a file system reads specially. */
const safeName = (name: string): string => name.replace(/[/\\:*?"<>|\p{Cc}]+/gu, '_').replace(/^\.+/, '') || 'untitled';

const contents = z.instanceof(Uint8Array<ArrayBuffer>).refine((bytes) => bytes.byteLength <= MAX_FILE_BYTES);
const named = z.object({ name: z.string().max(255).transform(safeName), bytes: contents });

/** What the page may ask for, with the arguments it must bring: those of `DesktopApi`. */
export const requests = {
  ready: z.tuple([]),
  saveFile: z.tuple([named]),
  saveAgain: z.tuple([z.int().min(0), contents]),
  choosePictures: z.tuple([]),
  updates: z.tuple([]),
  turnUpdates: z.tuple([z.boolean()]),
  downloadUpdate: z.tuple([]),
  installUpdate: z.tuple([]),
} as const satisfies {
  // All of it but what the page listens to.
  [R in Exclude<keyof DesktopApi, `on${string}`>]: z.ZodType<Parameters<DesktopApi[R]>>;
};

/** What the main process tells the page. */
export interface Events {
  /** A file to open: from the menu, from the system's file manager, or from the command line. */
  file: OpenedFile;
  /** A newer version was found, is fetched, or cannot be had. */
  update: UpdateNews;
  /** The name of one of the studio's actions, chosen in the native menu. */
  action: string;
}

export type RequestName = keyof typeof requests;
/** How the main process answers each request; arguments are checked before they come here. */
export type Handlers = Pick<DesktopApi, RequestName>;
export type EventName = keyof Events;
export type Channel = `irodori:${RequestName | EventName}`;
