import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import type { GeneratorConfig } from '../networks/generator.js';
import type { TrainingSettings } from './presets.js';

/** What a run was started with; kept so that a resumed run goes on as it began. */
export interface RunSettings {
  readonly data: string;
  readonly preset: string;
  readonly seed: number;
  readonly settings: TrainingSettings;
  /** Whether it started from a trained model, which it may not fall behind; absent for runs of older versions. */
  readonly initialized?: boolean;
  /** What kind of model, and of what size. */
  readonly model:
    | { readonly kind: 'irodori-generator'; readonly config: GeneratorConfig }
    | { readonly kind: 'paintschainer' };
}

/** A run that cannot start or go on; one line says what to do. */
export class TrainingError extends Error {
  override name = 'TrainingError';

  /** @param kind for programs that tell it in other words */
  constructor(
    message: string,
    readonly kind: 'folder-gone' | 'no-pictures' | 'diverged' | 'other' = 'other',
  ) {
    super(message);
  }
}

/**
 * Files of a training run:
 *
 * - `settings.json`: what it was started with
 * - `log.jsonl`: a line of figures each few steps
 * - `samples/`: a few fixed pictures as the model painted them at each judgment
 * - `snapshot.safetensors`, `snapshot.previous.safetensors`: the whole state, to resume from
 * - `model.safetensors`, or `model/` with PaintsChainer's two files: the best model so far, ready to use
 * - `model.json`, or `model/card.json`: its card
 */
export class RunFolder {
  constructor(readonly path: string) {}

  get exists(): boolean {
    return existsSync(join(this.path, 'settings.json'));
  }

  /** @throws TrainingError when a run is there already */
  expectNew(): void {
    if (this.exists)
      throw new TrainingError(
        `${this.path} holds a run already: add --resume to go on with it, or choose another --out`,
      );
  }

  async writeSettings(settings: RunSettings): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await writeFileAtomic(join(this.path, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
  }

  /** @throws TrainingError when no run is there */
  async readSettings(): Promise<RunSettings> {
    if (!this.exists) throw new TrainingError(`${this.path} holds no run to resume: leave --resume out to start one`);
    return JSON.parse(await readFile(join(this.path, 'settings.json'), 'utf8')) as RunSettings;
  }

  async appendLog(entry: Record<string, unknown>): Promise<void> {
    await appendFile(join(this.path, 'log.jsonl'), `${JSON.stringify(entry)}\n`);
  }

  /** Drops what was logged after a step, so that a resumed run does not log it twice. */
  async truncateLog(iteration: number): Promise<void> {
    const path = join(this.path, 'log.jsonl');
    if (!existsSync(path)) return;
    const kept = (await this.readLog()).filter((entry) => entry.iteration <= iteration);
    await writeFileAtomic(path, kept.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  /** What was logged so far; a line cut short by a kill is left out. */
  async readLog(): Promise<{ readonly iteration: number }[]> {
    const path = join(this.path, 'log.jsonl');
    if (!existsSync(path)) return [];
    const lines = (await readFile(path, 'utf8')).split('\n');
    return lines.flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
  }

  async writeSnapshot(bytes: Uint8Array): Promise<void> {
    const path = join(this.path, 'snapshot.safetensors');
    if (existsSync(path)) await rename(path, join(this.path, 'snapshot.previous.safetensors'));
    await writeFileAtomic(path, bytes);
  }

  /** Snapshots that are there, the newest first. */
  async readSnapshots(): Promise<Uint8Array[]> {
    const paths = ['snapshot.safetensors', 'snapshot.previous.safetensors'].map((name) => join(this.path, name));
    return Promise.all(paths.filter((path) => existsSync(path)).map((path) => readFile(path)));
  }
}
