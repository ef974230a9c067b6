import { InvalidArgumentError, Option } from 'commander';
import { PARTS, type Part } from '../models/parts/parts.js';
import type { PartColors } from '../models/parts/usualColors.js';

/** `--part PART=COLOUR`, as often as there are parts; the last one for a part counts. */
export function partOption(): Option {
  return new Option(
    '--part <part=colour>',
    `colour of a part where no hint is, such as hair=#223344; may be repeated: ${PARTS.join(', ')}`,
  ).argParser((text: string, before: PartColors = {}) => ({ ...before, ...readPart(text) }));
}

function readPart(text: string): PartColors {
  const [, name, color] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (!PARTS.includes(name as Part))
    throw new InvalidArgumentError(`Write PART=#rrggbb; parts are ${PARTS.join(', ')}.`);
  if (!/^#[0-9a-f]{6}$/i.test(color))
    throw new InvalidArgumentError(`The colour of ${name} must be written as #rrggbb, such as #f0c0a0.`);
  return { [name]: color.toLowerCase() };
}
