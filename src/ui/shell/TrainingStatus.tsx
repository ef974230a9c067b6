import { GraduationCap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWorking } from '../training/phases.js';
import { useTraining } from '../training/trainingStore.js';
import { openRun } from '../training/watchRuns.js';

/** That a run works behind the picture, how far it is, and the way to it. */
export function TrainingStatus() {
  const { t } = useTranslation();
  const run = useTraining((s) => s.runs.find(isWorking));
  if (!run) return null;
  const share = run.phase === 'training' && run.total > 0 ? run.done / run.total : 0;
  const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  return (
    <>
      <span className="status-separator" />
      <button type="button" className="status-button" onClick={() => openRun(run.id)}>
        <GraduationCap size={13} aria-hidden />
        {t('train.status', { name: run.name, percent })}
      </button>
    </>
  );
}
