import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PRESETS, type PresetName } from '../../models/training/presets.js';
import { writeFileAtomic } from '../../vision/atomicFile.node.js';
import { userModels } from '../modelStore.js';

/** What a run is to be: what its dialog asks. */
export const choicesSchema = z.strictObject({
  preset: z.enum(Object.keys(PRESETS) as [PresetName, ...PresetName[]]),
  /** Name of the model to start from; null starts from nothing. */
  init: z.string().max(64).nullable(),
  iterations: z.number().int().min(1).max(1e7).optional(),
  size: z.number().int().min(32).max(512).multipleOf(32).optional(),
  batch: z.number().int().min(1).max(256).optional(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional(),
});
export type RunChoices = z.infer<typeof choicesSchema>;

const recordSchema = z.object({
  name: z.string(),
  created: z.string(),
  /** Where the pictures are: a folder of the person's, or null for copies in the run's own folder. */
  pictures: z.string().nullable(),
  choices: choicesSchema.nullable(),
  /** Whether it was ended for good: it cannot go on. */
  over: z.boolean(),
  /** Name under which its model was kept. */
  kept: z.string().nullable(),
});

/** What the program itself keeps of a run, beside what the run writes. */
export type RunRecord = z.infer<typeof recordSchema>;

/** What a run can have of its files for who looks at it. */
const SHOWN_FILE = /^(?:preview\.webp|samples\/(?:input|truth|step-\d{7,9})\.webp)$/;

/** Runs started in the app, each in a folder of its own beside the user's models. */
export class RunStore {
  constructor(readonly folder: string = join(dirname(userModels()), 'runs')) {}

  /** Names of all runs, the newest first. */
  list(): string[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((id) => this.has(id))
      .sort()
      .reverse();
  }

  has(id: string): boolean {
    if (!/^[a-z0-9]{8,12}-[a-f0-9]{8}$/.test(id)) return false;
    try {
      this.read(id);
      return true;
    } catch {
      return false; // none, or damaged: the others can still be shown
    }
  }

  pathOf(id: string): string {
    return join(this.folder, id);
  }

  /** Folder for copies of a run's pictures. */
  picturesOf(id: string): string {
    return join(this.folder, id, 'pictures');
  }

  /** @param pictures a folder of the person's; null for copies that follow */
  async create(name: string, pictures: string | null): Promise<string> {
    const id = `${Date.now().toString(36).padStart(8, '0')}-${randomBytes(4).toString('hex')}`;
    mkdirSync(this.pathOf(id), { recursive: true });
    await this.#write(id, {
      name,
      created: new Date().toISOString(),
      pictures,
      choices: null,
      over: false,
      kept: null,
    });
    return id;
  }

  read(id: string): RunRecord {
    return recordSchema.parse(JSON.parse(readFileSync(join(this.pathOf(id), 'run.json'), 'utf8')));
  }

  async change(id: string, change: Partial<RunRecord>): Promise<void> {
    await this.#write(id, { ...this.read(id), ...change });
  }

  #write(id: string, record: RunRecord): Promise<void> {
    return writeFileAtomic(join(this.pathOf(id), 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
  }

  /** Removes a run and all that it made; a folder of the person's is not touched. */
  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { recursive: true, force: true });
  }

  /** Removes what only a run that goes on needs: snapshots, packed pairs, copied pictures. */
  removeWorkings(id: string): void {
    for (const name of ['snapshot.safetensors', 'snapshot.previous.safetensors', 'pairs', 'pictures'])
      rmSync(join(this.pathOf(id), name), { recursive: true, force: true });
  }

  /** A file of a run that may be looked at, or null. */
  shownFile(id: string, name: string): string | null {
    const path = join(this.pathOf(id), name);
    return SHOWN_FILE.test(name) && existsSync(path) ? path : null;
  }

  /** The run's best model so far: a file, or the folder of PaintsChainer's two; null before the first judgment. */
  modelOf(id: string): { path: string; changed: number } | null {
    for (const name of ['model.safetensors', 'model']) {
      const path = join(this.pathOf(id), name);
      const whole = name === 'model' ? join(path, 'card.json') : path; // written last
      if (existsSync(whole)) return { path, changed: statSync(whole).mtimeMs };
    }
    return null;
  }
}
