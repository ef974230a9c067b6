import type { Random } from '../../../../vision/random.js';
import type { Point } from '../curves.js';
import type { Head } from '../head.js';

/** Two bones: shoulder, elbow, wrist or hip, knee, ankle. */
export interface Limb {
  readonly side: -1 | 1;
  readonly root: Point;
  readonly joint: Point;
  readonly end: Point;
  /** Whether it lies before the trunk. */
  readonly front: boolean;
}

export type ArmPose = 'hanging' | 'hip' | 'raised' | 'waving' | 'out' | 'front' | 'behind';
export type LegPose = 'standing' | 'wide' | 'walking' | 'sitting' | 'leaping';

/** A body's measures and pose in drawing units, below a head whose skull's centre is the origin. */
export interface Skeleton {
  /** Height in heads, 2.4 (chibi) … 7.2. */
  readonly heads: number;
  /** Chin to soles. */
  readonly length: number;
  readonly turn: number;
  /** Half the width of shoulders, waist and hips, and of the neck. */
  readonly shoulder: number;
  readonly waist: number;
  readonly hip: number;
  readonly neck: number;
  /** y of the shoulders' top and of the crotch. */
  readonly top: number;
  readonly crotch: number;
  /** x of the spine at shoulders and hips. */
  readonly spine: readonly [number, number];
  readonly arms: readonly [Limb, Limb];
  readonly legs: readonly [Limb, Limb];
  readonly armPoses: readonly [ArmPose, ArmPose];
  readonly legPose: LegPose;
  /** Half the thickness at root, joint and end. */
  readonly armWidths: readonly [number, number, number];
  readonly legWidths: readonly [number, number, number];
  /** Wrist to fingertips. */
  readonly hand: number;
}

/** A body for this head: chibi, child or grown, in a pose. */
export function makeSkeleton(head: Head, random: Random): Skeleton {
  const kind = random.weighted([0.25, 0.2, 0.55]);
  const heads = [random.uniform(2.4, 3.2), random.uniform(3.6, 5), random.uniform(5.4, 7.2)][kind];
  const tall = (heads - 2.4) / 4.8; // 0 chibi … 1 tall
  const length = (heads - 1) * (head.chin + 80);
  const turn = Math.max(-1, Math.min(1, head.turn * 1.2 + random.normal(0, 0.15)));
  const shoulder = (40 + 58 * tall) * random.uniform(0.9, 1.15);
  const hip = shoulder * random.uniform(0.74, 0.98);
  const top = head.chin + 2 + length * (0.02 + 0.035 * tall) * random.uniform(0.9, 1.2);
  const crotch = head.chin + length * random.uniform(0.44, 0.5);
  const center = head.turn * 5;
  const spine = [center, center + random.normal(0, 0.08) * shoulder] as const;
  const widths = (root: number, ...shares: number[]) => shares.map((share) => root * share) as [number, number, number];
  const armWidths = widths(shoulder * random.uniform(0.2, 0.26), 1, 0.8, 0.6);
  const legWidths = widths(hip * random.uniform(0.44, 0.5), 1, 0.66, 0.42);
  const torso: Torso = { top, crotch, spine, shoulder, hip, turn };
  const armPoses = randomArmPoses(random);
  const legPose = random.pick<LegPose>(
    Math.abs(turn) > 0.3
      ? ['standing', 'standing', 'wide', 'walking', 'walking', 'sitting', 'sitting', 'leaping']
      : ['standing', 'standing', 'standing', 'wide', 'walking', 'leaping'],
  );
  return {
    heads,
    length,
    turn,
    shoulder,
    hip,
    waist: Math.min(shoulder, hip) * random.uniform(0.76, 0.92),
    neck: Math.min(shoulder * 0.3, 24) * random.uniform(0.85, 1.05),
    top,
    crotch,
    spine,
    arms: [
      poseArm(torso, -1, armPoses[0], length * 0.38, armWidths[0], head, random),
      poseArm(torso, 1, armPoses[1], length * 0.38, armWidths[0], head, random),
    ],
    legs: poseLegs(torso, legPose, head.chin + length - crotch, legWidths[0], random),
    armPoses,
    legPose,
    armWidths,
    legWidths,
    hand: Math.max(shoulder * 0.42, length * 0.088) * random.uniform(0.9, 1.1),
  };
}

type Torso = Pick<Skeleton, 'top' | 'crotch' | 'spine' | 'shoulder' | 'hip' | 'turn'>;

function randomArmPoses(random: Random): [ArmPose, ArmPose] {
  const one = () =>
    random.pick<ArmPose>(['hanging', 'hanging', 'hanging', 'hip', 'raised', 'waving', 'out', 'front', 'behind']);
  const first = one();
  if (first === 'behind' || random.chance(0.35)) return [first, first];
  const second = one();
  return [first, second === 'behind' ? 'hanging' : second];
}

/** A point at an angle from straight down, outwards on this side; degrees. */
const reach = ([x, y]: Point, side: number, degrees: number, length: number): Point => {
  const angle = (degrees * Math.PI) / 180;
  return [x + side * length * Math.sin(angle), y + length * Math.cos(angle)];
};

