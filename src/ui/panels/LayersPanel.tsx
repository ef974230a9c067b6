import { Eye, EyeOff, Layers } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Look } from '../../models/look/look.js';
import { file } from '../actions/index.js';
import type { MessageKey } from '../i18n/message.js';
import { useProject } from '../store/project.js';

/** The layers of the result, the top one first: what shows them and what hides them. */
const rows: readonly {
  readonly label: MessageKey;
  isShown(look: Look): boolean;
  readonly show: Partial<Look>;
  readonly hide: Partial<Look>;
}[] = [
  { label: 'layer.lines', isShown: ({ lines }) => lines, show: { lines: true }, hide: { lines: false } },
  { label: 'layer.shade', isShown: ({ shade }) => shade > 0, show: { shade: 1 }, hide: { shade: 0 } },
  { label: 'layer.flats', isShown: ({ strength }) => strength > 0, show: { strength: 1 }, hide: { strength: 0 } },
];

/** Which layers of the result show, and the way to a file that has them as layers. */
export function LayersPanel() {
  const { t } = useTranslation();
  const look = useProject((s) => s.look);
  const hasSketch = useProject((s) => s.sketch !== null);
  return (
    <>
      <ul className="layers">
        {rows.map(({ label, isShown, show, hide }) => {
          const shown = isShown(look);
          const Icon = shown ? Eye : EyeOff;
          return (
            <li key={label} className="row" data-shown={shown}>
              <button
                type="button"
                className="icon-button"
                aria-pressed={shown}
                aria-label={t('layer.show', { layer: t(label) })}
                onClick={() => useProject.getState().setLook(shown ? hide : show)}
              >
                <Icon size={15} aria-hidden />
              </button>
              {t(label)}
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        className="button small panel-foot"
        disabled={!hasSketch}
        onClick={() => void file.exportAs.perform()}
      >
        <Layers size={13} aria-hidden />
        {t('layer.export')}
      </button>
    </>
  );
}
