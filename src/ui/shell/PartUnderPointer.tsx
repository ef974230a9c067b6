import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { partAt } from '../../models/parts/partMap.js';
import { useColoring } from '../store/coloring.js';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';

/** What the model takes the place under the pointer for: "Hair". */
export function PartUnderPointer() {
  const { t } = useTranslation();
  const map = useColoring((s) => s.figure);
  const size = useProject((s) => s.sketch?.size);
  // A part's name, and so a new picture only where the pointer comes to another part. Under the pen one sees what one paints.
  const part = useStore(live, ({ pointer, ink }) =>
    map && size && pointer && !ink ? partAt(map, pointer[0] / size[0], pointer[1] / size[1]) : null,
  );
  return part && <span className="part-under">{t(`part.${part}`)}</span>;
}
