import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { isPaintsChainers, PRESETS } from '../../models/training/presets.js';
import type { RunChoices, RunCurves, RunPhase, RunView, TrainingChoices } from '../../models/training/runView.js';
import { isPictureName } from '../../vision/imageFile.node.js';
import { FLOOD, listModels, NO_MODEL } from '../modelStore.js';
import { Refusal } from './refusal.js';
import { readCurves } from './runLog.js';
import { type Launcher, startProcess, stateOf } from './runProcess.js';
import { isStopRequested, requestStop } from './runState.js';
import { RunStore } from './runStore.js';
import { safeRelativePath } from './safePath.js';

/** Largest picture that is copied, in bytes, and most pictures of a run. */
const MAX_PICTURE = 2 ** 29;
const MAX_PICTURES = 50_000;

/** Files told by name as left out: a folder of thousands of copies need not be listed. */
const MAX_SKIPPED = 500;

const GOES_ON: readonly RunPhase[] = ['paused', 'killed', 'failed'];

/**
 * Training runs of the app. Each is an `irodori train` in a process of its own, which neither a closed window nor the end of
 * this program stops; what is known of it is read from its folder each time it is asked for.
 */
export class TrainingHost {
  constructor(
    private readonly launcher: Launcher,
    readonly store: RunStore = new RunStore(),
  ) {}

  /** What a run can be begun with. */
  async choices(): Promise<TrainingChoices> {
    const models = (await listModels()).filter(({ path }) => extname(path) === '.safetensors').map(({ name }) => name);
    const presets = Object.fromEntries(Object.entries(PRESETS).map(([name, { iterations }]) => [name, iterations]));
    return { models, presets: presets as TrainingChoices['presets'] };
  }

  list(): RunView[] {
    return this.store.list().map((id) => this.view(id));
  }

  /** @throws Refusal `unknown` */
  view(id: string): RunView {
    const folder = this.#folder(id);
    const { name, created, choices, over, kept } = this.store.read(id);
    const { state, working } = stateOf(folder);
    if (over && !working) this.store.removeWorkings(id);
    return {
      id,
      name,
      created,
      phase: phaseOf(),
      choices,
      begun: this.#hasSteps(id),
      done: state?.done ?? 0,
      total: state?.total ?? 0,
      secondsPerStep: state?.secondsPerStep ?? null,
      failure: state?.failure ?? null,
      report: reportIn(folder),
      preview: changed(join(folder, 'preview.webp')),
      model: this.store.modelOf(id)?.changed ?? null,
      kept,
    };

    function phaseOf(): RunPhase {
      if (working) return over || isStopRequested(folder) ? 'stopping' : (state!.phase as RunPhase);
      if (over) return 'over';
      if (!state) return 'new';
      if (state.phase === 'stopped') return 'paused';
      return state.phase === 'starting' || state.phase === 'reading' || state.phase === 'training'
        ? 'killed'
        : state.phase;
    }
  }

