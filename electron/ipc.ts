import { z } from 'zod';

/**
 * Everything that passes between the page and the main process. Channels, arguments and the page's API are all derived from this file.
 */

/** Largest file that passes, in bytes; a picture of 16 384 × 16 384 is never larger. */
export const MAX_FILE_BYTES = 2 ** 30;

/** A file's name and contents. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const named = z.object({
  // A name alone: no folder, nothing that a file system reads specially.
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^/\\:*?"<>|\p{Cc}]+$/u)
    .refine((name) => !name.startsWith('.')),
  bytes: z.instanceof(Uint8Array<ArrayBuffer>).refine((bytes) => bytes.byteLength <= MAX_FILE_BYTES),
});

/** What the page may ask for, with the arguments it must bring. */
export const requests = {
  /** The page listens from now on; a file that the app was started with is sent. */
  ready: z.tuple([]),
  /** Asks where to save a file and writes it whole or not at all. Gives the chosen name, or null when the person cancels. */
  saveFile: z.tuple([named]),
} as const;

/** What the main process tells the page. */
export interface Events {
  /** A file to open: from the menu, from the system's file manager, or from the command line. */
  file: NamedFile;
  /** The name of one of the studio's actions, chosen in the native menu. */
  action: string;
}

type Requests = typeof requests;

interface Replies {
  ready: undefined;
  saveFile: string | null;
}

/** How the main process answers each request; arguments are checked before they come here. */
export type Handlers = {
  [R in keyof Requests]: (...args: z.infer<Requests[R]>) => Promise<Replies[R]>;
};

/** `window.irodori` in the desktop app. */
export type DesktopApi = {
  [R in keyof Requests]: (...args: z.infer<Requests[R]>) => Promise<Replies[R]>;
} & {
  onFile(listener: (file: NamedFile) => void): void;
  onAction(listener: (name: string) => void): void;
};

export type RequestName = keyof Requests;
export type EventName = keyof Events;
export type Channel = `irodori:${RequestName | EventName}`;
