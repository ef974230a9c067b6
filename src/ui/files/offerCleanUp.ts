import { estimatePaper } from '../../models/sketch/paper.js';
import { readSketch } from '../../models/sketch/sketch.js';
import type { Picture } from '../../vision/picture.js';
import { openCleanUp } from '../store/dialog.js';
import { useNotices } from '../store/notices.js';
import { type Sketch, useProject } from '../store/project.js';

/** Longer side that is looked at. */
const SIDE = 256;

/** Offers to clean up a sketch that is a scan or a photo; says nothing of one drawn on a computer. */
export async function offerCleanUp(sketch: Sketch): Promise<void> {
  if (!(await isOnPaper(sketch.bitmap)) || useProject.getState().sketch !== sketch) return;
  useNotices.getState().show({
    kind: 'info',
    message: { key: 'cleanUp.offer', values: { name: sketch.name } },
    action: { label: { key: 'action.cleanUp' }, perform: () => openCleanUp(true) },
  });
}

/** Whether a picture shows paper that is not white. */
async function isOnPaper(bitmap: ImageBitmap): Promise<boolean> {
  const longer = bitmap.width >= bitmap.height ? { resizeWidth: SIDE } : { resizeHeight: SIDE };
  const small = await createImageBitmap(bitmap, { ...longer, resizeQuality: 'medium' });
  const { width, height } = small;
  const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  canvas.drawImage(small, 0, 0);
  small.close();
  const picture: Picture = { width, height, data: canvas.getImageData(0, 0, width, height).data as Picture['data'] };
  return readSketch(picture).kind === 'paper' && estimatePaper(picture) !== null;
}
