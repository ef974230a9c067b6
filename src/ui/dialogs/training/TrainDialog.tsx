import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTell } from '../../i18n/useTell.js';
import { useTraining } from '../../training/trainingStore.js';
import { Frame } from '../Frame.js';
import { RunPage } from './RunPage.js';
import { RunSetUp } from './RunSetUp.js';
import { shortTime } from './shortTime.js';

/** Runs, and the one that is looked at: how it is to be, or how it goes. */
export function TrainDialog() {
  const { t } = useTranslation();
  const tell = useTell();
  const { choices, runs, shown, trouble } = useTraining();
  const run = runs.find(({ id }) => id === shown);
  if (choices === null)
    return (
      <Frame name="train" title="train.title">
        <p>{t('train.unavailable')}</p>
      </Frame>
    );
  return (
    <Frame name="train" title="train.title" wide>
      <div className="train">
        <nav className="train-runs" aria-label={t('train.runs')}>
          <button
            type="button"
            className="side-item"
            aria-current={run === undefined}
            onClick={() => useTraining.setState({ shown: null, other: null, trouble: null })}
          >
            <Plus size={14} aria-hidden />
            {t('train.newRun')}
          </button>
          <ul>
            {runs.map(({ id, name, phase, created }) => (
              <li key={id}>
                <button
                  type="button"
                  className="side-item"
                  aria-current={id === shown}
                  onClick={() => useTraining.setState({ shown: id, other: null, trouble: null })}
                >
                  <span className="side-name">{name}</span>
                  <span className="quiet">
                    {t(`train.phase.${phase}`)} · {shortTime(created)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div className="train-page">
          {trouble && (
            <p className="train-trouble" role="alert">
              {tell(trouble)}
            </p>
          )}
          {choices &&
            (run?.begun ? <RunPage key={run.id} run={run} /> : <RunSetUp key={run?.id} run={run} choices={choices} />)}
        </div>
      </div>
    </Frame>
  );
}
