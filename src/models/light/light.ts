import { z } from 'zod';

export const SHADINGS = ['cel', 'soft'] as const;
/** `cel`: shadows with a border, as in animation; `soft`: shade that fades. */
export type Shading = (typeof SHADINGS)[number];

/** A light on a coloured sketch. */
export interface Light {
  /** Degrees clockwise from the top that it comes from, 0 up to 360. */
  readonly angle: number;
  /** Degrees above the picture: 90 is the viewer's lamp, low ones throw long shadows. */
  readonly height: number;
  /** 0 is no shade, 1 all of it. */
  readonly strength: number;
  readonly shading: Shading;
}

/** Lower, what faces the viewer would lie in the shade. */
export const HEIGHT_MIN = 15;
export const HEIGHT_MAX = 90;

/** From above on the left, as most illustrators have it. */
export const USUAL_LIGHT: Light = { angle: 315, height: 40, strength: 1, shading: 'cel' };

/** A light as project files have it; what a file leaves out is as usual. */
export const lightSchema = z.object({
  angle: z.number().min(0).max(360).default(USUAL_LIGHT.angle),
  height: z.number().min(HEIGHT_MIN).max(HEIGHT_MAX).default(USUAL_LIGHT.height),
  strength: z.number().min(0).max(1).default(USUAL_LIGHT.strength),
  shading: z.enum(SHADINGS).default(USUAL_LIGHT.shading),
});

/** Where a light comes from: unit vector, x to the right, y down, z to the viewer. */
export function towards({ angle, height }: Pick<Light, 'angle' | 'height'>): readonly [number, number, number] {
  const [turn, rise] = [(angle * Math.PI) / 180, (height * Math.PI) / 180];
  return [Math.cos(rise) * Math.sin(turn), -Math.cos(rise) * Math.cos(turn), Math.sin(rise)];
}
