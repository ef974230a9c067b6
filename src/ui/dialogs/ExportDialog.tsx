import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { savePicture } from '../files/save.js';
import { NumberSlider } from '../parts/NumberSlider.js';
import { useDialog } from '../store/dialog.js';
import { useProject } from '../store/project.js';
import { GAP_MAX, useTools } from '../store/tools.js';
import { type PictureFormat, pictureFormats } from '../worker/protocol.js';
import { Frame } from './Frame.js';

/** Which kind of file the result becomes. */
export function ExportDialog() {
  const { t } = useTranslation();
  const [format, setFormat] = useState<PictureFormat>('psd');
  const { gap, setGap } = useTools();
  const sketch = useProject((s) => s.sketch);
  const layered = format === 'psd' || format === 'ora';
  return (
    <Frame name="export" title="export.title">
      <RadioGroup.Root
        className="choices"
        aria-label={t('export.format')}
        value={format}
        onValueChange={(value) => setFormat(value as PictureFormat)}
      >
        {pictureFormats.map((value) => (
          <RadioGroup.Item key={value} className="choice" value={value} aria-label={t(`format.${value}`)}>
            <span className="choice-dot" aria-hidden />
            <span>
              {t(`format.${value}`)}
              <span className="quiet choice-note">{t(`format.note.${value}`)}</span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {layered && (
        <NumberSlider label={t('brush.gap')} value={gap} min={0} max={GAP_MAX} initial={6} onChange={setGap} />
      )}
      {sketch && (
        <p className="quiet">
          {t('export.size', { width: sketch.size[0], height: sketch.size[1] })}
          {sketch.dpi !== null && ` · ${t('export.dpi', { dpi: Math.round(sketch.dpi) })}`}
        </p>
      )}
      <div className="dialog-buttons">
        <button
          type="button"
          className="button primary"
          onClick={() => {
            useDialog.setState({ open: null });
            void savePicture(format);
          }}
        >
          {t('export.save')}
        </button>
      </div>
    </Frame>
  );
}
