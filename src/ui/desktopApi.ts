/** A file's name and contents. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file that was saved or opened: what it is called and the number that the desktop app knows its place by. */
export interface PlacedFile {
  readonly name: string;
  readonly place: number;
}

/** A file to open; a project comes with its place, to be written again. */
export interface OpenedFile extends NamedFile {
  readonly place: number | null;
}

/** What the desktop app gives the page as `window.irodori`; in a browser it is not there. */
export interface DesktopApi {
  /** The page listens from now on; a file that the app was started with is sent. */
  ready(): Promise<void>;
  /** Asks where to save a file and writes it whole or not at all. Null when the person cancels. */
  saveFile(file: NamedFile): Promise<PlacedFile | null>;
  /** Writes a file again where it was saved or opened before, whole or not at all. */
  saveAgain(place: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /**
   * Asks for a folder of pictures to train on and makes a run of it. Gives the run's id, or null when the person cancels; the page
   * never learns the path.
   */
  choosePictures(): Promise<string | null>;
  updates(): Promise<UpdateState>;
  /** Turns looking for newer versions on, which looks at once, or off. */
  turnUpdates(on: boolean): Promise<void>;
  /** Fetches the version that was found. */
  downloadUpdate(): Promise<void>;
  /** Ends the app and starts the version that was fetched. */
  installUpdate(): Promise<void>;
  onUpdate(listener: (news: UpdateNews) => void): void;
  /** Files to open: from the menu, from the system's file manager, or from the command line. */
  onFile(listener: (file: OpenedFile) => void): void;
  /** Names of actions chosen in the native menu. */
  onAction(listener: (name: string) => void): void;
}

/** Whether the app looks for newer versions of itself. */
export interface UpdateState {
  /** An app from a checkout, for one, cannot. */
  readonly possible: boolean;
  readonly on: boolean;
}

/** What became of looking for a newer version, or of fetching one. */
export type UpdateNews =
  | { readonly kind: 'found' | 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly reason: string };

declare global {
  interface Window {
    readonly irodori?: DesktopApi;
  }
}
