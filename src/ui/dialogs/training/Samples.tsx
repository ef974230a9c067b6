import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunCurves, RunView } from '../../../models/training/runView.js';
import { NumberSlider } from '../../parts/NumberSlider.js';
import { trainingClient } from '../../training/trainingClient.js';

interface ShownRun {
  readonly run: RunView;
  readonly title: string;
  readonly curves: RunCurves;
}

/** The fixed pictures as the model paints them after a step, for each run that is shown; the newest unless another is chosen. */
export function Samples({ shown }: { shown: readonly ShownRun[] }) {
  const { t } = useTranslation();
  const [back, setBack] = useState<number | null>(null);
  const steps = shown[0].curves.judgments.filter(({ samples }) => samples !== null);
  if (steps.length === 0) return null;
  const last = steps.length - 1;
  const at = Math.min(back ?? last, last);
  const step = steps[at].iteration;

  return (
    <section className="train-samples">
      <h3>{t('train.samples')}</h3>
      {last > 0 && (
        <NumberSlider
          label={t('train.sampleChoose')}
          value={at}
          shown={String(step)}
          min={0}
          max={last}
          onChange={(value) => setBack(value === last ? null : value)}
        />
      )}
      <div className="train-compared" data-runs={shown.length}>
        {shown.map((each) => (
          <Sheets key={each.run.id} shown={each} step={step} titled={shown.length > 1} />
        ))}
      </div>
    </section>
  );
}

function Sheets({ shown, step, titled }: { shown: ShownRun; step: number; titled: boolean }) {
  const { run, title, curves } = shown;
  const { t } = useTranslation();
  const sheets = curves.judgments.filter(({ samples }) => samples !== null);
  // Of another run the judgment that lies nearest.
  const sheet = sheets.reduce<(typeof sheets)[number] | undefined>(
    (a, b) => (a && Math.abs(a.iteration - step) <= Math.abs(b.iteration - step) ? a : b),
    undefined,
  );
  if (!sheet?.samples) return null;
  const rows = [
    { label: t('train.sampleInput'), name: 'samples/input.webp' },
    { label: t('train.sampleStep', { step: sheet.iteration }), name: sheet.samples },
    { label: t('train.sampleTruth'), name: 'samples/truth.webp' },
  ];
  return (
    <div className="train-sheets">
      {titled && <h3>{title}</h3>}
      {rows.map(({ label, name }) => (
        <figure key={name} className="train-sheet">
          <figcaption className="quiet">{label}</figcaption>
          <img
            src={trainingClient.picture(run.id, name, run.created)}
            alt={`${t('train.sampleOf', { name: run.name, step: sheet.iteration })}: ${label}`}
          />
        </figure>
      ))}
    </div>
  );
}
