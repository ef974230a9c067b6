import { coloring } from '../coloring/coloring.js';
import { listOwnModels, useModels } from '../store/models.js';
import { useNotices } from '../store/notices.js';
import { shelf } from './modelChoice.js';

/** Bytes of a model file that is looked at. */
const MODEL_MAX = 512 * 2 ** 20;

/**
 * Checks a model file, keeps it and colours with it. One that is none is told in one line, and everything stays as it is.
 *
 * @returns the name it got, or null
 */
export async function importModel(file: File): Promise<string | null> {
  try {
    if (file.size > MODEL_MAX) throw new Error(`${Math.round(file.size / 2 ** 20)} MB`);
    const { description, parameters, card, hash } = await coloring.examine(file);
    const known = await listOwnModels();
    const same = known.find((model) => model.card.sha256 === hash);
    const name = same?.name ?? freeName(file.name, new Set(known.map((model) => model.name)));
    if (!same)
      await shelf().add({ name, bytes: file.size, card: { ...card, description, parameters, sha256: hash } }, file);
    await listOwnModels();
    coloring.use({ model: { kind: 'own', name } });
    return name;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    useNotices
      .getState()
      .show({ kind: 'error', message: { key: 'model.notImported', values: { name: file.name, reason } } });
    return null;
  }
}

/** Takes a model off the shelf; where it is in use, the standard one takes its place. */
export async function removeModel(name: string): Promise<void> {
  try {
    await shelf().remove(name);
    const { chosen } = useModels.getState();
    if (chosen.kind === 'own' && chosen.name === name) coloring.use({ model: { kind: 'standard' } });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    useNotices.getState().show({ kind: 'error', message: { key: 'model.notRemoved', values: { name, reason } } });
  }
  await listOwnModels();
}

/** A file's name as a model's: letters and digits first, nothing that a path could be. */
export function freeName(fileName: string, taken: ReadonlySet<string>): string {
  const base =
    fileName
      .replace(/\.[^.]*$/, '')
      .replace(/[^\p{L}\p{N}._-]+/gu, '-')
      .replace(/^[^\p{L}\p{N}]+/u, '')
      .slice(0, 56) || 'model';
  const reserved = new Set([...taken, 'flood', 'standard']);
  let name = base;
  for (let i = 2; reserved.has(name); i++) name = `${base}-${i}`;
  return name;
}
