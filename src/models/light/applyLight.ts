import type { Picture } from '../../vision/picture.js';
import { castShadows } from './castShadows.js';
import { type Light, towards } from './light.js';
import { COOL_SHADE, SHINE, SKIN_SHADE } from './shadeTone.js';
import { shineOf } from './shine.js';
import type { Surface } from './surface.js';

/** A surface is in its own shade where the cosine of its angle with the light is less than this. */
const SHADED = 0.2;

/** How values on the grid become levels of a byte, 0…255, that the enlarger can carry: 128 is the border of the shade. */
const FORM_GAIN = { cel: 2, soft: 1 } as const;
const SHINE_GAIN = 0.06; // a cell

/** Width of a cel shadow's border, of the cosine, of a cast shadow's share and of cells of shine, in a picture whose shorter side is 900 pixels. */
const CEL_FORM = 0.012;
const CEL_CAST = 0.12;
const CEL_SHINE = 0.35;
const CEL_SIDE = 900;

/** A soft shade grows between these distances of the cosine from its border, a soft shadow between these shares, to this much, shine over these cells. */
const SOFT_FORM = [-0.35, 0.3] as const;
const SOFT_CAST = [0.2, 0.8] as const;
const SOFT_SHADOW = 0.85;
const SOFT_SHINE = [-1.5, 1.5] as const;

/**
 * Colours as they look in a light: shade multiplied into what turns away from it or lies in a shadow, and a band of light added to hair.
 * The ground stays.
 *
 * @param color   colours without lines
 * @param surface of the same sketch
 * @param fields  what the light does there, where several pictures lie in it
 */
export function applyLight(color: Picture, surface: Surface, light: Light, fields = fieldsOf(surface, light)): Picture {
  const { shading, strength } = light;
  const { fullSize, matter } = surface;
  const { solid } = fullSize;
  const isSkin = matter.map((kind) => kind === 'face' || kind === 'skin');
  const isHair = matter.map((kind) => kind === 'hair');
  const sharpness = Math.min(1, CEL_SIDE / Math.min(color.width, color.height));
  const [form, cast, shine] = shading === 'cel' ? celCurves(sharpness) : softCurves();
  const data = new Uint8ClampedArray(color.data);
  for (let p = 0, q = 0; p < solid.length; p++, q += 4) {
    const its = solid[p];
    if (its === 0) continue; // the ground
    const shade = strength * Math.max(form[fields[q]], cast[fields[q + 1]]);
    const shining = isHair[its] ? strength * shine[fields[q + 2]] * (1 - shade) : 0;
    if (shade === 0 && shining === 0) continue;
    const [r, g, b] = [data[q], data[q + 1], data[q + 2]];
    if (shade > 0) {
      const tone = isSkin[its] ? SKIN_SHADE : COOL_SHADE;
      const at = tone.at(r, g, b);
      for (let c = 0; c < 3; c++) data[q + c] *= 1 - shade * (1 - tone.values[at + c] / 255);
    }
    if (shining > 0) {
      const at = SHINE.at(r, g, b);
      for (let c = 0; c < 3; c++) data[q + c] += shining * SHINE.values[at + c];
    }
  }
  return { width: color.width, height: color.height, data };
}

/** What a light does to each pixel, four levels each: how far it turns to the light, its share of shadow, and hair's shine. */
export function fieldsOf(surface: Surface, light: Light): Picture['data'] {
  return surface.fullSize.enlarge(fallOf(surface, light)).data;
}

/** What the light does on the grid: three planes in [0, 1] of how far cells turn to it, of shadows, and of hair's shine. */
function fallOf(surface: Surface, light: Light): Float32Array {
  const { tilt, solid, matter } = surface;
  const n = solid.length;
  const to = towards(light);
  const planes = new Float32Array(3 * n);
  const gain = FORM_GAIN[light.shading];
  const shine = shineOf(surface, to);
  for (let p = 0; p < n; p++) {
    const kind = matter[solid[p]];
    planes[p] = 1;
    if (kind === 'ground') continue;
    const [x, y] = [tilt[p], tilt[n + p]];
    const facing = x * to[0] + y * to[1] + Math.sqrt(Math.max(0, 1 - x * x - y * y)) * to[2];
    planes[p] = level(0.5 + gain * (facing - SHADED));
    planes[2 * n + p] = level(0.5 + SHINE_GAIN * shine[p]);
  }
  planes.set(castShadows(surface, to), n);
  return planes;
}

const level = (v: number) => Math.min(1, Math.max(0, v));

/** By level of the form, of cast shadows and of shine, how much of the shade or the light is seen. */
type Curves = readonly [form: Float64Array, cast: Float64Array, shine: Float64Array];

function celCurves(sharpness: number): Curves {
  const ramp = (v: number, width: number) => level(0.5 + v / (2 * width));
  return [
    curve((v) => ramp(0.5 - v, FORM_GAIN.cel * CEL_FORM * sharpness)),
    curve((v) => ramp(v - 0.5, CEL_CAST * sharpness)),
    curve((v) => ramp(v - 0.5, CEL_SHINE * SHINE_GAIN * sharpness)),
  ];
}

function softCurves(): Curves {
  return [
    curve((v) => smooth(0.5 - v, SOFT_FORM)),
    curve((v) => SOFT_SHADOW * smooth(v, SOFT_CAST)),
    curve((v) => smooth((v - 0.5) / SHINE_GAIN, SOFT_SHINE)),
  ];
}

const curve = (of: (v: number) => number) => Float64Array.from({ length: 256 }, (_, byte) => of(byte / 255));

function smooth(v: number, [from, to]: readonly [number, number]): number {
  const t = level((v - from) / (to - from));
  return t * t * (3 - 2 * t);
}
