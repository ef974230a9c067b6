/** A file's name and contents. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the desktop app gives the page as `window.irodori`; in a browser it is not there. */
export interface DesktopApi {
  /** The page listens from now on; a file that the app was started with is sent. */
  ready(): Promise<void>;
  /** Asks where to save a file and writes it whole or not at all. Gives the chosen name, or null when the person cancels. */
  saveFile(file: NamedFile): Promise<string | null>;
  /**
   * Asks for a folder of pictures to train on and makes a run of it. Gives the run's id, or null when the person cancels; the page
   * never learns the path.
   */
  choosePictures(): Promise<string | null>;
  /** Files to open: from the menu, from the system's file manager, or from the command line. */
  onFile(listener: (file: NamedFile) => void): void;
  /** Names of actions chosen in the native menu. */
  onAction(listener: (name: string) => void): void;
}

declare global {
  interface Window {
    readonly irodori?: DesktopApi;
  }
}
