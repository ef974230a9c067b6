import { bundledModel } from '../coloring/bundledModel.js';
import { isServed } from '../isServed.js';
import type { EngineChoice } from '../worker/protocol.js';
import { browserShelf } from './browserShelf.js';
import { serverShelf } from './serverShelf.js';
import type { ModelShelf } from './shelf.js';

/** Which model colours. */
export type ModelChoice =
  | { readonly kind: 'standard' }
  | { readonly kind: 'flood' }
  /** One on the shelf. */
  | { readonly kind: 'own'; readonly name: string }
  /** A file that is on no shelf, such as one just trained. */
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob };

export const STANDARD_CHOICE: ModelChoice = { kind: bundledModel === null ? 'flood' : 'standard' };

export function isSameModel(a: ModelChoice, b: ModelChoice): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'own' && b.kind === 'own') return a.name === b.name;
  return a.kind !== 'file' || b.kind !== 'file' || a.file === b.file;
}

/** Where the person's own models are. */
export function shelf(): ModelShelf {
  return isServed() ? serverShelf : browserShelf;
}

/** What the worker is to load. */
export async function modelOf(choice: ModelChoice): Promise<EngineChoice['model']> {
  switch (choice.kind) {
    case 'standard':
      return bundledModel;
    case 'flood':
      return null;
    case 'own':
      return shelf().read(choice.name);
    case 'file':
      return choice.file;
  }
}

/** What the model is called in the status bar and in project files. */
export function nameOfChoice(choice: ModelChoice): string {
  return choice.kind === 'own' || choice.kind === 'file' ? choice.name : choice.kind;
}
