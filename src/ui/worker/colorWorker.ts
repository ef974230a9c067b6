import '../schemasWithoutEval.js';
import type { Certainty, ModelInfo } from '../../models/colorizer.js';
import { parseColor } from '../../models/hints/hints.js';
import { variantOf } from '../../models/look/variant.js';
import type { Picture } from '../../vision/picture.js';
import { ColorSession, paletteOf } from './colorSession.js';
import { doubtAt, doubtVeil, influenceVeil } from './overlays.js';
import type { ColorCalls, EngineChoice, ModelFacts } from './protocol.js';
import { decode, encodePicture, paint, resized } from './rasters.js';
import { regionVeil } from './regionVeil.js';
import { serve, type WorkerScope } from './serve.js';
import { tuningDatabase } from './tuningDatabase.js';

declare const self: WorkerScope<ColorCalls>;

const session = new ColorSession(tuningDatabase);

/** Longer side that a reference picture is looked at in: its colours do not need more. */
const REFERENCE_SIDE = 512;

serve<ColorCalls>(self, {
  async start(choice) {
    const model = await modelBytes(choice.model);
    const note = await session.start(choice.backend, model);
    const { name, description } = session.backend;
    return { backend: name, device: description, note, ...(await factsOf(session.colorizer.info, model)) };
  },

  async warmUp(_, signal) {
    await session.warmUp(signal);
    return null;
  },

  async examine(file) {
    const model = new Uint8Array(await file.arrayBuffer());
    return factsOf(await session.examine(model), model);
  },

  async setSketch(file) {
    session.setSketch(await decode(file));
    return null;
  },

  async setClosures(closures) {
    session.setClosures(closures);
    return null;
  },

  async colorize(job, signal) {
    const start = performance.now();
    const picture = await session.colorize(job, signal);
    return { ms: performance.now() - start, bitmap: paint(picture).transferToImageBitmap() };
  },

  async preview(job, signal) {
    return { bitmap: paint(await session.preview(job, signal)).transferToImageBitmap() };
  },

  async relook(to) {
    const picture = to.draft ? session.draft(to) : session.relook(to);
    return picture && { bitmap: paint(picture).transferToImageBitmap() };
  },

  async prepareLight() {
    session.prepareLight();
    return null;
  },

  async encode(request) {
    return encodePicture(session, request);
  },

  async colorOther({ file, parts, look, request }, signal) {
    const picture = await decode(file);
    const hints = { size: [picture.width, picture.height] as [number, number], strokes: [] };
    const made = await session.aside(picture, async () => {
      await session.colorize({ hints, parts, look }, signal);
      return encodePicture(session, request);
    });
    return made!; // there is a result: it was just made
  },

  async variants({ seeds, side }) {
    const base = session.variantBase(side);
    if (!base) return { bitmaps: [] };
    const [width, height] = base.small;
    const small = resized(base.color, width, height);
    const turning = base.turning && resized(base.turning, width, height);
    const lines = paint(session.studies.small.lines);
    const bitmaps = seeds.map((seed) => {
      const canvas = paint(base.shown(variantOf(small, base.pinned, seed, turning, base.palette)));
      canvas.getContext('2d')!.drawImage(lines, 0, 0, width, height);
      return canvas.transferToImageBitmap();
    });
    return { bitmaps };
  },

  async region(request) {
    return session.studies.region(request);
  },

  async regionMap(gap) {
    const map = session.studies.regions(gap);
    return { bitmap: paint(regionVeil(map)).transferToImageBitmap(), count: map.count };
  },

  async influence(hints) {
    const influence = session.studies.influence(hints);
    if (!influence.mask.includes(0)) return null;
    const veil = influenceVeil(influence, parseColor(hints.strokes.at(-1)!.color));
    return { bitmap: paint(veil).transferToImageBitmap() };
  },

  async certainty() {
    const sure: Certainty | null = session.certainty();
    if (!sure) return null;
    const { width, height } = session.studies.sketch;
    const next = doubtAt(sure);
    const veil = paint(doubtVeil(sure));
    // Lines stay lines under the stripes.
    veil.getContext('2d')!.drawImage(paint(session.studies.small.lines), 0, 0, veil.width, veil.height);
    return {
      bitmap: veil.transferToImageBitmap(),
      next: next && [(next[0] * width) / sure.width, (next[1] * height) / sure.height],
    };
  },

  async figure() {
    return session.figure();
  },

  async readPalette(file) {
    const picture: Picture = await decode(file, REFERENCE_SIDE);
    return paletteOf(picture);
  },
});

async function factsOf(info: ModelInfo, model: Uint8Array<ArrayBuffer> | 'flood'): Promise<ModelFacts> {
  const { description, card, parameters, usual } = info;
  return { description, card, parameters, usual, hash: model === 'flood' ? null : await sha256(model) };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function modelBytes(model: EngineChoice['model']): Promise<Uint8Array<ArrayBuffer> | 'flood'> {
  if (model === null) return 'flood';
  if (model instanceof Blob) return new Uint8Array(await model.arrayBuffer());
  const response = await fetch(model);
  if (!response.ok) throw new Error(`the model could not be loaded (${response.status} ${response.statusText})`);
  return new Uint8Array(await response.arrayBuffer());
}
