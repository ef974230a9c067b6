import { Ban, Plus } from 'lucide-react';
import { HexColorInput } from 'react-colorful';
import { useTranslation } from 'react-i18next';
import { harmonies, shades } from '../palettes/harmony.js';
import { ColorPicker } from '../parts/ColorPicker.js';
import { Tip } from '../shell/Tip.js';
import { shownColors, usePalettes } from '../store/palettes.js';
import { useTools } from '../store/tools.js';
import { blurOnEnter } from './blurOnEnter.js';
import { PaletteMenu } from './PaletteMenu.js';
import { Swatches } from './Swatches.js';

/** The colour to paint with: picker, code, what goes with it, palette, recent ones. */
export function ColorPanel() {
  const { t } = useTranslation();
  const { color, previousColor, recent, empty, setColor, setEmpty, swapColor } = useTools();
  const palettes = usePalettes();
  const colors = shownColors(palettes);
  const isKept = colors.includes(color);
  const keep = t(isKept ? 'palette.takeOut' : 'palette.putIn');
  return (
    <>
      <ColorPicker color={color} onChange={setColor} aria-label={t('color.picker')} />
      <div className="row">
        <span className="color-now" data-empty={empty} style={{ backgroundColor: empty ? undefined : color }} />
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
        <Tip label="action.keepPaper" keys={['P']} side="top">
          <button
            type="button"
            className="icon-button"
            aria-label={t('action.keepPaper')}
            aria-pressed={empty}
            onClick={() => setEmpty(!empty)}
          >
            <Ban size={15} aria-hidden />
          </button>
        </Tip>
      </div>
      <Swatches label={t('color.shades')} colors={[...shades(color), ...harmonies(color)]} small />
      <div className="row">
        <h3 className="grow">{palettes.shown ?? t('palette.standard')}</h3>
        <button
          type="button"
          className="icon-button"
          aria-label={keep}
          title={keep}
          aria-pressed={isKept}
          onClick={() => palettes.toggleColor(color, t('palette.own'))}
        >
          <Plus size={15} aria-hidden />
        </button>
        <PaletteMenu />
      </div>
      <Swatches label={t('color.palette')} colors={colors} />
      {recent.length > 0 && (
        <>
          <h3>{t('color.recent')}</h3>
          <Swatches label={t('color.recent')} colors={recent} />
        </>
      )}
    </>
  );
}
