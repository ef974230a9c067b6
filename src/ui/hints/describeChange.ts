import type { Look } from '../../models/look/look.js';
import { PARTS } from '../../models/parts/parts.js';
import type { PartColors } from '../../models/parts/usualColors.js';
import type { Closure } from '../../models/sketch/closures.js';
import type { MessageKey } from '../i18n/message.js';
import type { Sketch, Stroke } from '../store/project.js';

/** A state of the project, as undo keeps it. */
export interface Step {
  readonly sketch: Sketch | null;
  readonly strokes: readonly Stroke[];
  readonly closures: readonly Closure[];
  readonly parts: PartColors;
  readonly look: Look;
}

/** What a step did, for the history. */
export interface Change {
  readonly key: MessageKey;
  /** The colour it was about, #rrggbb. */
  readonly color?: string;
}

/** Tells what leads from one state to the next. */
export function describeChange(before: Step, after: Step): Change {
  if (after.sketch !== before.sketch) return { key: 'history.cleanUp' };
  if (after.closures.length !== before.closures.length)
    return { key: after.closures.length > before.closures.length ? 'history.closed' : 'history.opened' };
  if (after.parts !== before.parts) {
    const changed = PARTS.filter((part) => after.parts[part] !== before.parts[part]);
    if (changed.length === 1) return { key: `part.${changed[0]}`, color: after.parts[changed[0]] };
    return { key: 'history.figure' };
  }
  const old = new Map(before.strokes.map((stroke) => [stroke.id, stroke]));
  const kept = new Set(after.strokes.map(({ id }) => id));
  const added = after.strokes.filter(({ id }) => !old.has(id));
  const removed = before.strokes.filter(({ id }) => !kept.has(id));
  if (removed.length > 0) {
    if (after.strokes.length === 0 && removed.length > 1) return { key: 'history.cleared' };
    return { key: 'history.erased', color: removed[0].color };
  }
  if (added.length > 0) {
    const { area, empty, points, color } = added[0];
    if (empty) return { key: 'history.paper', color };
    return { key: area ? 'history.fill' : points.length === 1 ? 'history.dab' : 'history.stroke', color };
  }
  const changed = after.strokes.find((stroke) => old.get(stroke.id) !== stroke);
  if (changed) {
    const was = old.get(changed.id)!;
    if (was.color !== changed.color || was.empty !== changed.empty)
      return { key: 'history.recolored', color: changed.color };
    if (was.reach !== changed.reach || was.glaze !== changed.glaze)
      return { key: 'history.reach', color: changed.color };
    return { key: 'history.moved', color: changed.color };
  }
  const { look } = after;
  if (look.variant !== before.look.variant) return { key: 'history.variant' };
  if (look.palette !== before.look.palette) return { key: 'history.palette' };
  if (look.snap !== before.look.snap) return { key: 'history.snap' };
  if (look.light !== before.look.light) return { key: 'history.light' };
  return { key: 'history.look' };
}
