import type { RunView } from '../../models/training/runView.js';
import { useDialog } from '../store/dialog.js';
import { useNotices } from '../store/notices.js';
import { explainEnd, explainTraining } from './explainTraining.js';
import { isWorking } from './phases.js';
import { trainingClient } from './trainingClient.js';
import { useTraining } from './trainingStore.js';

/** Milliseconds between two looks at the runs: while they are on the screen, and while one works behind the picture. */
const NEAR = 1000;
const FAR = 5000;

let timer: ReturnType<typeof setTimeout> | undefined;
let looking = false;

/** Finds runs that go on from before the window was opened, and follows them from now on. */
export async function watchRuns(): Promise<void> {
  useTraining.setState({ choices: await trainingClient.choices() });
  if (!useTraining.getState().choices) return;
  useDialog.subscribe(({ open }) => open === 'train' && void look());
  useTraining.subscribe((now, before) => {
    if (now.shown !== before.shown || now.other !== before.other) void look();
  });
  await look();
}

/** Looks at the runs now, and again as long as something may change. */
export async function look(): Promise<void> {
  if (looking) return;
  looking = true;
  clearTimeout(timer);
  try {
    const runs = await trainingClient.runs();
    const { runs: before, shown, other } = useTraining.getState();
    const there = (id: string | null) => runs.find((run) => run.id === id)?.id ?? null;
    const first = runs.find(isWorking) ?? runs[0];
    useTraining.setState({
      runs,
      shown: shown === undefined ? (first?.id ?? null) : there(shown),
      other: there(other),
    });
    for (const run of runs)
      tellOfEnd(
        run,
        before.find(({ id }) => id === run.id),
      );
    if (isOpen()) await readCurves();
  } catch (error) {
    useTraining.setState({ trouble: explainTraining(error) });
  } finally {
    looking = false;
  }
  const works = useTraining.getState().runs.some(isWorking);
  if (works || isOpen()) timer = setTimeout(() => void look(), isOpen() ? NEAR : FAR);
}

const isOpen = () => useDialog.getState().open === 'train';

async function readCurves(): Promise<void> {
  const { shown, other } = useTraining.getState();
  const wanted = [shown, other].filter((id) => typeof id === 'string');
  const entries = await Promise.all(wanted.map(async (id) => [id, await trainingClient.curves(id)] as const));
  useTraining.setState({ curves: Object.fromEntries(entries) });
}

/** Says that a run has ended while nobody looked. */
function tellOfEnd(run: RunView, before: RunView | undefined): void {
  if (!before || !isWorking(before) || isWorking(run) || isOpen() || !run.begun) return;
  const action = { label: { key: 'train.look' } as const, perform: () => openRun(run.id) };
  const end = explainEnd(run);
  if (end) useNotices.getState().show({ kind: 'error', message: end, action });
  else if (run.phase === 'done')
    useNotices.getState().show({ kind: 'info', message: { key: 'train.ended', values: { name: run.name } }, action });
}

/** Opens the dialog on a run; without one on the run that works, or where it was left. */
export function openRun(id?: string): void {
  const { runs, shown } = useTraining.getState();
  useTraining.setState({ shown: id ?? runs.find(isWorking)?.id ?? shown, trouble: null });
  useDialog.setState({ open: 'train' });
}
