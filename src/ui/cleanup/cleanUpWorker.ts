import {
  cleanedSize,
  cleanUp,
  findLevels,
  lightnessHistogram,
  setLevels,
  wholeOf,
} from '../../models/sketch/cleanUp.js';
import { findSheet } from '../../models/sketch/findSheet.js';
import { removeSheet } from '../../models/sketch/paper.js';
import type { Picture } from '../../vision/picture.js';
import type { Quad } from '../../vision/quad.js';
import { warpQuad } from '../../vision/warp.js';
import { decode, paint, smaller } from '../worker/rasters.js';
import { serve, type WorkerScope } from '../worker/serve.js';
import type { CleanUpCalls } from './protocol.js';

declare const self: WorkerScope<CleanUpCalls>;

/** Pixels of the longer side that is shown while levels are set, and of the one that a sheet is looked for in, at most. */
const SHOWN = 1400;
const SOUGHT = 256;

let whole: Picture;
let small: Picture;
/** `small` without the paper in some corners, of `whole`. */
let bare: { readonly corners: string; readonly picture: Picture } | null = null;

serve<CleanUpCalls>(self, {
  async open(file) {
    whole = await decode(file);
    small = smaller(whole, SHOWN);
    bare = null;
    const sought = smaller(small, SOUGHT);
    const found = findSheet(sought);
    const corners = found
      ? scaled(found, Math.max(whole.width, whole.height) / Math.max(sought.width, sought.height))
      : wholeOf([whole.width, whole.height]);
    const sheet = inSmall(corners);
    const cut = warpQuad(withoutPaper(corners), sheet, cleanedSize({ corners: sheet }), [255, 255, 255, 255]);
    return { size: [whole.width, whole.height], suggested: { ...findLevels(lightnessHistogram(cut)), corners } };
  },

  async tone(levels) {
    const base = levels.paper ? withoutPaper(levels.corners) : small;
    return {
      bitmap: paint(setLevels(base, levels)).transferToImageBitmap(),
      histogram: lightnessHistogram(base),
    };
  },

  async finish(settings) {
    return paint(cleanUp(whole, settings)).convertToBlob({ type: 'image/png' });
  },
});

const scaled = (quad: Quad, factor: number) => quad.map(([x, y]) => [x * factor, y * factor]) as unknown as Quad;

const inSmall = (corners: Quad) => scaled(corners, small.width / whole.width);

function withoutPaper(corners: Quad): Picture {
  const key = corners.join();
  if (bare?.corners !== key) {
    const sheet = inSmall(corners);
    bare = { corners: key, picture: removeSheet(small, sheet, cleanedSize({ corners: sheet })) };
  }
  return bare.picture;
}
