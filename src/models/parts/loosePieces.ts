import { connectedPixels } from '../../vision/connectedPixels.js';
import type { Details } from './eyes.js';
import { PARTS } from './parts.js';

/** Ink above this parts pieces: they are narrower than a basin's floor. */
const LINE = 0.25;
/** Pieces smaller than this, in grid pixels, are not seen. */
const LEAST_PIECE = 10;
/** From this share on a piece is something else than its basin. */
const SURELY = 0.5;

/**
 * Finds pieces between lines that are too narrow for basins of their own – a strand of hair, a pleat – where they lie in a basin of another
 * kind: the sky beside the strand.
 *
 * @param details what was found before, in whose areas nothing is looked for
 * @param shares  of the parts by place, PARTS · height · width
 * @param ink     darkness of the lines in [0, 1], height · width
 * @param part    of each basin
 * @param kind    number of the kind of each part
 * @param among   whether a part is looked for
 * @returns `details` and these
 */
export function findLoosePieces(
  { areas: before, parts: found, hosts: hostsBefore }: Details,
  shares: Float32Array,
  ink: Float32Array,
  basins: Int32Array,
  part: Uint8Array,
  { kind, among, width }: { kind: readonly number[]; among: readonly boolean[]; width: number },
): Details {
  const n = basins.length;
  const height = n / width;
  const seen = new Uint8Array(n);
  const queue = new Int32Array(n);
  const within = new Int32Array(part.length); // pixels of a piece by basin
  const most = new Int32Array(part.length);
  const core = new Int32Array(part.length).fill(-1); // first pixel of the piece that is most of a basin
  const small: Int32Array[] = [];
  for (let first = 0; first < n; first++) {
    if (seen[first] || ink[first] >= LINE) continue;
    const size = connectedPixels(first, width, height, queue, (p) => {
      if (seen[p] || ink[p] >= LINE) return false;
      seen[p] = 1;
      return true;
    });
    for (let i = 0; i < size; i++) within[basins[queue[i]]]++;
    for (let i = 0; i < size; i++) {
      const basin = basins[queue[i]];
      if (within[basin] > most[basin]) {
        most[basin] = within[basin];
        core[basin] = first;
      }
      within[basin] = 0;
    }
    if (size >= LEAST_PIECE && size < n / 16) small.push(queue.slice(0, size));
  }
  const areas = before.slice();
  const parts = [...found];
  const hosts = [...hostsBefore];
  const cores = new Set(core);
  const sums = new Float64Array(PARTS.length);
  for (const piece of small) {
    const host = basins[piece[0]];
    if (host === 0 || cores.has(piece[0]) || before[piece[0]] !== host) continue;
    sums.fill(0);
    for (const p of piece) for (let k = 0; k < PARTS.length; k++) sums[k] += shares[k * n + p];
    const its = sums.reduce((best, sum, k) => (among[k] && sum > sums[best] ? k : best), among.indexOf(true));
    const ofKind = sums.reduce((sum, votes, k) => sum + (kind[k] === kind[its] ? votes : 0), 0);
    if (kind[its] === kind[part[host]] || ofKind < SURELY * piece.length) continue;
    for (const p of piece) if (before[p] < part.length) areas[p] = part.length + hosts.length;
    parts.push(its);
    hosts.push(host);
  }
  return { areas, parts, hosts };
}
