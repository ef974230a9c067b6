import { basename } from 'node:path';
import type { BrowserWindow } from 'electron';
import type * as RunProcess from '../src/cli/training/runProcess.js';
import type * as TrainingApi from '../src/cli/training/trainingApi.js';
import type * as Host from '../src/cli/training/trainingHost.js';
import { COMMAND_FLAG, loadCommandModule } from './command.js';
import type { Parts } from './electron.js';
import type { Api } from './scheme.js';

/** The host of the runs, and what answers the page for it. */
export interface Training {
  readonly host: Host.TrainingHost;
  answer(host: Host.TrainingHost, request: Request): Promise<Response>;
}

/**
 * Training in the desktop app: the host of `irodori studio`, started when it is first asked for, so that the window does not wait
 * for it. Folders come from the app's own dialog alone; the page gets a run's id and never a path.
 */
export class DesktopTraining implements Api {
  readonly path = '/api/training';
  #started: Promise<Training> | null = null;

  constructor(private readonly load: () => Promise<Training>) {}

  async answer(request: Request): Promise<Response> {
    const { host, answer } = await this.#start();
    return answer(host, request);
  }

  /** Lets the person choose a folder and makes a run of it; its id, or null. */
  async choosePictures({ dialog }: Parts<'dialog'>, window: BrowserWindow): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
    const [folder] = filePaths;
    if (canceled || folder === undefined) return null;
    return (await (await this.#start()).host.create(basename(folder) || folder, folder)).id;
  }

  #start(): Promise<Training> {
    this.#started ??= this.load();
    return this.#started;
  }
}

/**
 * Training with the command in a folder.
 *
 * @param isPackaged the packaged app is its own command; in a checkout Electron's program is Node, if told so
 */
export async function loadTraining(folder: string, isPackaged: boolean): Promise<Training> {
  const { TrainingHost } = await loadCommandModule<typeof Host>(folder, 'trainingHost.js');
  const { answerTraining } = await loadCommandModule<typeof TrainingApi>(folder, 'trainingApi.js');
  const { commandLauncher } = await loadCommandModule<typeof RunProcess>(folder, 'runProcess.js');
  const launcher = isPackaged
    ? { program: process.execPath, args: [COMMAND_FLAG], env: {} }
    : commandLauncher({ ELECTRON_RUN_AS_NODE: '1' });
  return { host: new TrainingHost(launcher), answer: answerTraining };
}
