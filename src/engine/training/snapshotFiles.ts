import { FormatError } from '../serializers/formatError.js';
import { loadNpz, saveNpz } from '../serializers/linkNpz.js';
import { loadSafetensors, saveSafetensors } from '../serializers/linkSafetensors.js';
import { MismatchError } from '../serializers/target.js';
import type { Folder } from './folder.js';
import type { Extension, Trainer } from './trainer.js';
import { asTrigger, type Trigger, type TriggerLike } from './trigger.js';

export interface SnapshotFilesOptions {
  trigger?: TriggerLike;
  /** How many files stay; −1: all. The oldest by iteration go first. */
  nRetains?: number;
  /** Goes on from the newest file that is sound when the run begins. */
  autoload?: boolean;
  /** Also writes a file when the run ends by an error. */
  snapshotOnError?: boolean;
  /** Chainer's `.npz`, or `.safetensors` (default). */
  format?: 'safetensors' | 'npz';
  /** Told about files that cannot be used. */
  notice?: (text: string) => void;
}

/**
 * Writes the whole run into a folder, `snapshot_iter_N.safetensors`, keeps the last few, and goes on from the newest. Files are
 * ordered by the iteration in their name; a damaged one is passed over for the one before it.
 */
export class SnapshotFiles implements Extension {
  readonly name = 'snapshot';
  readonly priority = -100;
  readonly trigger: Trigger;

  constructor(
    private readonly folder: Folder,
    private readonly options: SnapshotFilesOptions = {},
  ) {
    this.trigger = asTrigger(options.trigger ?? [1, 'epoch']);
  }

  /** Names of the files by iteration, the newest first. */
  async #files(): Promise<string[]> {
    const pattern = new RegExp(`^snapshot_iter_(\\d+)\\.${this.options.format ?? 'safetensors'}$`);
    const found = (await this.folder.list()).flatMap((name) => {
      const match = pattern.exec(name);
      return match ? [{ name, iteration: Number(match[1]) }] : [];
    });
    return found.sort((a, b) => b.iteration - a.iteration).map(({ name }) => name);
  }

  async initialize(trainer: Trainer): Promise<void> {
    if (!this.options.autoload) return;
    for (const name of await this.#files()) {
      try {
        this.#load(await this.folder.read(name), trainer);
        return;
      } catch (error) {
        // A sound file that does not fit is another run's: beginning anew would hide that.
        if (!(error instanceof FormatError) || error instanceof MismatchError) throw error;
        this.options.notice?.(`${name} cannot be used (${error.message}); trying the one before`);
      }
    }
  }

  /** Extensions that were added or taken away since do not matter; everything else has to fit. */
  #load(bytes: Uint8Array, trainer: Trainer): void {
    const load = this.options.format === 'npz' ? loadNpz : loadSafetensors;
    try {
      load(bytes, trainer);
    } catch (error) {
      if (!(error instanceof MismatchError)) throw error;
      const { missing, surplus, mismatched } = error.keys;
      if (mismatched.length > 0 || [...missing, ...surplus].some((key) => !key.startsWith('extension'))) throw error;
      load(bytes, trainer, { strict: false });
    }
  }

  async run(trainer: Trainer): Promise<void> {
    const { format = 'safetensors', nRetains = -1 } = this.options;
    await trainer.settle();
    const bytes = await (format === 'npz' ? saveNpz(trainer) : saveSafetensors(trainer));
    await this.folder.write(`snapshot_iter_${trainer.iteration}.${format}`, bytes);
    if (nRetains > 0) for (const name of (await this.#files()).slice(nRetains)) await this.folder.remove(name);
  }

  async onError(trainer: Trainer): Promise<void> {
    if (this.options.snapshotOnError) await this.run(trainer);
  }
}
