import { Contrast, FlipHorizontal2, LoaderCircle, Maximize, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { bindingsOf } from '../actions/bindings.js';
import { model, view } from '../actions/index.js';
import { coloring } from '../coloring/coloring.js';
import { useModelName } from '../models/useModelName.js';
import { useColoring } from '../store/coloring.js';
import { useProject } from '../store/project.js';
import { useView } from '../store/view.js';
import { PartUnderPointer } from './PartUnderPointer.js';
import { Tip } from './Tip.js';
import { TrainingStatus } from './TrainingStatus.js';

/** Zoom, before/after, and what colours how fast. */
export function StatusBar() {
  const { t } = useTranslation();
  const scale = useView((s) => s.viewport.scale);
  const angle = useView((s) => Math.round(s.viewport.angle));
  const mirrored = useView((s) => s.viewport.mirrored);
  const before = useView((s) => s.before);
  const hasSketch = useProject((s) => s.sketch !== null);
  const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: scale < 0.1 ? 1 : 0 });

  return (
    <footer className="status-bar">
      {hasSketch && (
        <>
          <output className="zoom" aria-label={t('status.zoom')}>
            {percent.format(scale * devicePixelRatio)}
          </output>
          <Tip label="action.fit" keys={bindingsOf(view.fit)} side="top">
            <button type="button" className="status-button" onClick={() => void view.fit.perform()}>
              <Maximize size={13} aria-hidden />
              {t('status.fit')}
            </button>
          </Tip>
          {angle !== 0 && (
            <Tip label="action.upright" keys={bindingsOf(view.upright)} side="top">
              <button type="button" className="status-button" onClick={() => void view.upright.perform()}>
                <RotateCcw size={13} aria-hidden />
                {t('status.angle', { angle })}
              </button>
            </Tip>
          )}
          {mirrored && (
            <Tip label="action.mirror" keys={bindingsOf(view.mirror)} side="top">
              <button type="button" className="status-button" onClick={() => void view.mirror.perform()}>
                <FlipHorizontal2 size={13} aria-hidden />
                {t('status.mirrored')}
              </button>
            </Tip>
          )}
          <span className="status-separator" />
          <Tip label="status.compare" keys={bindingsOf(view.before)} side="top">
            <button
              type="button"
              className="status-button compare"
              aria-pressed={before}
              aria-label={t('status.compare')}
              onClick={() => void view.before.perform()}
            >
              <span data-on={before}>{t('status.before')}</span>
              <Contrast size={13} aria-hidden />
              <span data-on={!before}>{t('status.after')}</span>
            </button>
          </Tip>
          <span className="status-separator" />
        </>
      )}
      <Engine />
      <PartUnderPointer />
      <TrainingStatus />
    </footer>
  );
}

function Engine() {
  const { t } = useTranslation();
  const modelName = useModelName();
  const { status, engine, result } = useColoring();
  const failed = status === 'failed';
  const working = status === 'running' || status === 'starting' || status === 'adjusting';
  const said = failed
    ? t('status.failed')
    : status === 'starting'
      ? t('status.starting')
      : status === 'running'
        ? t('status.coloring')
        : status === 'adjusting'
          ? t('status.adjusting')
          : result && t('status.colored', { seconds: seconds(result.ms) });
  return (
    <>
      {said && (
        <span className="engine-state" role="status" data-failed={failed}>
          {working && <LoaderCircle className="spinner" size={13} aria-hidden />}
          {said}
        </span>
      )}
      {status === 'running' && (
        <button type="button" className="status-button cancel" onClick={() => coloring.cancel()}>
          {t('coloring.cancel')}
        </button>
      )}
      {engine && (
        <>
          <span className="status-separator" />
          <span className="engine-device" title={[engine.device, engine.note].filter(Boolean).join('\n')}>
            {engine.backend === 'webgpu' ? (
              t('status.webgpu', { device: engine.device })
            ) : (
              <Cpu device={engine.device} />
            )}
          </span>
          <span className="status-separator" />
          <button type="button" className="status-button" onClick={() => void model.modelCard.perform()}>
            {t('status.model', { model: modelName(engine.model) })}
          </button>
        </>
      )}
    </>
  );
}

/** @param device as the engine describes it: the number of threads first, then what only the tool tip tells */
function Cpu({ device }: { device: string }) {
  const { t } = useTranslation();
  const count = Number.parseInt(device, 10);
  return t(count === 1 ? 'status.cpuAlone' : 'status.cpu', { count });
}

/** Two digits that matter. */
function seconds(ms: number): string {
  return (ms / 1000).toLocaleString(undefined, { maximumFractionDigits: ms < 995 ? 2 : 1, minimumFractionDigits: 1 });
}
