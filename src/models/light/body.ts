import type { Area, Areas } from './areas.js';

/** What lies in front of what, from the ground up; the numbers are steps that shadows grow longer by. */
export const FRONT = { ground: 0, skin: 1, cloth: 2, thing: 2, scarf: 3, face: 4, hair: 5, hat: 6 } as const;
/** What a place is to the light: `scarf` and `hat` are whatever is worn below and above the chin, `skin` is neck and hands. */
export type Matter = keyof typeof FRONT;

/** A face and the head that it is on, in cells. */
export interface Head {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly chin: number;
}

/** A figure, or whatever a sketch shows before its ground, as solids in front of each other. */
export interface Body {
  readonly width: number;
  readonly height: number;
  /** Area of every cell, 0 on the ground. */
  readonly area: Int32Array;
  /** Solid that the cell belongs to – all of the hair, the clothes, a hand –, 0 on the ground. */
  readonly solid: Int32Array;
  /** What each solid is. */
  readonly matter: readonly Matter[];
  /** `FRONT` of every cell. */
  readonly front: Uint8Array;
  /** The face with the most to be seen of its features; null where there is none. */
  readonly head: Head | null;
  /** Length that shadows are measured by: the width of a head, in cells. */
  readonly unit: number;
}

/** Width of a head beside the root of a figure's area, where no face says it. */
const HEAD = 0.35;

export function bodyOf({ width, height, of, all }: Areas): Body {
  const head = headOf(all);
  const matterOf = new Map([...all].map(([number, area]) => [number, matterOfArea(area, head)]));
  const matter: Matter[] = ['ground'];
  const solidOf = new Int32Array(Math.max(0, ...all.keys()) + 1);
  for (const seed of all.keys()) {
    if (solidOf[seed] > 0) continue;
    const kind = matterOf.get(seed)!;
    const waiting = [seed];
    solidOf[seed] = matter.length;
    for (let a = waiting.pop(); a !== undefined; a = waiting.pop()) {
      if (kind === 'skin') break; // a hand on a neck is no part of it
      for (const b of all.get(a)!.borders.keys()) {
        if (b === 0 || solidOf[b] > 0 || matterOf.get(b) !== kind) continue;
        solidOf[b] = matter.length;
        waiting.push(b);
      }
    }
    matter.push(kind);
  }
  const solid = of.map((a) => solidOf[a]);
  const front = Uint8Array.from(solid, (s) => FRONT[matter[s]]);
  const size = [...all.values()].reduce((sum, area) => sum + area.size, 0);
  const unit = head ? head.right - head.left + 1 : HEAD * Math.sqrt(size);
  return { width, height, area: of, solid, matter, front, head, unit };
}

/** The head whose face shows most; its box is that of all the areas that hair and glasses part the face into. */
function headOf(all: ReadonlyMap<number, Area>): Head | null {
  const face = faceOf(all);
  if (!face) return null;
  const [left, top, right, chin] = face.box;
  let head: Head = { left, top, right, chin };
  for (const { part, box } of all.values()) {
    const middle = (box[0] + box[2]) / 2;
    if (part !== 'skin' || middle < left || middle > right || !isOfFace(box, { left, top, right, chin })) continue;
    head = {
      left: Math.min(head.left, box[0]),
      top: Math.min(head.top, box[1]),
      right: Math.max(head.right, box[2]),
      chin: Math.max(head.chin, box[3]),
    };
  }
  return head;
}

/** The area of skin that is most of a face: it has eyes, or they lie beside it behind glasses, or else hair is round it. */
function faceOf(all: ReadonlyMap<number, Area>): Area | null {
  let face: Area | null = null;
  let best = 0;
  for (const area of all.values()) {
    if (area.part !== 'skin') continue;
    let [details, hair] = [area.details, 0];
    for (const [to, shared] of area.borders) {
      const other = all.get(to);
      if (other?.part === 'skin') details += 0.5 * other.details;
      if (other?.part === 'hair') hair += shared;
    }
    const score = (details + 0.2 * hair) * Math.sqrt(area.size);
    if (score <= best) continue;
    best = score;
    face = area;
  }
  return face;
}

function matterOfArea({ part, box }: Area, head: Head | null): Matter {
  switch (part) {
    case 'hair':
      return 'hair';
    case 'skin':
      return head && isOfFace(box, head) ? 'face' : 'skin';
    case 'accessory':
      return head && (box[1] + box[3]) / 2 > along(head, 0.8) ? 'scarf' : 'hat';
    case 'cloth':
    case 'trim':
      return head && box[3] < along(head, 0.5) ? 'hat' : 'cloth';
    default:
      return 'thing';
  }
}

/** How far down a face a share of it is. */
const along = ({ top, chin }: Head, share: number) => top + share * (chin - top);

/** Whether skin is the face, an ear, or what locks of hair part from it. */
function isOfFace(box: Area['box'], head: Head): boolean {
  const x = (box[0] + box[2]) / 2;
  const y = (box[1] + box[3]) / 2;
  const beside = 0.4 * (head.right - head.left);
  return y < along(head, 0.85) && x > head.left - beside && x < head.right + beside;
}
