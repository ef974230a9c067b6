import type { Random } from '../../../vision/random.js';
import { ellipse, type Point, pathOf, ribbon, wobbled } from './curves.js';

/** A shadow or light inside a shape: drawn in colour only, cut at the shape's edge. */
export interface Tone {
  readonly points: readonly Point[];
  readonly color: string;
  readonly opacity?: number;
}

/** The tones that shade a shape of a colour; none where nothing is shaded. */
export type Shade = (points: readonly Point[], color: string) => readonly Tone[];

export interface AreaOptions {
  /** Width of the outline, 1 the picture's ink width; 0 none. */
  readonly outline?: number;
  readonly tones?: readonly Tone[];
}

/**
 * Draws colours and ink side by side, in painter's order: an area hides colours *and* lines behind it, as on a cel.
 * Strokes are ribbons whose width follows the light, as a pen's does.
 */
export class Inker {
  private readonly colors: string[] = [];
  private readonly lines: string[] = [];
  private clips = 0;
  private clipped = 0;
  private opened = 0;
  private turn: ((point: Point) => Point) | undefined;
  private readonly reached: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];

  /**
   * @param width    of the ink in drawing units
   * @param wobble   unsteadiness of the hand in drawing units
   * @param contrast how much the width follows the light, 0…1
   * @param light    −1 from the left, 1 from the right
   * @param gaps     share of outlines that a pen leaves open at a place, 0…1
   */
  constructor(
    private readonly random: Random,
    private readonly width: number,
    private readonly wobble: number,
    private readonly contrast: number,
    readonly light: -1 | 1,
    private readonly gaps = 0,
  ) {}

  get color(): string {
    return this.colors.join('');
  }

  get line(): string {
    return this.lines.join('');
  }

  /** How many outlines were left open. */
  get openLines(): number {
    return this.opened;
  }

  /** Left, top, right and bottom of what was drawn, in drawing units. */
  get bounds(): readonly [number, number, number, number] {
    return this.reached;
  }

  /**
   * A closed area of one colour, with tones inside and ink around it.
   *
   * @returns its outline as the hand drew it
   */
  area(points: readonly Point[], fill: string, { outline = 1, tones = [] }: AreaOptions = {}): readonly Point[] {
    const drawn = wobbled(points, this.random, this.wobble);
    const d = pathOf(drawn);
    this.extend(drawn);
    this.paint(d, fill, tones);
    this.lines.push(`<path d="${d}" fill="#fff"/>`);
    if (outline > 0) this.lines.push(this.inked(drawn, outline));
    return drawn;
  }

  /** What lies between two outlines, with ink along both; what is within shows what is behind it. */
  band(outer: readonly Point[], inner: readonly Point[], fill: string, outline = 1): void {
    const [out, within] = [clockwise(outer), [...clockwise(inner)].reverse()];
    const d = pathOf(out) + pathOf(within);
    this.extend(out);
    this.paint(d, fill, []);
    this.lines.push(`<path d="${d}" fill="#fff"/>`, this.inked(out, outline), this.inked(within, outline));
  }

  /** Areas that overlap, as one: ink runs round all of them and not between. */
  union(pieces: readonly (readonly Point[])[], fill: string, { outline = 1, tones = [] }: AreaOptions = {}): void {
    const drawn = pieces.map((points) => clockwise(wobbled(points, this.random, this.wobble)));
    const d = drawn.map((points) => pathOf(points)).join('');
    for (const points of drawn) this.extend(points);
    this.paint(d, fill, tones);
    // The half of each line that lies inside is painted over, hence twice the width.
    for (const points of drawn) this.lines.push(this.inked(points, outline * 1.8));
    this.lines.push(`<path d="${d}" fill="#fff"/>`);
  }

  private paint(d: string, fill: string, tones: readonly Tone[]): void {
    this.colors.push(`<path d="${d}" fill="${fill}"/>`);
    if (tones.length === 0) return;
    const id = this.clip(d, this.colors);
    this.colors.push(
      `<g clip-path="url(#${id})">`,
      ...tones.map((tone) => `<path d="${pathOf(tone.points)}" fill="${tone.color}"${opacityOf(tone.opacity)}/>`),
      '</g>',
    );
  }

  private extend(points: readonly Point[]): void {
    if (this.clipped > 0) return;
    for (const point of points) {
      const [x, y] = this.turn ? this.turn(point) : point;
      this.reached[0] = Math.min(this.reached[0], x);
      this.reached[1] = Math.min(this.reached[1], y);
      this.reached[2] = Math.max(this.reached[2], x);
      this.reached[3] = Math.max(this.reached[3], y);
    }
  }

  /** Colour without a line: blush, shine. */
  tone({ points, color, opacity }: Tone): void {
    this.colors.push(`<path d="${pathOf(points)}" fill="${color}"${opacityOf(opacity)}/>`);
  }

  /** A free stroke, thin at its ends. It is ink; the colours do not know it. */
  stroke(points: readonly Point[], width = 1, taper: 'both' | 'end' | 'none' = 'both'): void {
    const shape = ribbon(wobbled(points, this.random, this.wobble), false, (along) => {
      const swell =
        taper === 'none'
          ? 1
          : taper === 'end'
            ? Math.sqrt(1 - along * 0.96)
            : Math.sin(Math.PI * (0.06 + 0.88 * along)) ** 0.7;
      return this.width * width * swell;
    });
    this.extend(points);
    this.lines.push(`<path d="${shape}" fill="#000"/>`);
  }

  /** A spot of black ink that is dark in colour too: pupils, open mouths. */
  spot(points: readonly Point[], color: string): void {
    const d = pathOf(points);
    this.colors.push(`<path d="${d}" fill="${color}"/>`);
    this.lines.push(`<path d="${d}" fill="#000"/>`);
  }

  /** White paper in the ink: a glint in an eye. */
  glint(points: readonly Point[], color: string): void {
    const d = pathOf(points);
    this.colors.push(`<path d="${d}" fill="${color}"/>`);
    this.lines.push(`<path d="${d}" fill="#fff"/>`);
  }

  /** Whatever is drawn meanwhile is cut at an outline. */
  inside(points: readonly Point[], draw: () => void): void {
    const d = pathOf(points);
    const colorClip = this.clip(d, this.colors);
    const lineClip = this.clip(d, this.lines);
    this.colors.push(`<g clip-path="url(#${colorClip})">`);
    this.lines.push(`<g clip-path="url(#${lineClip})">`);
    this.clipped++;
    draw();
    this.clipped--;
    this.colors.push('</g>');
    this.lines.push('</g>');
  }

  /** Whatever is drawn meanwhile is turned about a point (degrees). */
  turned(degrees: number, [x, y]: Point, draw: () => void): void {
    const open = `<g transform="rotate(${degrees.toFixed(2)} ${x} ${y})">`;
    this.colors.push(open);
    this.lines.push(open);
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    this.turn = ([px, py]) => [x + (px - x) * cos - (py - y) * sin, y + (px - x) * sin + (py - y) * cos];
    draw();
    this.turn = undefined;
    this.colors.push('</g>');
    this.lines.push('</g>');
  }

  private clip(d: string, into: string[]): string {
    const id = `c${this.clips++}`;
    into.push(`<clipPath id="${id}"><path d="${d}"/></clipPath>`);
    return id;
  }

  /** The outline's ink: thicker below and away from the light, in pieces that meet round at corners. */
  private inked(points: readonly Point[], outline: number): string {
    const [lx, ly] = [this.light * 0.6, -0.8];
    const way = signedArea(points) > 0 ? 1 : -1;
    // At most one gap a line, a little longer than the line is wide.
    const open = this.gaps > 0 && outline >= 1 && this.random.chance(this.gaps) ? this.random.uniform() : -1;
    if (open >= 0) this.opened++;
    const widthAt = ([nx, ny]: Point, along: number, length: number) => {
      if (Math.abs(along - open) * length < this.width * GAP) return 0;
      const away = way * (nx * lx + ny * ly); // the normal points inwards on a clockwise outline
      return this.width * outline * (1 + this.contrast * 0.6 * away);
    };
    const corners = cornersOf(points);
    let d = '';
    let joints = '';
    if (corners.length === 0) {
      const length = lengthOf(points);
      d = ribbon(points, true, (along, normal) => widthAt(normal, along, length));
    }
    for (const [k, from] of corners.entries()) {
      const to = corners[(k + 1) % corners.length];
      const piece = to > from ? points.slice(from, to + 1) : [...points.slice(from), ...points.slice(0, to + 1)];
      const length = lengthOf(piece);
      d += ribbon(piece, false, (along, normal) => widthAt(normal, along, length));
      joints += pathOf(ellipse(...points[from], this.width * outline * 0.5, this.width * outline * 0.5));
    }
    if (corners.length === 0) return `<path d="${d}" fill="#000" fill-rule="evenodd"/>`; // a ring
    return `<path d="${d}" fill="#000"/><path d="${joints}" fill="#000"/>`;
  }
}

