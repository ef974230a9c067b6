import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useProject } from '../store/project.js';
import { activeTool, useTools } from '../store/tools.js';
import { useView } from '../store/view.js';
import { CanvasKeys } from './CanvasKeys.js';
import { HintLayer } from './HintLayer.js';
import { HintMenu } from './HintMenu.js';
import { InkCanvas } from './InkCanvas.js';
import { LiveLayer } from './LiveLayer.js';
import { PictureLayer } from './PictureLayer.js';
import { PointerRing } from './PointerRing.js';
import { SplitHandle } from './SplitHandle.js';
import { canvasTools } from './tools/index.js';
import { useAim } from './useAim.js';
import { useCanvasPointer } from './useCanvasPointer.js';
import { useInfluence } from './useInfluence.js';
import { ViewStage } from './ViewStage.js';

/** The picture with its hints. Layers draw in sketch pixels; the stage carries the view. */
export function CanvasView() {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const sketch = useProject((s) => s.sketch);
  const hints = useProject((s) => s.strokes.length);
  const tool = useTools(activeTool);
  const handlers = useCanvasPointer(host);
  useInfluence();
  useAim();

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      useView.getState().setCanvas([Math.max(1, Math.floor(width)), Math.max(1, Math.floor(height))]);
    });
    observer.observe(host.current!);
    return () => observer.disconnect();
  }, []);

  return (
    <HintMenu host={host}>
      <div
        ref={host}
        className="canvas"
        style={{ cursor: sketch ? canvasTools[tool].cursor : undefined }}
        {...handlers}
        {...(sketch && {
          role: 'img',
          'aria-label': t('canvas.label', { name: sketch.name, width: sketch.size[0], height: sketch.size[1], hints }),
        })}
      >
        {sketch && (
          <>
            <ViewStage>
              <PictureLayer sketch={sketch} />
              <HintLayer />
              <LiveLayer />
            </ViewStage>
            <InkCanvas />
            <PointerRing />
          </>
        )}
      </div>
      {sketch && <CanvasKeys />}
      {sketch && <SplitHandle />}
    </HintMenu>
  );
}
