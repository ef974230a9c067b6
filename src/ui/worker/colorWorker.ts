import { config } from 'zod';
import type { Backend } from '../../engine/backends/backend.js';
import { selectBackend } from '../../engine/backends/select.js';
import { type Colorizer, loadColorizer } from '../../models/colorizer.js';
import type { Picture } from '../../vision/picture.js';
import type { EngineChoice, EngineInfo } from './protocol.js';
import { serve, type WorkerScope } from './serve.js';

declare const self: WorkerScope;

config({ jitless: true }); // compiled schemas need eval, which the page's policy forbids

let backend: Backend | null = null;
let colorizer: Colorizer | null = null;
let last: Picture | null = null;

serve(self, {
  async start(choice) {
    colorizer?.dispose();
    colorizer = null;
    last = null;
    await backend?.dispose();
    backend = null;
    let note = '';
    backend = await selectBackend(choice.backend, { onNotice: (text) => (note = text) });
    colorizer = await loadColorizer(backend, await modelBytes(choice.model));
    return { ...infoOf(backend, colorizer, choice), note };
  },

  async setSketch(file) {
    last = null;
    running().setSketch(await decode(file));
    return null;
  },

  async colorize(hints, signal) {
    const start = performance.now();
    const { picture } = await running().colorize(hints, { signal });
    const ms = performance.now() - start;
    last = picture;
    return { bitmap: paint(picture).transferToImageBitmap(), ms };
  },

  async encode() {
    return last && paint(last).convertToBlob({ type: 'image/png' });
  },
});

function running(): Colorizer {
  if (!colorizer) throw new Error('the model is not loaded');
  return colorizer;
}

function infoOf(
  { name, description }: Backend,
  { info }: Colorizer,
  { model }: EngineChoice,
): Omit<EngineInfo, 'note'> {
  const standard = typeof model === 'string';
  return { backend: name, device: description, model: standard ? 'standard' : model ? info.description : info.kind };
}

async function modelBytes(model: EngineChoice['model']): Promise<Uint8Array | 'flood'> {
  if (model === null) return 'flood';
  if (model instanceof Blob) return new Uint8Array(await model.arrayBuffer());
  const response = await fetch(model);
  if (!response.ok) throw new Error(`the model could not be loaded (${response.status} ${response.statusText})`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Pixels of a picture file, turned as its EXIF data says, in sRGB. */
async function decode(file: Blob): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  canvas.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: canvas.getImageData(0, 0, width, height).data as Picture['data'] };
}

function paint({ width, height, data }: Picture): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}
