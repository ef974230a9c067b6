import { useTranslation } from 'react-i18next';
import { NumberSlider } from '../parts/NumberSlider.js';
import { Switch } from '../parts/Switch.js';
import { useColoring } from '../store/coloring.js';
import { useProject } from '../store/project.js';
import { GAP_MAX, REACH_MAX, REACH_MIN, SIZE_MAX, SIZE_MIN, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';

/** What new hints are like: their width and their reach; for fills, the gaps that hold. */
export function BrushPanel() {
  const { t } = useTranslation();
  const { size, reach, gap, pressure, glaze, tool, setSize, setReach, setGap, setPressure, setGlaze } = useTools();
  const showRegions = useView((s) => s.regions);
  const regions = useColoring((s) => s.regions);
  const closures = useProject((s) => s.closures.length);
  return (
    <>
      <NumberSlider label={t('brush.size')} value={size} min={SIZE_MIN} max={SIZE_MAX} geometric onChange={setSize} />
      <NumberSlider
        label={t('brush.reach')}
        value={reach ?? REACH_MAX}
        min={REACH_MIN}
        max={REACH_MAX}
        initial={REACH_MAX}
        geometric
        shown={reach === null ? '∞' : undefined}
        onChange={(value) => setReach(value >= REACH_MAX ? null : value)}
      />
      {tool === 'fill' || tool === 'gap' || showRegions ? (
        <>
          <NumberSlider label={t('brush.gap')} value={gap} min={0} max={GAP_MAX} initial={6} onChange={setGap} />
          {regions && (
            <p className="quiet" role="status">
              {t('regions.count', { count: regions.count })}
              {closures > 0 && <br />}
              {closures > 0 && t('regions.closed', { count: closures })}
            </p>
          )}
        </>
      ) : (
        <>
          <Switch label={t('brush.glaze')} checked={glaze} onChange={setGlaze} />
          <Switch label={t('brush.pressure')} checked={pressure} onChange={setPressure} />
        </>
      )}
    </>
  );
}
