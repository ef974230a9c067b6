import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { UpdateNews, UpdateState } from '../src/ui/desktopApi.js';

/** What is used of electron-updater's `autoUpdater`. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<unknown>;
  quitAndInstall(): void;
}

const schema = z.object({ on: z.boolean() });

/**
 * Newer versions of the app. Nothing is asked of any server, and the updater is not even loaded, until the person has turned this
 * on; then it looks at each start, tells what it found, and downloads and installs nothing unasked.
 */
export class Updates {
  #on: boolean;
  #updater: Updater | null = null;
  #found: string | null = null;
  #ready = false;

  /**
   * @param file where the person's choice is kept
   * @param load the updater; null for an app that cannot update itself, such as a checkout or a package made without an address
   * @param tell tells the page
   */
  constructor(
    private readonly file: string,
    private readonly load: (() => Promise<Updater>) | null,
    private readonly tell: (news: UpdateNews) => void,
  ) {
    this.#on = load !== null && read(file);
  }

  get state(): UpdateState {
    return { possible: this.load !== null, on: this.#on };
  }

  /** Turns looking for newer versions on, which looks at once, or off. */
  async turn(on: boolean): Promise<void> {
    this.#on = this.load !== null && on;
    writeFileSync(this.file, JSON.stringify({ on: this.#on }));
    if (this.#on) await this.look().catch((error) => this.tell({ kind: 'failed', reason: reasonOf(error) }));
  }

  /** Looks at a start of the app, where the person wants it. Without a network there is nothing to tell. */
  async begin(): Promise<void> {
    if (this.#on) await this.look().catch(() => undefined);
  }

  /** Fetches the version that was found, after the person said so. */
  async download(): Promise<void> {
    if (!this.#on || !this.#updater || this.#found === null) return;
    try {
      await this.#updater.downloadUpdate();
      this.#ready = true;
      this.tell({ kind: 'ready', version: this.#found });
    } catch (error) {
      this.tell({ kind: 'failed', reason: reasonOf(error) });
    }
  }

  /** Ends the app and starts the version that was fetched. */
  install(): void {
    if (this.#ready) this.#updater?.quitAndInstall();
  }

  private async look(): Promise<void> {
    if (!this.#updater) {
      this.#updater = await this.load!();
      this.#updater.autoDownload = false;
      this.#updater.autoInstallOnAppQuit = false;
    }
    const found = await this.#updater.checkForUpdates();
    if (!found?.isUpdateAvailable) return;
    this.#found = found.updateInfo.version;
    this.tell({ kind: 'found', version: this.#found });
  }
}

/** The first line alone: the updater's messages go on with answers of servers. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0];

function read(file: string): boolean {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8'))).on;
  } catch {
    return false; // nobody has turned it on
  }
}