  curves(id: string): RunCurves {
    return readCurves(this.#folder(id));
  }

  /** @param pictures a folder of the person's; null for copies that `addPicture` brings */
  async create(name: string, pictures: string | null = null): Promise<RunView> {
    return this.view(await this.store.create(name, pictures));
  }

  /**
   * Copies a picture into a run's own folder.
   *
   * @param said path below the chosen folder, as the page gives it
   * @throws Refusal; nothing half-written is left
   */
  async addPicture(id: string, said: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    this.#expect(id, ['new', 'ready', 'failed']);
    if (this.store.read(id).pictures !== null)
      throw new Refusal('wrong-phase', 'its pictures are in a folder of their own');
    const name = safeRelativePath(said);
    if (!name || !isPictureName(name)) throw new Refusal('not-picture', `${said} is not named like a picture`);
    const path = join(this.store.picturesOf(id), name);
    await mkdir(dirname(path), { recursive: true });
    const file = await openNew(path);
    try {
      let size = 0;
      for await (const chunk of body) {
        size += chunk.length;
        if (size > MAX_PICTURE) throw new Refusal('too-large', `${said} is larger than ${MAX_PICTURE} bytes`);
        await file.handle.write(chunk);
      }
    } catch (error) {
      await file.handle.close();
      await rm(file.path, { force: true });
      throw error;
    }
    await file.handle.close();
  }

  /** Reads the pictures, so that they can be looked at before training. */
  prepare(id: string, choices: RunChoices): Promise<RunView> {
    return this.#begin(id, choices, ['--preview']);
  }

  start(id: string, choices: RunChoices): Promise<RunView> {
    return this.#begin(id, choices, []);
  }

  async #begin(id: string, choices: RunChoices, more: readonly string[]): Promise<RunView> {
    this.#expect(id, ['new', 'ready', 'failed', 'paused', 'killed']);
    if (this.#hasSteps(id)) throw new Refusal('wrong-phase', 'the run has begun already');
    await this.#expectModel(choices);
    await this.store.change(id, { choices });
    return this.#launch(id, [...this.#newRun(id, choices), ...more]);
  }

  /** Asks the run to stop after the present step; it writes a snapshot first. */
  pause(id: string): RunView {
    if (stateOf(this.#folder(id)).working) requestStop(this.#folder(id));
    return this.view(id);
  }

  async resume(id: string): Promise<RunView> {
    this.#expect(id, GOES_ON);
    const { choices } = this.store.read(id);
    if (this.#hasSteps(id)) return this.#launch(id, ['--resume', '--out', this.#folder(id)]);
    if (!choices) throw new Refusal('wrong-phase', 'the run was never begun');
    return this.#launch(id, this.#newRun(id, choices));
  }

  /** Ends a run for good: model, curves and samples stay, what it would need to go on is removed. */
  async stop(id: string): Promise<RunView> {
    await this.store.change(id, { over: true });
    return this.pause(id);
  }

  async remove(id: string): Promise<void> {
    if (stateOf(this.#folder(id)).working) throw new Refusal('wrong-phase', 'the run is working: pause it first');
    await this.store.remove(id);
  }

  /** The model file of a run to colour with: of PaintsChainer's two the first. */
  modelFile(id: string): string | null {
    const model = this.store.modelOf(this.#known(id));
    if (!model) return null;
    return extname(model.path) === '' ? join(model.path, 'unet_128_irodori.npz') : model.path;
  }

  shownFile(id: string, name: string): string | null {
    return this.store.shownFile(this.#known(id), name);
  }

  /** Keeps the best model under a name, as `irodori models import` does. */
  async keep(id: string, name: string): Promise<RunView> {
    const model = this.store.modelOf(this.#known(id));
    if (!model) throw new Refusal('wrong-phase', 'the run has no model yet');
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(name) || name === FLOOD)
      throw new Refusal('bad-name', `"${name}" cannot name a model`);
    if ((await listModels()).some((other) => other.origin === 'yours' && other.name === name))
      throw new Refusal('taken', `there is a model named ${name} already`);
    await this.#run(['models', 'import', model.path, '--name', name]);
    await this.store.change(id, { kept: name });
    return this.view(id);
  }

  #run(command: readonly string[]): Promise<void> {
    const { program, args, env } = this.launcher;
    return new Promise((resolve, reject) =>
      execFile(
        program,
        [...args, ...command],
        { windowsHide: true, env: { ...process.env, ...env } },
        (error, _, said) => {
          if (!error) return resolve();
          const line =
            said
              .trim()
              .split('\n')
              .at(-1)
              ?.replace(/^irodori: /, '') ?? '';
          reject(new Refusal(/disk is full|quota/.test(line) ? 'disk-full' : 'other', line || error.message));
        },
      ),
    );
  }

  #launch(id: string, command: readonly string[]): RunView {
    const other = this.store.list().find((run) => run !== id && stateOf(this.store.pathOf(run)).working);
    if (other) throw new Refusal('busy', `${this.store.read(other).name} is working: pause it first`);
    startProcess(this.#folder(id), this.launcher, ['train', '--watched', ...command]);
    return this.view(id);
  }

  #newRun(id: string, { preset, init, iterations, size, batch, seed }: RunChoices): string[] {
    const numbers = Object.entries({ iterations, size, batch, seed }).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name}`, String(value)],
    );
    const data = this.store.read(id).pictures ?? this.store.picturesOf(id);
    return [
      ...['--data', data, '--out', this.#folder(id), '--preset', preset],
      ...['--init', init ?? NO_MODEL],
      ...numbers,
    ];
  }

  async #expectModel({ init, preset }: RunChoices): Promise<void> {
    if (init === null) return;
    // A name of the list alone: `--init` would take a path as well.
    if (isPaintsChainers(preset) || !(await this.choices()).models.includes(init))
      throw new Refusal('bad-request', `no run can start from ${init}`);
  }

  /** Whether training itself has begun. */
  #hasSteps(id: string): boolean {
    return existsSync(join(this.#folder(id), 'settings.json'));
  }

  #expect(id: string, phases: readonly RunPhase[]): void {
    const { phase } = this.view(id);
    if (!phases.includes(phase)) throw new Refusal('wrong-phase', `not while the run is ${phase}`);
  }

  #known(id: string): string {
    if (!this.store.has(id)) throw new Refusal('unknown', 'no such run');
    return id;
  }

  #folder(id: string): string {
    return this.store.pathOf(this.#known(id));
  }
}

/** Opens a new file; where one of the name is there, under another name beside it. */
async function openNew(path: string) {
  const ending = extname(path);
  for (let n = 1; n < MAX_PICTURES; n++) {
    const free = n === 1 ? path : `${path.slice(0, -ending.length)} ${n}${ending}`;
    try {
      return { path: free, handle: await open(free, 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Refusal('too-large', 'too many pictures');
}

function changed(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function reportIn(folder: string): RunView['report'] {
  try {
    const report = JSON.parse(readFileSync(join(folder, 'pairs', 'report.json'), 'utf8')) as NonNullable<
      RunView['report']
    >;
    const skipped = report.skipped.slice(0, MAX_SKIPPED).map(({ name, kind }) => ({ name, kind }));
    return { used: report.used, paired: report.paired, skipped };
  } catch {
    return null;
  }
}
