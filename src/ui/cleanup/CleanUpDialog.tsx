import { RotateCcw, RotateCw, Wand2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CleanUp, cleanedSize, GAMMA_MAX, GAMMA_MIN, untouched } from '../../models/sketch/cleanUp.js';
import { LatestWins } from '../coloring/latestWins.js';
import { WorkerCaller, WorkerLostError } from '../coloring/workerCaller.js';
import { Frame } from '../dialogs/Frame.js';
import { tell } from '../files/open.js';
import { NumberSlider } from '../parts/NumberSlider.js';
import { Switch } from '../parts/Switch.js';
import { useDialog } from '../store/dialog.js';
import { useProject } from '../store/project.js';
import { applyCleanUp } from './applyCleanUp.js';
import { CleanUpView } from './CleanUpView.js';
import { boxOf, isUpright, quarterTurn, seen, unseen } from './frame.js';
import { Histogram } from './Histogram.js';
import type { CleanUpCalls, Levels, Opened, Toned } from './protocol.js';

/** Makes a clean sketch of a scan or a photo: levels, paper, turn, cut. */
export function CleanUpDialog() {
  const isOpen = useDialog((s) => s.open === 'cleanUp');
  const sketch = useProject((s) => s.sketch);
  return (
    <Frame name="cleanUp" title="cleanUp.title" wide>
      {isOpen && sketch && <CleanUpForm key={sketch.file.size} />}
    </Frame>
  );
}

