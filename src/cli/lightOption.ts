import { InvalidArgumentError, Option } from 'commander';
import { HEIGHT_MAX, HEIGHT_MIN, type Light, SHADINGS, USUAL_LIGHT } from '../models/light/light.js';

/** `--light` as given: where the light comes from, or that there is none. */
export type LightPlace = Pick<Light, 'angle' | 'height'> | 'off';

/** `--light ANGLE[,HEIGHT]`, or `--light off`. */
export function lightOption(): Option {
  return new Option(
    '--light <angle[,height]>',
    `shade the colours as in a light: degrees clockwise from the top that it comes from (315 is the upper left), and above the picture, ` +
      `${HEIGHT_MIN} to ${HEIGHT_MAX} (${USUAL_LIGHT.height} unless given); "off" for a project without its light`,
  ).argParser(readPlace);
}

/** `--shading cel|soft`, beside `--light`. */
export function shadingOption(): Option {
  return new Option(
    '--shading <name>',
    'with --light: cel has shadows with a border, soft has them fade (cel unless given)',
  ).choices(SHADINGS);
}

function readPlace(text: string): LightPlace {
  if (text === 'off') return 'off';
  const [, angle, height = USUAL_LIGHT.height] = /^(-?\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const place = { angle: Number(angle), height: Number(height) };
  if (angle === undefined || Math.abs(place.angle) > 360)
    throw new InvalidArgumentError('Write ANGLE or ANGLE,HEIGHT in degrees, such as 315 or 315,40; or off.');
  if (place.height < HEIGHT_MIN || place.height > HEIGHT_MAX)
    throw new InvalidArgumentError(`The height must be ${HEIGHT_MIN} to ${HEIGHT_MAX} degrees.`);
  return { ...place, angle: (place.angle + 360) % 360 };
}
