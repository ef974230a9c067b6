import { useTranslation } from 'react-i18next';
import { Layer, Shape } from 'react-konva';
import { useProject } from '../store/project.js';
import { useView } from '../store/view.js';
import { drawPaper } from './drawPaper.js';
import { ViewStage } from './ViewStage.js';

/** The sketch beside its result, in the same view: what is zoomed and moved there moves here. */
export function SketchPane() {
  const { t } = useTranslation();
  const sketch = useProject((s) => s.sketch);
  const beside = useView((s) => s.beside);
  if (!sketch || !beside) return null;
  return (
    <div className="sketch-pane" role="img" aria-label={t('canvas.beside', { name: sketch.name })}>
      <ViewStage>
        <Layer listening={false}>
          <Shape
            sceneFunc={(context, self) => {
              const canvas = context._context;
              drawPaper(canvas, sketch.size, Math.abs(self.getAbsoluteScale().x));
              if (sketch.bitmap.width > 0) canvas.drawImage(sketch.bitmap, 0, 0);
            }}
          />
        </Layer>
      </ViewStage>
    </div>
  );
}