/** The settings while they are being made; nothing of the sketch changes before they are applied. */
function CleanUpForm() {
  const { t } = useTranslation();
  const [sketch] = useState(() => useProject.getState().sketch!);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [draft, setDraft] = useState<CleanUp | null>(null);
  const [slanted, setSlanted] = useState(false);
  const [toned, setToned] = useState<Toned | null>(null);
  const [isBusy, setBusy] = useState(false);
  const worker = useRef<WorkerCaller<CleanUpCalls> | null>(null);
  const tones = useRef<LatestWins<Levels, Toned> | null>(null);

  useEffect(() => {
    const caller = new WorkerCaller<CleanUpCalls>(
      new Worker(new URL('./cleanUpWorker.ts', import.meta.url), { type: 'module', name: 'clean-up' }),
    );
    worker.current = caller;
    let isHere = true;
    const failed = (error: unknown) => {
      if (!isHere) return;
      tell(error, sketch.name);
      useDialog.setState({ open: null });
    };
    tones.current = new LatestWins<Levels, Toned>((levels) => caller.call('tone', levels), {
      done: setToned,
      failed,
      dropped: ({ bitmap }) => bitmap.close(),
    });
    caller
      .call('open', sketch.original?.file ?? sketch.file)
      .then((found) => {
        if (!isHere) return;
        const known = sketch.original?.cleanUp ?? untouched(found.size);
        const first = useDialog.getState().suggest ? { ...known, ...found.suggested, paper: true } : known;
        setOpened(found);
        setDraft(first);
        setSlanted(!isUpright(seen(first.corners, first.turn, found.size)));
      })
      .catch(failed);
    return () => {
      isHere = false;
      caller.end(new WorkerLostError('the dialog was closed'));
    };
  }, [sketch]);

  const { paper, black, white, gamma, corners } = draft ?? {};
  useEffect(() => {
    if (paper === undefined || !corners || black === undefined || white === undefined || gamma === undefined) return;
    tones.current?.request({ paper, black, white, gamma, corners });
  }, [paper, black, white, gamma, corners]);
  useEffect(() => () => toned?.bitmap.close(), [toned]);

  if (!draft || !opened) return <p className="quiet clean-up-wait">{t('cleanUp.reading')}</p>;
  const { size } = opened;
  const change = (part: Partial<CleanUp>) => setDraft({ ...draft, ...part });
  const quarters = Math.round(draft.turn / 90);
  const angle = draft.turn - 90 * quarters;

  /** The picture turns under a frame that stays. */
  const straighten = (degrees: number) => {
    const turn = 90 * quarters + degrees;
    change({ turn, corners: unseen(seen(draft.corners, draft.turn, size), turn, size) });
  };
  const turnRight = (times: number) => {
    let { corners } = draft;
    for (let i = 0; i < times; i++) corners = quarterTurn(corners);
    const turn = draft.turn + 90 * times;
    change({ turn: turn > 180 ? turn - 360 : turn, corners });
  };
  const apply = async () => {
    setBusy(true);
    try {
      await applyCleanUp(sketch, draft, size, (settings) => worker.current!.call('finish', settings));
      useDialog.setState({ open: null });
    } catch (error) {
      tell(error, sketch.name);
      setBusy(false);
    }
  };
  const [width, height] = cleanedSize(draft);

  return (
    <form
      className="clean-up"
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <CleanUpView
        picture={toned?.bitmap ?? null}
        size={size}
        turn={draft.turn}
        frame={seen(draft.corners, draft.turn, size)}
        free={slanted}
        onChange={(frame) => change({ corners: unseen(frame, draft.turn, size) })}
      />
      <div className="clean-up-settings">
        <h3>{t('cleanUp.levels')}</h3>
        <Histogram counts={toned?.histogram ?? null} black={draft.black} white={draft.white} />
        <NumberSlider
          label={t('cleanUp.black')}
          value={draft.black}
          min={0}
          max={254}
          initial={0}
          onChange={(value) => change({ black: value, white: Math.max(value + 1, draft.white) })}
        />
        <NumberSlider
          label={t('cleanUp.gamma')}
          value={Math.round(draft.gamma * 100)}
          min={GAMMA_MIN * 100}
          max={GAMMA_MAX * 100}
          geometric
          initial={100}
          onChange={(percent) => change({ gamma: percent / 100 })}
        />
        <NumberSlider
          label={t('cleanUp.white')}
          value={draft.white}
          min={1}
          max={255}
          initial={255}
          onChange={(value) => change({ white: value, black: Math.min(value - 1, draft.black) })}
        />
        <Switch label={t('cleanUp.paper')} checked={draft.paper} onChange={(on) => change({ paper: on })} />
        <button
          type="button"
          className="button small"
          onClick={() =>
            change({ black: opened.suggested.black, white: opened.suggested.white, gamma: 1, paper: true })
          }
        >
          <Wand2 size={13} aria-hidden />
          {t('cleanUp.automatic')}
        </button>
        <h3>{t('cleanUp.cut')}</h3>
        <div className="row">
          <span className="grow">{t('cleanUp.turn')}</span>
          <button type="button" className="icon-button" aria-label={t('cleanUp.left')} onClick={() => turnRight(3)}>
            <RotateCcw size={15} aria-hidden />
          </button>
          <button type="button" className="icon-button" aria-label={t('cleanUp.right')} onClick={() => turnRight(1)}>
            <RotateCw size={15} aria-hidden />
          </button>
        </div>
        <NumberSlider
          label={t('cleanUp.straighten')}
          value={Math.round(angle * 10) / 10}
          min={-45}
          max={45}
          step={0.1}
          initial={0}
          onChange={straighten}
        />
        <Switch
          label={t('cleanUp.slanted')}
          checked={slanted}
          onChange={(on) => {
            setSlanted(on);
            if (!on) change({ corners: unseen(boxOf(seen(draft.corners, draft.turn, size)), draft.turn, size) });
          }}
        />
        <p className="quiet">{t('export.size', { width, height })}</p>
        <div className="dialog-buttons clean-up-buttons">
          <button
            type="button"
            className="button"
            onClick={() => {
              setDraft(untouched(size));
              setSlanted(false);
            }}
          >
            {t('cleanUp.reset')}
          </button>
          <button type="submit" className="button primary" disabled={isBusy}>
            {t(isBusy ? 'cleanUp.working' : 'cleanUp.apply')}
          </button>
        </div>
      </div>
    </form>
  );
}
