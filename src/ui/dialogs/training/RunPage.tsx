import { useTranslation } from 'react-i18next';
import type { RunCurves, RunView } from '../../../models/training/runView.js';
import { useTell } from '../../i18n/useTell.js';
import { explainEnd } from '../../training/explainTraining.js';
import { canGoOn, isWorking, secondsLeft } from '../../training/phases.js';
import { runActions } from '../../training/runActions.js';
import { useTraining } from '../../training/trainingStore.js';
import { Confirm } from './Confirm.js';
import { CurveChart } from './CurveChart.js';
import { KeepModel } from './KeepModel.js';
import { Samples } from './Samples.js';
import { lossOf, scoreOf } from './series.js';
import { shortTime } from './shortTime.js';

const NONE: RunCurves = { loss: [], judgments: [] };

/** A run from its first step on: how far it is, its curves and samples, its model; beside another if one is chosen. */
export function RunPage({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const tell = useTell();
  const { runs, other: otherId, curves } = useTraining();
  const other = runs.find(({ id }) => id === otherId);
  const shown = [run, ...(other ? [other] : [])].map((each) => ({
    run: each,
    title: `${each.name}, ${shortTime(each.created)}`,
    curves: curves[each.id] ?? NONE,
  }));
  const end = explainEnd(run);
  const best = shown[0].curves.judgments.findLast((judgment) => judgment.best);
  const lastLoss = shown[0].curves.loss.at(-1);
  const others = runs.filter(({ id, begun }) => begun && id !== run.id);

  return (
    <>
      <Progress run={run} />
      {end && (
        <p className="train-trouble" role="alert">
          {tell(end)}
        </p>
      )}
      <label className="row">
        <span className="grow" />
        <span className="quiet">{t('train.compare')}</span>
        <select
          className="field train-compare"
          value={otherId ?? ''}
          disabled={others.length === 0}
          onChange={({ target }) => useTraining.setState({ other: target.value || null })}
        >
          <option value="">{t('train.compare.none')}</option>
          {others.map(({ id, name, created }) => (
            <option key={id} value={id}>
              {name}, {shortTime(created)}
            </option>
          ))}
        </select>
      </label>
      <div className="train-charts">
        <CurveChart
          title={t('train.loss')}
          said={lastLoss ? t('train.lossNow', { loss: lastLoss[1].toFixed(3), step: lastLoss[0] }) : t('train.noCurve')}
          lines={shown.map(({ title, curves: each }) => ({ name: title, points: lossOf(each) }))}
        />
        <CurveChart
          title={t('train.score')}
          said={
            best?.score
              ? t('train.scoreBest', { score: best.score.toFixed(2), step: best.iteration })
              : t(best ? 'train.noScore' : 'train.noCurve')
          }
          lines={shown.map(({ title, curves: each }) => ({ name: title, points: scoreOf(each) }))}
        />
      </div>
      <Samples shown={shown} />
      {run.model && <KeepModel run={run} />}
    </>
  );
}

function Progress({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const { name, phase, done, total } = run;
  const left = secondsLeft(run);
  const working = isWorking(run);
  const time =
    left === null
      ? ''
      : left > 5400
        ? t('train.hours', { count: Math.round(left / 3600) })
        : t('train.minutes', { count: Math.ceil(left / 60) });
  return (
    <>
      <div className="row">
        <strong className="grow">{name}</strong>
        {phase === 'training' && (
          <button type="button" className="button small" onClick={() => void runActions.pause(run)}>
            {t('train.pause')}
          </button>
        )}
        {canGoOn(run) && (
          <button type="button" className="button small primary" onClick={() => void runActions.resume(run)}>
            {t('train.goOn')}
          </button>
        )}
        {(working || canGoOn(run)) && (
          <Confirm label="train.stop" question="train.stopSure" onSure={() => void runActions.stop(run)} />
        )}
        <Confirm
          label="train.remove"
          question="train.removeSure"
          disabled={working}
          onSure={() => void runActions.remove(run)}
        />
      </div>
      <progress className="progress" max={total || 1} value={done} aria-label={t(`train.phase.${phase}`)} />
      <p role="status" className="quiet">
        {t(`train.phase.${phase}`)}
        {total > 0 && ` · ${t(phase === 'reading' ? 'train.progress' : 'train.step', { done, total })}`}
        {time && ` · ${t('train.left', { time })}`}
      </p>
    </>
  );
}
