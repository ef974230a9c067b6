import { projectPoints, projectStroke } from '../../models/hints/projectStroke.js';
import { type CleanUp, isUntouched, wholeOf } from '../../models/sketch/cleanUp.js';
import { withDpi } from '../../vision/dpi.js';
import { compose, inverse, toQuad } from '../../vision/quad.js';
import { decodeSketch } from '../files/decodeSketch.js';
import { hintOf, type Sketch, type Stroke, useProject } from '../store/project.js';

/**
 * Puts the sketch cleaned up in the open one's place, hints where they belong on it: one step of undo. Settings that change
 * nothing bring the original back.
 *
 * @param size   pixels of the original
 * @param finish makes the PNG file
 */
export async function applyCleanUp(
  sketch: Sketch,
  settings: CleanUp,
  size: readonly [number, number],
  finish: (settings: CleanUp) => Promise<Blob>,
): Promise<void> {
  const source = sketch.original?.file ?? sketch.file;
  const isOriginal = isUntouched(settings, size);
  const { dpi, profile } = sketch;
  let file = source;
  if (!isOriginal) {
    const png = await finish(settings);
    file = dpi === null ? png : new Blob([withDpi(new Uint8Array(await png.arrayBuffer()), dpi)]);
  }
  const decoded = await decodeSketch(file, sketch.name);
  const original = isOriginal ? null : { file: source, cleanUp: settings };
  const { sketch: open, strokes, closures, replaceSketch } = useProject.getState();
  if (open !== sketch) {
    decoded.bitmap.close(); // another one was opened meanwhile
    return;
  }
  const corners = sketch.original?.cleanUp.corners ?? wholeOf(sketch.size);
  const map = compose(inverse(toQuad(decoded.size, settings.corners)), toQuad(sketch.size, corners));
  const moved = strokes.flatMap((stroke): Stroke[] => {
    const hint = projectStroke(hintOf(stroke), map);
    return hint ? [{ ...hint, id: stroke.id }] : [];
  });
  const closed = closures.flatMap((closure) => {
    const points = projectPoints(closure, map);
    return points ? [points] : [];
  });
  replaceSketch({ ...decoded, dpi, profile, original }, moved, closed);
}
