import type { RunChoices } from '../../models/training/runView.js';
import { chooseFolder } from '../actions/chooseFile.js';
import { explainTraining } from './explainTraining.js';
import { trainingClient } from './trainingClient.js';
import { useTraining } from './trainingStore.js';
import { look } from './watchRuns.js';

/** Endings of pictures that training reads. */
const TRAINABLE = /\.(?:png|jpe?g|webp|tiff?|gif|svg|avif)$/i;

let cancel: AbortController | null = null;

/**
 * Lets the person choose a folder for a new run and has its pictures read. The desktop app reads them where they are; a page
 * cannot know where that is and hands copies over.
 */
export async function choosePictures(choices: RunChoices): Promise<void> {
  useTraining.setState({ trouble: null });
  try {
    const id = window.irodori ? await window.irodori.choosePictures() : await copyFolder();
    if (id === null) return;
    await trainingClient.prepare(id, choices);
    await look();
    useTraining.setState({ shown: id });
  } catch (error) {
    useTraining.setState({ trouble: explainTraining(error) });
  }
}

/** Gives up copying; what was copied is removed. */
export function cancelCopy(): void {
  cancel?.abort();
}

async function copyFolder(): Promise<string | null> {
  const all = await chooseFolder();
  if (all.length === 0) return null;
  const files = all.filter(({ name }) => TRAINABLE.test(name) && !name.startsWith('.'));
  if (files.length === 0) {
    useTraining.setState({ trouble: { key: 'train.noPictures' } });
    return null;
  }
  cancel = new AbortController();
  const { signal } = cancel;
  const name = files[0].webkitRelativePath.split('/')[0] || 'pictures';
  const { id } = await trainingClient.create(name);
  try {
    for (const [done, file] of files.entries()) {
      useTraining.setState({ copying: { done, total: files.length } });
      const path = file.webkitRelativePath.split('/').slice(1).join('/') || file.name;
      await trainingClient.addPicture(id, path, file, signal);
    }
    return id;
  } catch (error) {
    await trainingClient.remove(id).catch(() => undefined); // half a folder is of no use
    if (signal.aborted) return null;
    throw error;
  } finally {
    useTraining.setState({ copying: null });
  }
}
