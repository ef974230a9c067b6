import { usePicked } from '../store/picked.js';
import { activeTool, useTools } from '../store/tools.js';
import { type CanvasPointer, type CanvasTool, canvasTools } from './tools/index.js';

/** Presses the tool in hand, or another that is lent; the press is that tool's until it is let go. */
export function pressTool(pointer: CanvasPointer, tool = canvasTools[activeTool(useTools.getState())]): CanvasTool {
  if (usePicked.getState().id !== null && tool !== canvasTools.select) usePicked.setState({ id: null });
  tool.down?.(pointer);
  return tool;
}
