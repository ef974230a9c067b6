import { basename } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { TrainingHost } from '../src/cli/training/trainingHost.js';
import type { Parts } from './electron.js';
import type { Api } from './scheme.js';

/**
 * Training in the desktop app: the host of `irodori studio`, started when it is first asked for, so that the window does not wait
 * for it. Folders come from the app's own dialog alone; the page gets a run's id and never a path.
 */
export class DesktopTraining implements NonNullable<Api> {
  readonly path = '/api/training';
  #host: Promise<TrainingHost> | null = null;

  /** @param createHost the host; of its own command unless given */
  constructor(private readonly createHost: () => Promise<TrainingHost> = createDesktopHost) {}

  async answer(request: Request): Promise<Response> {
    const { answerTraining } = await import('../src/cli/training/trainingApi.js');
    return answerTraining(await this.#started(), request);
  }

  /** Lets the person choose a folder and makes a run of it; its id, or null. */
  async choosePictures({ dialog }: Parts<'dialog'>, window: BrowserWindow): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
    const [folder] = filePaths;
    if (canceled || folder === undefined) return null;
    return (await (await this.#started()).create(basename(folder) || folder, folder)).id;
  }

  #started(): Promise<TrainingHost> {
    this.#host ??= this.createHost();
    return this.#host;
  }
}

async function createDesktopHost(): Promise<TrainingHost> {
  const { TrainingHost } = await import('../src/cli/training/trainingHost.js');
  const { commandLauncher } = await import('../src/cli/training/runProcess.js');
  return new TrainingHost(commandLauncher({ ELECTRON_RUN_AS_NODE: '1' })); // Electron's program is Node too, if told so
}
