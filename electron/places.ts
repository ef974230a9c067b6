/**
 * The files that the person chose in this run. The page gets numbers and never sees a path, and so can write nowhere but where the
 * person pointed.
 */
export class Places {
  readonly #paths: string[] = [];

  /** The number of a path, which it keeps. */
  numberOf(path: string): number {
    const known = this.#paths.indexOf(path);
    return known >= 0 ? known : this.#paths.push(path) - 1;
  }

  /** @throws Error for a number that was never given */
  pathOf(number: number): string {
    const path = this.#paths[number];
    if (path === undefined) throw new Error('no file was chosen for this place');
    return path;
  }
}
