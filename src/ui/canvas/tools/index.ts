export type { CanvasPointer, CanvasTool } from './canvasTool.js';

import type { ToolName } from '../../store/tools.js';
import { brush } from './brush.js';
import type { CanvasTool } from './canvasTool.js';
import { dab } from './dab.js';
import { eraser } from './eraser.js';
import { eyedropper } from './eyedropper.js';
import { pan } from './pan.js';

export const canvasTools: Readonly<Record<ToolName, CanvasTool>> = { brush, dab, eraser, eyedropper, pan };
