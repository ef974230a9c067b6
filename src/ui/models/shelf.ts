/** A model of the person's own. */
export interface ShelfModel {
  /** What it is called; unique. */
  readonly name: string;
  readonly bytes: number;
  /** What its file says of itself, and what was found when it was taken in: `description`, `parameters`, `sha256`. */
  readonly card: Readonly<Record<string, unknown>>;
}

/** Where the person's own models are kept, over restarts. */
export interface ModelShelf {
  list(): Promise<readonly ShelfModel[]>;
  /** @throws Error where it is gone, with a reason for people */
  read(name: string): Promise<Blob>;
  /** Keeps a model that was found to be good. The name must be free. */
  add(model: ShelfModel, file: Blob): Promise<void>;
  remove(name: string): Promise<void>;
}
