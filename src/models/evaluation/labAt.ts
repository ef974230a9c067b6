import { LINEAR_FROM_BYTE, labFromLinear } from '../../vision/colorSpaces.js';
import type { Picture } from '../../vision/picture.js';

/** CIE Lab of an opaque pixel. */
export function labAt({ data }: Picture, p: number): [number, number, number] {
  const at = 4 * p;
  return labFromLinear(LINEAR_FROM_BYTE[data[at]], LINEAR_FROM_BYTE[data[at + 1]], LINEAR_FROM_BYTE[data[at + 2]]);
}
