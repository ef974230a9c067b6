import { cleanUp, findLevels, lightnessHistogram, setLevels } from '../../models/sketch/cleanUp.js';
import { removePaper } from '../../models/sketch/paper.js';
import type { Picture } from '../../vision/picture.js';
import { decode, paint, smaller } from '../worker/rasters.js';
import { serve, type WorkerScope } from '../worker/serve.js';
import type { CleanUpCalls } from './protocol.js';

declare const self: WorkerScope<CleanUpCalls>;

/** Longer side that is shown while levels are set. */
const SHOWN = 1400;

let whole: Picture;
let small: Picture;
/** `small` without its paper. */
let bare: Picture;

serve<CleanUpCalls>(self, {
  async open(file) {
    whole = await decode(file);
    small = smaller(whole, SHOWN);
    bare = removePaper(small);
    return { size: [whole.width, whole.height], suggested: findLevels(lightnessHistogram(bare)) };
  },

  async tone(levels) {
    const base = levels.paper ? bare : small;
    return {
      bitmap: paint(setLevels(base, levels)).transferToImageBitmap(),
      histogram: lightnessHistogram(base),
    };
  },

  async finish(settings) {
    return paint(cleanUp(whole, settings)).convertToBlob({ type: 'image/png' });
  },
});
