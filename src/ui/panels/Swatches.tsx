import { useTranslation } from 'react-i18next';
import { useTools } from '../store/tools.js';

/** Colours to choose from. */
export function Swatches(props: { label: string; colors: readonly string[]; small?: boolean }) {
  const { label, colors, small = false } = props;
  const { t } = useTranslation();
  const { color, setColor } = useTools();
  return (
    <ul className="swatches" data-small={small} aria-label={label}>
      {colors.map((swatch, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: harmonies of a grey are one colour several times
        <li key={`${swatch} ${i}`}>
          <button
            type="button"
            style={{ backgroundColor: swatch }}
            aria-label={t('color.use', { color: swatch })}
            aria-pressed={swatch === color}
            title={swatch}
            onClick={() => setColor(swatch)}
          />
        </li>
      ))}
    </ul>
  );
}
