/** Electron's API as the setup functions take it: handed in, so that tests hand in their own. */
export type Electron = typeof import('electron');

/** The parts of Electron that a function uses. */
export type Parts<K extends keyof Electron> = Pick<Electron, K>;
