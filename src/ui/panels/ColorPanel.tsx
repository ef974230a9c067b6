import { HexColorInput, HexColorPicker } from 'react-colorful';
import { useTranslation } from 'react-i18next';
import { useTools } from '../store/tools.js';
import { blurOnEnter } from './blurOnEnter.js';
import { palette } from './palette.js';

/** The colour to paint with: picker, code, palette, recent ones. */
export function ColorPanel() {
  const { t } = useTranslation();
  const { color, previousColor, recent, setColor, swapColor } = useTools();
  return (
    <>
      <HexColorPicker className="picker" color={color} onChange={setColor} aria-label={t('color.picker')} />
      <div className="row">
        <span className="color-now" style={{ backgroundColor: color }} />
        <button
          type="button"
          className="color-before"
          style={{ backgroundColor: previousColor }}
          aria-label={t('color.swap', { color: previousColor })}
          title={t('color.swap', { color: previousColor })}
          onClick={swapColor}
        />
        <HexColorInput
          className="field"
          prefixed
          color={color}
          onChange={setColor}
          onKeyDown={blurOnEnter}
          aria-label={t('color.hex')}
        />
      </div>
      <Swatches label={t('color.palette')} colors={palette} />
      {recent.length > 0 && <Swatches label={t('color.recent')} colors={recent} titled />}
    </>
  );
}

function Swatches({ label, colors, titled = false }: { label: string; colors: readonly string[]; titled?: boolean }) {
  const { t } = useTranslation();
  const { color, setColor } = useTools();
  return (
    <>
      {titled && <h3>{label}</h3>}
      <ul className="swatches" aria-label={label}>
        {colors.map((swatch) => (
          <li key={swatch}>
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
    </>
  );
}
