import type { ReactNode } from 'react';
import { Stage } from 'react-konva';
import { useView } from '../store/view.js';

/** A canvas with the view on it: its layers draw in sketch pixels. */
export function ViewStage({ children }: { children: ReactNode }) {
  const { viewport, canvas } = useView();
  return (
    <Stage
      width={canvas[0]}
      height={canvas[1]}
      x={viewport.x}
      y={viewport.y}
      scaleX={viewport.mirrored ? -viewport.scale : viewport.scale}
      scaleY={viewport.scale}
      rotation={viewport.angle}
      listening={false}
    >
      {children}
    </Stage>
  );
}
