import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type Change, describeChange, type Step } from '../hints/describeChange.js';
import { useTell } from '../i18n/useTell.js';
import { BitmapView } from '../parts/BitmapView.js';
import { useProject } from '../store/project.js';
import { thumbnailOf, useThumbnails } from '../store/thumbnails.js';

/** Steps listed, back and forth each: more are no help to the eye. */
const LISTED = 60;

/** All that was done to the sketch, the newest last; a click goes back to, or forth to, any of it. */
export function HistoryPanel() {
  const { t } = useTranslation();
  const tell = useTell();
  const thumbnails = useThumbnails((s) => s.thumbnails);
  const now = useRef<HTMLLIElement>(null);
  const { pastStates, futureStates } = useStore(useProject.temporal);
  const sketch = useProject((s) => s.sketch);
  const strokes = useProject((s) => s.strokes);
  const closures = useProject((s) => s.closures);
  const parts = useProject((s) => s.parts);
  const look = useProject((s) => s.look);
  const past = pastStates.slice(-LISTED) as Step[];
  const future = futureStates.slice(-LISTED).toReversed() as Step[];
  const steps: Step[] = [...past, { sketch, strokes, closures, parts, look }, ...future];

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is a reason to bring the present into sight
  useEffect(() => {
    now.current?.scrollIntoView({ block: 'nearest' });
  }, [pastStates, futureStates]);

  const goTo = (i: number) => {
    const history = useProject.temporal.getState();
    if (i < past.length) history.undo(past.length - i);
    else history.redo(i - past.length);
  };

  return (
    <ol className="history" aria-label={t('panel.history')}>
      {steps.map((step, i) => {
        const change: Change = i === 0 ? { key: 'history.start' } : describeChange(steps[i - 1], step);
        const isNow = i === past.length;
        const thumbnail = thumbnailOf(thumbnails, step);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the history
          <li key={i} ref={isNow ? now : undefined}>
            <button
              type="button"
              className="history-step"
              aria-current={isNow ? 'step' : undefined}
              data-undone={i > past.length}
              disabled={isNow}
              onClick={() => goTo(i)}
            >
              {thumbnail ? (
                <BitmapView className="history-picture" bitmap={thumbnail.bitmap} />
              ) : (
                <span className="history-picture" />
              )}
              <span className="history-color" style={{ backgroundColor: change.color }} />
              {tell(change)}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
