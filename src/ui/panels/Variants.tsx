import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { coloring } from '../coloring/coloring.js';
import { BitmapView } from '../parts/BitmapView.js';
import { useColoring } from '../store/coloring.js';
import { whenPenRests } from '../store/penRest.js';
import { useProject } from '../store/project.js';

/** Variants shown at once, beside the colours as the model gave them. */
const SHOWN = 5;

/** Device pixels of the longer side of a small picture. */
const SIDE = 160;

/** Milliseconds without a new result, and without a pen that draws, before variants are made of it. */
const PAUSE = 400;

/** The same painting with other colours where no hint chose them, by seed; a click takes one. */
export function Variants() {
  const { t } = useTranslation();
  const result = useColoring((s) => s.result);
  const variant = useProject((s) => s.look.variant);
  const [first, setFirst] = useState(1);
  const [pictures, setPictures] = useState<readonly ImageBitmap[]>([]);
  const seeds = [0, ...Array.from({ length: SHOWN }, (_, i) => first + i)];
  const { strokes, parts } = result ?? {};
  const { palette, light, strength, saturation } = result?.look ?? {};

  // biome-ignore lint/correctness/useExhaustiveDependencies: made again for each result of other strokes or colours
  useEffect(() => {
    if (!result) return;
    let current = true;
    const callOff = whenPenRests(PAUSE, () => {
      void coloring
        .variants(seeds, SIDE)
        .then((bitmaps) => {
          if (current) setPictures(bitmaps);
          else for (const bitmap of bitmaps) bitmap.close();
        })
        .catch(() => undefined); // the status bar tells what is wrong
    });
    return () => {
      current = false;
      callOff();
    };
  }, [strokes, parts, palette, light, strength, saturation, first, result === null]);

  useEffect(
    () => () => {
      for (const picture of pictures) picture.close();
    },
    [pictures],
  );

  if (pictures.length === 0) return null;
  return (
    <>
      <div className="row">
        <h3 className="grow">{t('result.variants')}</h3>
        <button
          type="button"
          className="icon-button"
          aria-label={t('result.more')}
          title={t('result.more')}
          onClick={() => setFirst(first + SHOWN)}
        >
          <RefreshCw size={14} aria-hidden />
        </button>
      </div>
      <ul className="variants" aria-label={t('result.variants')}>
        {seeds.slice(0, pictures.length).map((seed, i) => (
          <li key={seed}>
            <button
              type="button"
              className="variant"
              aria-pressed={seed === variant}
              aria-label={seed === 0 ? t('result.original') : t('result.variant', { seed })}
              title={seed === 0 ? t('result.original') : t('result.variantTip', { seed })}
              onClick={() => useProject.getState().setLook({ variant: seed })}
            >
              <BitmapView bitmap={pictures[i]} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