/** Half a gap's length, in widths of the ink. */
const GAP = 1.2;

function lengthOf(points: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++) {
    length += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  }
  return length;
}

/** Cosine of the turn from which a point of an outline is a corner: about 50°. */
const CORNER = 0.64;

function cornersOf(points: readonly Point[]): number[] {
  const n = points.length;
  return points.flatMap(([x, y], i) => {
    const before = points[(i - 1 + n) % n];
    const after = points[(i + 1) % n];
    const [ax, ay, bx, by] = [x - before[0], y - before[1], after[0] - x, after[1] - y];
    const lengths = Math.hypot(ax, ay) * Math.hypot(bx, by);
    return lengths > 0 && (ax * bx + ay * by) / lengths < CORNER ? [i] : [];
  });
}

const opacityOf = (opacity?: number) => (opacity === undefined ? '' : ` fill-opacity="${opacity.toFixed(2)}"`);

/** Pieces that run one way round fill where they overlap. */
const clockwise = (points: readonly Point[]): readonly Point[] =>
  signedArea(points) > 0 ? points : [...points].reverse();

function signedArea(points: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const [x, y] = points[i];
    const [nextX, nextY] = points[(i + 1) % points.length];
    sum += x * nextY - nextX * y;
  }
  return sum / 2;
}
