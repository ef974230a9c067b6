import type { BasinParts } from './basinParts.js';
import { PARTS, type Part } from './parts.js';

/** Parts whose colours nobody expects to change from one variant to the next. */
const STEADY: ReadonlySet<Part> = new Set(['skin', 'white', 'mouth', 'sky', 'land']);

/**
 * Where a variant may turn colours: three equal planes, 1 on clothes, hair and what else may have any colour, 0 on what keeps
 * its own. Areas count as what they most likely are, however unsure that is: a green hand is worse than a dull scarf.
 */
export function turningPlanes({ areas, part }: BasinParts): Float32Array {
  const planes = new Float32Array(3 * areas.length);
  for (let p = 0; p < areas.length; p++) planes[p] = STEADY.has(PARTS[part[areas[p]]]) ? 0 : 1;
  planes.copyWithin(areas.length, 0, areas.length);
  planes.copyWithin(2 * areas.length, 0, areas.length);
  return planes;
}
