import { z } from 'zod';
import { type Light, lightSchema } from '../light/light.js';

/** A colour of a palette and how much of the picture is near it. */
export interface PaletteColor {
  /** #rrggbb. */
  readonly color: string;
  /** 0…1. */
  readonly share: number;
}

/** What is done to a result after the model has coloured it: needs no new pass. */
export interface Look {
  /** 0 leaves paper, 1 colours fully. */
  readonly strength: number;
  /** 0 is grey, 1 as it came, 2 twice as vivid. */
  readonly saturation: number;
  /** 0 is flat, 1 as it came, 2 twice the shade. */
  readonly shade: number;
  /** Colours end at the lines, where the model painted past one too. */
  readonly snap: boolean;
  /** The sketch's lines lie over the colours. */
  readonly lines: boolean;
  /** The lines take the colours that they bound, darkened: 0 not at all, 1 fully. */
  readonly tint: number;
  /** Seed of the variant shown; 0 is the model's own colours. */
  readonly variant: number;
  /** The colours of a reference picture that the result takes, if one was given. */
  readonly palette: readonly PaletteColor[] | null;
  /** The light that shades the colours; null leaves them as they are. Never changed, only replaced. */
  readonly light: Light | null;
}

export const AS_COLORED: Look = {
  strength: 1,
  saturation: 1,
  shade: 1,
  snap: false,
  lines: true,
  tint: 0,
  variant: 0,
  palette: null,
  light: null,
};

const KEYS = Object.keys(AS_COLORED) as (keyof Look)[];

/** A look as project files have it; what a file leaves out is as the model coloured. */
export const lookSchema = z.object({
  strength: z.number().min(0).max(1).default(1),
  saturation: z.number().min(0).max(2).default(1),
  shade: z.number().min(0).max(2).default(1),
  snap: z.boolean().default(false),
  lines: z.boolean().default(true),
  tint: z.number().min(0).max(1).default(0),
  variant: z.int().min(0).max(0xffff_ffff).default(0),
  palette: z
    .array(z.object({ color: z.string().regex(/^#[0-9a-f]{6}$/), share: z.number().min(0).max(1) }))
    .max(64)
    .nullable()
    .default(null),
  light: lightSchema.nullable().default(null),
});

/** Whether the result is shown as the model coloured it. */
export function isAsColored(look: Look): boolean {
  return KEYS.every((key) => look[key] === AS_COLORED[key]);
}
