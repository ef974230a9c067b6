import { readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** Files remembered over restarts: more than anybody goes back to, few enough to be read at once. */
const KEPT = 100;

const schema = z.object({
  next: z.int().min(0),
  paths: z.array(z.tuple([z.int().min(0), z.string().refine(isAbsolute)])).max(KEPT),
});

/**
 * The files that the person chose, over restarts: a project that comes back after one is saved where it was. The page gets numbers
 * and never sees a path, and so can write nowhere but where the person pointed.
 */
export class Places {
  readonly #paths: Map<number, string>;
  #next: number;

  /** @param file where they are kept; null keeps them while the app runs */
  constructor(private readonly file: string | null = null) {
    const kept = file === null ? null : read(file);
    this.#next = kept?.next ?? 0;
    this.#paths = new Map(kept?.paths);
  }

  /** The number of a path, which it keeps; a number is given once. */
  numberOf(path: string): number {
    const known = [...this.#paths].find(([, other]) => other === path)?.[0];
    const number = known ?? this.#next++;
    this.#paths.delete(number); // those chosen last are kept longest
    this.#paths.set(number, path);
    for (const oldest of [...this.#paths.keys()].slice(0, -KEPT)) this.#paths.delete(oldest);
    this.#write();
    return number;
  }

  /** @throws Error for a number that was never given, or too long ago */
  pathOf(number: number): string {
    const path = this.#paths.get(number);
    if (path === undefined) throw new Error('no file was chosen for this place');
    return path;
  }

  #write(): void {
    if (this.file === null) return;
    try {
      writeFileSync(this.file, JSON.stringify({ next: this.#next, paths: [...this.#paths] }));
    } catch {
      // a full disk: the person is asked again after a restart
    }
  }
}

function read(file: string): z.infer<typeof schema> | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // the first start, or damaged
  }
}
