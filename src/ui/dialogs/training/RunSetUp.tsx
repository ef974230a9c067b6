import { ChartSpline, FolderOpen, Images } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPaintsChainers, type PresetName } from '../../../models/training/presets.js';
import type { RunChoices, RunView, TrainingChoices } from '../../../models/training/runView.js';
import { useTell } from '../../i18n/useTell.js';
import { cancelCopy, choosePictures } from '../../training/choosePictures.js';
import { explainEnd } from '../../training/explainTraining.js';
import { isWorking } from '../../training/phases.js';
import { runActions } from '../../training/runActions.js';
import { trainingClient } from '../../training/trainingClient.js';
import { useTraining } from '../../training/trainingStore.js';
import { Confirm } from './Confirm.js';
import { PicturesReport } from './PicturesReport.js';

const SIZES = [64, 96, 128, 160, 192, 224, 256] as const;

/** What choosing pictures leads to. */
function Steps() {
  const { t } = useTranslation();
  return (
    <ol className="train-steps">
      {(
        [
          ['pictures', FolderOpen],
          ['pairs', Images],
          ['train', ChartSpline],
        ] as const
      ).map(([step, Icon]) => (
        <li key={step}>
          <Icon size={20} strokeWidth={1.75} aria-hidden />
          <strong>{t(`train.way.${step}`)}</strong>
          <span className="quiet">{t(`train.way.${step}Note`)}</span>
        </li>
      ))}
    </ol>
  );
}

/** A run before its first step: its pictures, what the network will see of them, and how it is to be trained. */
export function RunSetUp({ run, choices: { models, presets } }: { run?: RunView; choices: TrainingChoices }) {
  const { t } = useTranslation();
  const tell = useTell();
  const copying = useTraining((s) => s.copying);
  const [chosen, setChosen] = useState<RunChoices>(
    run?.choices ?? { preset: 'quick', init: models.includes('standard') ? 'standard' : (models[0] ?? null) },
  );
  const working = run !== undefined && isWorking(run);
  const end = run && explainEnd(run);
  const change = (changes: Partial<RunChoices>) => setChosen({ ...chosen, ...changes });

  return (
    <>
      {!run && <p className="quiet">{t('train.about')}</p>}
      {!run && <Steps />}
      {copying ? (
        <div className="row">
          <progress
            className="progress"
            max={copying.total}
            value={copying.done}
            aria-label={t('train.copying', copying)}
          />
          <span role="status">{t('train.copying', copying)}</span>
          <button type="button" className="button small" onClick={cancelCopy}>
            {t('train.cancel')}
          </button>
        </div>
      ) : (
        !run && (
          <div className="row">
            <button type="button" className="button primary" onClick={() => void choosePictures(chosen)}>
              {t('train.choose')}
            </button>
          </div>
        )
      )}
      {run && (
        <div className="row">
          <strong className="grow">{run.name}</strong>
          <Confirm
            label="train.remove"
            question="train.removeSure"
            disabled={working}
            onSure={() => void runActions.remove(run)}
          />
        </div>
      )}
      {end && (
        <p className="train-trouble" role="alert">
          {tell(end)}
        </p>
      )}
      {working && (
        <div className="row">
          <progress
            className="progress"
            max={run.total || 1}
            value={run.phase === 'reading' ? run.done : 0}
            aria-label={t(`train.phase.${run.phase}`)}
          />
          <span role="status" className="train-doing">
            {t(`train.phase.${run.phase}`)}
            {run.phase === 'reading' && ` ${t('train.progress', { done: run.done, total: run.total })}`}
          </span>
          <button type="button" className="button small" onClick={() => void runActions.pause(run)}>
            {t('train.cancel')}
          </button>
        </div>
      )}
      {run?.report && <PicturesReport report={run.report} />}

      <h3>{t('train.manner')}</h3>
      <label className="row">
        <span className="grow">{t('train.preset')}</span>
        <select
          className="field"
          value={chosen.preset}
          onChange={({ target }) => {
            const preset = target.value as PresetName;
            const init = preset === 'quick' ? (chosen.init ?? models[0] ?? null) : null;
            setChosen({ preset, init });
          }}
        >
          {(Object.keys(presets) as PresetName[]).map((name) => (
            <option key={name} value={name}>
              {t(`train.preset.${name}`)}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet choice-note">{t(`train.presetNote.${chosen.preset}`)}</p>
      {!isPaintsChainers(chosen.preset) && (
        <label className="row">
          <span className="grow">{t('train.init')}</span>
          <select
            className="field"
            value={chosen.init ?? ''}
            onChange={({ target }) => change({ init: target.value === '' ? null : target.value })}
          >
            {models.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
            <option value="">{t('train.init.nothing')}</option>
          </select>
        </label>
      )}
      <details>
        <summary>{t('train.more')}</summary>
        <Whole
          label={t('train.steps')}
          placeholder={presets[chosen.preset]}
          value={chosen.iterations}
          onChange={(iterations) => change({ iterations })}
        />
        <label className="row">
          <span className="grow">{t('train.size')}</span>
          <select
            className="field"
            value={chosen.size ?? ''}
            onChange={({ target }) => change({ size: target.value === '' ? undefined : Number(target.value) })}
          >
            <option value="">–</option>
            {SIZES.map((size) => (
              <option key={size} value={size}>
                {size}
              </option>
            ))}
          </select>
        </label>
        <Whole label={t('train.batch')} placeholder={8} value={chosen.batch} onChange={(batch) => change({ batch })} />
      </details>

      {run?.preview && !working && (
        <figure className="train-pairs">
          <img src={trainingClient.picture(run.id, 'preview.webp', run.preview)} alt={t('train.pairs')} />
          <figcaption className="quiet">{t('train.pairs')}</figcaption>
        </figure>
      )}
      {run && (
        <div className="dialog-buttons">
          <button
            type="button"
            className="button"
            disabled={working}
            onClick={() => void runActions.prepare(run, chosen)}
          >
            {t('train.prepare')}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={working || run.phase === 'failed'}
            onClick={() => void runActions.start(run, chosen)}
          >
            {t('train.start')}
          </button>
        </div>
      )}
    </>
  );
}

/** A whole number that may be left to the preset. */
function Whole(props: {
  label: string;
  placeholder: number;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const { label, placeholder, value, onChange } = props;
  return (
    <label className="row">
      <span className="grow">{label}</span>
      <input
        className="field train-number"
        type="number"
        min={1}
        step={1}
        placeholder={String(placeholder)}
        value={value ?? ''}
        onChange={({ target }) =>
          onChange(target.value === '' ? undefined : Math.max(1, Math.round(Number(target.value))))
        }
      />
    </label>
  );
}