function poseArm(
  { top, crotch, spine, shoulder, turn }: Torso,
  side: -1 | 1,
  pose: ArmPose,
  length: number,
  width: number,
  head: Head,
  random: Random,
): Limb {
  const far = side * turn > 0; // the side turned away is nearer to the spine
  const root: Point = [
    spine[0] + side * (shoulder * (far ? 1 - 0.22 * Math.abs(turn) : 1 - 0.06 * Math.abs(turn)) - width * 0.72),
    top + width * 0.9,
  ];
  const upper = length * 0.53;
  const fore = length * 0.47;
  const trunk = crotch - top;
  const toward = (target: Point): Point => bend(root, target, upper, fore, side);
  const made = (joint: Point, end: Point, front: boolean): Limb => ({ side, root, joint, end, front });
  const toTarget = (target: Point, front: boolean) => {
    const joint = toward(target);
    return made(joint, stretched(joint, target, fore), front);
  };
  switch (pose) {
    case 'hanging': {
      const angle = random.uniform(7, 24);
      const joint = reach(root, side, angle, upper);
      return made(joint, reach(joint, side, angle + random.uniform(-20, 4), fore), !far && random.chance(0.5));
    }
    case 'out': {
      const angle = random.uniform(45, 80);
      const joint = reach(root, side, angle, upper);
      return made(joint, reach(joint, side, angle + random.uniform(-25, 25), fore), random.chance(0.4));
    }
    case 'waving': {
      const joint = reach(root, side, random.uniform(25, 70), upper);
      return made(joint, reach(joint, side, random.uniform(135, 175), fore), true);
    }
    case 'raised': {
      const angle = random.uniform(110, 145);
      const joint = reach(root, side, angle, upper);
      return made(joint, reach(joint, side, angle + random.uniform(5, 45), fore), random.chance(0.5));
    }
    case 'hip':
      return toTarget([spine[1] + side * shoulder * 0.72, top + trunk * random.uniform(0.66, 0.8)], true);
    case 'front':
      return toTarget(
        [
          spine[0] + side * shoulder * random.uniform(0.05, 0.35) + turn * shoulder * 0.3,
          Math.max(head.chin + 24, top + trunk * random.uniform(0.3, 0.62)),
        ],
        true,
      );
    case 'behind':
      return toTarget([spine[1] + side * shoulder * 0.2, top + trunk * random.uniform(0.7, 0.9)], false);
  }
}

/** The joint between two bones that reach for a target, bent outwards. */
function bend([x, y]: Point, [tx, ty]: Point, upper: number, fore: number, side: number): Point {
  const distance = Math.min(Math.hypot(tx - x, ty - y), (upper + fore) * 0.995);
  const direction = Math.atan2(ty - y, tx - x);
  const cosine = (upper ** 2 + distance ** 2 - fore ** 2) / (2 * upper * Math.max(1, distance));
  const angle = direction - side * Math.acos(Math.max(-1, Math.min(1, cosine)));
  return [x + upper * Math.cos(angle), y + upper * Math.sin(angle)];
}

function stretched([x, y]: Point, [tx, ty]: Point, length: number): Point {
  const distance = Math.max(1, Math.hypot(tx - x, ty - y));
  return [x + ((tx - x) * length) / distance, y + ((ty - y) * length) / distance];
}

function poseLegs(
  { crotch, spine, hip, turn }: Torso,
  pose: LegPose,
  length: number,
  width: number,
  random: Random,
): [Limb, Limb] {
  const facing = turn < 0 ? -1 : 1;
  const [thigh, shin] = [length * 0.49, length * 0.47];
  const lifted = random.pick([-1, 1] as const);
  const spread = pose === 'wide' ? random.uniform(10, 20) : random.uniform(1, 6);
  const leg = (side: -1 | 1): Limb => {
    const far = side * turn > 0;
    const root: Point = [
      spine[1] + side * (hip * (far ? 1 - 0.25 * Math.abs(turn) : 1) - width),
      crotch - width * 0.55,
    ];
    let joint = reach(root, side, spread, thigh);
    let end = reach(joint, side, spread * random.uniform(0.4, 1), shin);
    if (pose === 'walking' && side === lifted) {
      joint = reach(root, facing, Math.abs(turn) > 0.3 ? random.uniform(18, 32) : 4, thigh * 0.92);
      end = reach(joint, facing, random.uniform(-38, -12), shin * 0.86);
    } else if (pose === 'leaping') {
      joint = reach(root, side, random.uniform(12, 34), thigh * 0.9);
      end = reach(joint, side, random.uniform(-60, 0), shin * random.uniform(0.75, 0.95));
    } else if (pose === 'sitting') {
      joint = reach(root, facing, random.uniform(62, 80), thigh * random.uniform(0.8, 0.95));
      end = reach(joint, facing, random.uniform(-8, 10), shin);
    }
    return { side, root, joint, end, front: !far };
  };
  return [leg(-1), leg(1)];
}
