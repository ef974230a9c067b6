import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartColors } from '../../models/parts/usualColors.js';
import { figureColors } from '../figure/figureColors.js';
import { onGrid, seenColors } from '../figure/seenColors.js';
import { useColoring } from '../store/coloring.js';
import { useProject } from '../store/project.js';
import { CharacterMenu } from './CharacterMenu.js';
import { PartSwatch } from './PartSwatch.js';

/** The colours of a figure's skin, hair and clothes, as far as the sketch has them and the model tells them apart. */
export function FigurePanel() {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const engine = useColoring((s) => s.engine);
  const map = useColoring((s) => s.figure);
  const sketch = useProject((s) => s.sketch);
  const strokes = useProject((s) => s.strokes);
  const parts = useProject((s) => s.parts);
  const changed = useChangedColors();
  if (engine && !engine.usual) return <p className="quiet">{t('figure.cannot')}</p>;
  if (!engine?.usual || !map || !sketch) return <p className="quiet">{t('figure.open')}</p>;
  const usual = { ...engine.usual, ...changed };
  const colors = figureColors({ map, size: sketch.size, strokes, parts }, usual);
  if (colors.length === 0) return <p className="quiet">{t('figure.none')}</p>;
  return (
    <>
      <ul ref={list} className="figure" aria-label={t('panel.figure')}>
        {colors.map((color) => (
          <li key={color.part}>
            <PartSwatch {...color} panel={list} />
          </li>
        ))}
      </ul>
      <CharacterMenu />
    </>
  );
}

const NONE: PartColors = {};

/** The colours that a palette or a variant gives to parts in place of the usual ones, as they are seen in the result. */
function useChangedColors(): PartColors {
  const result = useColoring((s) => s.result);
  const map = useColoring((s) => s.figure);
  const [colors, setColors] = useState(NONE);
  useEffect(() => {
    const isChanged = result && map && (result.look.palette !== null || result.look.variant !== 0);
    setColors(isChanged && result.bitmap.width > 0 ? seenColors(onGrid(result.bitmap, map), map) : NONE);
  }, [result, map]);
  return colors;
}
