import { Check, LoaderCircle, Minus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AS_COLORED } from '../../models/look/look.js';
import { chooseFiles } from '../actions/chooseFile.js';
import type { BatchItem } from '../batch/batchRun.js';
import { batch, colorFiles, saveBatch } from '../batch/colorFiles.js';
import { OPENABLE_PICTURES } from '../files/open.js';
import { useTell } from '../i18n/useTell.js';
import { wearPalette } from '../palettes/wearPalette.js';
import { shownPalette, usePalettes } from '../store/palettes.js';
import { type PictureFormat, pictureFormats } from '../worker/protocol.js';
import { Frame } from './Frame.js';

const ICONS = { done: Check, running: LoaderCircle, failed: TriangleAlert, skipped: Minus, waiting: Minus } as const;

/** Many sketches coloured one after the other: which, in what palette, into what kind of file; and how far it is. */
export function BatchDialog() {
  const { t } = useTranslation();
  const { items, phase } = batch.store();
  const palettes = usePalettes();
  const [format, setFormat] = useState<PictureFormat>('png');
  const [palette, setPalette] = useState('');
  const isBusy = phase === 'running' || phase === 'paused';
  const settled = items.filter(({ state }) => state !== 'waiting' && state !== 'running').length;

  const start = async (folder: boolean) => {
    const files = await chooseFiles(OPENABLE_PICTURES, folder);
    if (files.length === 0) return;
    const worn = palette === '' ? null : wearPalette(shownPalette({ ...palettes, shown: palette }));
    await colorFiles(
      files,
      { parts: worn?.parts ?? {}, look: { ...AS_COLORED, palette: worn?.palette ?? null } },
      format,
    );
  };

  return (
    <Frame name="batch" title="batch.title">
      {phase === 'none' ? (
        <>
          <p className="dialog-about">{t('batch.about')}</p>
          <label className="row">
            <span className="grow">{t('export.format')}</span>
            <select className="field" value={format} onChange={(e) => setFormat(e.target.value as PictureFormat)}>
              {pictureFormats.map((value) => (
                <option key={value} value={value}>
                  {t(`format.${value}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="row">
            <span className="grow">{t('color.palette')}</span>
            <select className="field" value={palette} onChange={(e) => setPalette(e.target.value)}>
              <option value="">{t('batch.ownColors')}</option>
              {palettes.palettes.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <div className="dialog-buttons">
            <button type="button" className="button" onClick={() => void start(true)}>
              {t('batch.folder')}
            </button>
            <button type="button" className="button primary" onClick={() => void start(false)}>
              {t('batch.files')}
            </button>
          </div>
        </>
      ) : (
        <>
          <progress className="progress" max={items.length} value={settled} aria-label={t('batch.title')} />
          <p role="status" className="quiet">
            {t('batch.progress', { done: settled, count: items.length })}
          </p>
          <ul className="batch">
            {items.map((item, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two folders may each have a page1.png
              <Row key={i} item={item} onSkip={isBusy ? () => batch.toggleSkip(i) : undefined} />
            ))}
          </ul>
          <div className="dialog-buttons">
            {phase === 'running' && (
              <button type="button" className="button" onClick={() => batch.pause()}>
                {t('batch.pause')}
              </button>
            )}
            {phase === 'paused' && (
              <button type="button" className="button primary" onClick={() => batch.goOn()}>
                {t('batch.goOn')}
              </button>
            )}
            {isBusy ? (
              <button type="button" className="button" onClick={() => batch.stop()}>
                {t('batch.stop')}
              </button>
            ) : (
              <>
                <button type="button" className="button" onClick={() => batch.clear()}>
                  {t('batch.again')}
                </button>
                <button type="button" className="button primary" onClick={() => void saveBatch()}>
                  {t('batch.save')}
                </button>
              </>
            )}
          </div>
        </>
      )}
    </Frame>
  );
}

function Row({ item, onSkip }: { item: BatchItem; onSkip?: () => void }) {
  const { t } = useTranslation();
  const tell = useTell();
  const { name, state, reason } = item;
  const Icon = ICONS[state];
  const canSkip = onSkip && (state === 'waiting' || state === 'skipped');
  return (
    <li className="row" data-state={state}>
      <Icon size={14} className={state === 'running' ? 'batch-icon spinner' : 'batch-icon'} aria-hidden />
      <span className="grow batch-name">
        {name}
        {reason && <span className="quiet choice-note">{tell(reason)}</span>}
      </span>
      <span className="quiet">{t(`batch.state.${state}`)}</span>
      {canSkip && (
        <button type="button" className="button small" onClick={onSkip}>
          {t(state === 'waiting' ? 'batch.skip' : 'batch.takeIn')}
        </button>
      )}
    </li>
  );
}
