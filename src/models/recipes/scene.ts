import { removeLines } from '../../vision/lines/removeLines.js';
import { createPlanes, type Planes } from '../../vision/planes.js';
import type { RenderedSvg } from './svgRenderer.node.js';
import type { Drawing } from './svgTags.js';

/** Where a drawing lies in a scene. */
export interface Placement {
  /** Centre in scene pixels. */
  readonly x: number;
  readonly y: number;
  /** Scene pixels of the drawing's longer side. */
  readonly size: number;
  /** Degrees, clockwise. */
  readonly rotation: number;
  readonly mirrored: boolean;
}

/** Scene pixels per unit of the drawing. */
export function scaleOf({ viewBox }: Drawing, { size }: Placement): number {
  return size / Math.max(viewBox[2], viewBox[3]);
}

/** An SVG file of a square scene's size with one drawing in its place. */
export function placedSvg(drawing: Drawing, placement: Placement, sceneSize: number): string {
  const [x, y, width, height] = drawing.viewBox;
  const scale = scaleOf(drawing, placement);
  const transform =
    `translate(${placement.x.toFixed(3)} ${placement.y.toFixed(3)}) rotate(${placement.rotation.toFixed(3)}) ` +
    `scale(${(placement.mirrored ? -scale : scale).toFixed(6)} ${scale.toFixed(6)}) ` +
    `translate(${-x - width / 2} ${-y - height / 2})`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${sceneSize}" ` +
    `height="${sceneSize}" viewBox="0 0 ${sceneSize} ${sceneSize}"><g transform="${transform}">${drawing.body}</g></svg>`
  );
}

/** A square picture in the making: colours without lines, lines, and where there is anything but ground. */
export class Scene {
  /** 3 planes, sRGB 0…1. */
  readonly rgb: Planes;
  /** 1 plane, 1 paper … 0 ink. */
  readonly line: Planes;
  /** 1 plane, 1 on a subject, 0 on the ground. */
  readonly subject: Planes;

  /** A white page. */
  constructor(readonly size: number) {
    this.rgb = createPlanes(3, size, size);
    this.line = createPlanes(1, size, size);
    this.subject = createPlanes(1, size, size);
    this.rgb.data.fill(1);
    this.line.data.fill(1);
  }

  /**
   * Lays a drawing over what is there; it hides colours and lines behind it.
   *
   * @param color     the drawing, see-through outside
   * @param line      its line art in the same place: ink, and where it has white fills, cover
   * @param thickness for drawings whose colours contain their lines: widest line in pixels, which is taken out
   * @param ground    true for backgrounds
   */
  add(color: RenderedSvg, line: RenderedSvg, { thickness = 0, ground = false } = {}): void {
    const area = this.size * this.size;
    const alpha = new Float32Array(area);
    const own = createPlanes(3, this.size, this.size);
    for (let i = 0; i < area; i++) {
      const a = color.data[i * 4 + 3];
      alpha[i] = a / 255;
      if (a > 0) for (let c = 0; c < 3; c++) own.data[c * area + i] = color.data[i * 4 + c] / a;
    }
    if (thickness > 0) withoutLines(own, alpha, line, thickness);
    for (let i = 0; i < area; i++) {
      const inkAlpha = line.data[i * 4 + 3] / 255;
      const cover = Math.max(inkAlpha, alpha[i]);
      const grey = line.data[i * 4 + 1] / 255 + cover - inkAlpha; // cover without ink is white
      this.line.data[i] = this.line.data[i] * (1 - cover) + grey;
      for (let c = 0; c < 3; c++) {
        this.rgb.data[c * area + i] = this.rgb.data[c * area + i] * (1 - alpha[i]) + own.data[c * area + i] * alpha[i];
      }
      if (!ground) this.subject.data[i] = Math.max(this.subject.data[i], alpha[i]);
    }
  }
}

/** Takes a drawing's own lines out of its colours; lines with nothing on either side become see-through. */
function withoutLines(own: Planes, alpha: Float32Array, line: RenderedSvg, thickness: number): void {
  const ink = createPlanes(1, own.width, own.height);
  const usable = new Uint8Array(alpha.length);
  for (let i = 0; i < alpha.length; i++) {
    ink.data[i] = 1 - (line.data[i * 4 + 3] - line.data[i * 4 + 1]) / 255;
    usable[i] = alpha[i] > 0.9 ? 1 : 0;
  }
  const left = removeLines(own, ink, thickness, usable);
  for (let i = 0; i < alpha.length; i++) if (left[i]) alpha[i] = 0;
}
