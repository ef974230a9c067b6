export type { CanvasPointer, CanvasTool } from './canvasTool.js';

import type { ToolName } from '../../store/tools.js';
import { brush } from './brush.js';
import type { CanvasTool } from './canvasTool.js';
import { dab } from './dab.js';
import { eraser } from './eraser.js';
import { eyedropper } from './eyedropper.js';
import { fill } from './fill.js';
import { gap } from './gap.js';
import { pan } from './pan.js';
import { rotate } from './rotate.js';
import { select } from './select.js';
import { zoom } from './zoom.js';

export const canvasTools: Readonly<Record<ToolName, CanvasTool>> = {
  brush,
  dab,
  fill,
  gap,
  eraser,
  select,
  eyedropper,
  pan,
  zoom,
  rotate,
};
