import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../models/training/runView.js';

/** How many pictures are used, and which were left out why. */
export function PicturesReport({ report: { used, paired, skipped } }: { report: NonNullable<RunView['report']> }) {
  const { t } = useTranslation();
  const kinds = [...new Set(skipped.map(({ kind }) => kind))];
  return (
    <section className="train-report">
      <p>{t(paired ? 'train.usedPaired' : 'train.used', { used })}</p>
      {skipped.length > 0 && (
        <details>
          <summary>{t('train.leftOut', { count: skipped.length })}</summary>
          <dl>
            {kinds.map((kind) => (
              <div key={kind}>
                <dt>{t(`train.skip.${kind}`)}</dt>
                <dd>
                  {skipped
                    .filter((file) => file.kind === kind)
                    .map(({ name }) => name)
                    .join(', ')}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
