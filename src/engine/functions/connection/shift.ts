import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { concat } from '../array/concat.js';
import { getItem } from '../array/getItem.js';
import { pad } from '../array/pad.js';
import { slice } from '../array/slice.js';
import { asPair, type Pair } from '../window.js';

/**
 * Moves groups of channels, one for each cell of a window, by that cell's distance from the centre; the rest of the
 * channels stay.
 *
 * @param x (N, C, H, W)
 * @see Wu et al. 2017, Shift: a zero FLOP, zero parameter alternative to spatial convolutions, arXiv:1711.08141
 */
export function shift(x: Operand, { ksize = 3 as Pair, dilate = 1 as Pair } = {}): Variable {
  const v = asVariable(x);
  const [kh, kw] = asPair(ksize);
  const [dy, dx] = asPair(dilate);
  const odd = kh % 2 === 1 && kw % 2 === 1;
  expectType('shift', v.ndim === 4 && odd, `x (N, C, H, W) and a window of odd sides, not ${kh}×${kw}`, { x: v });
  const [, channels, height, width] = v.shape;
  const size = Math.floor(channels / (kh * kw));
  const [py, px] = [dy * Math.floor(kh / 2), dx * Math.floor(kw / 2)];
  const moved: Variable[] = [];
  for (let cell = 0; cell < kh * kw; cell++) {
    if (size === 0) break;
    const group = pad(slice(v, 1, cell * size, size), [
      [0, 0],
      [0, 0],
      [py, py],
      [px, px],
    ]);
    const [top, left] = [Math.floor(cell / kw) * dy, (cell % kw) * dx];
    moved.push(getItem(group, ['...', { start: top, stop: top + height }, { start: left, stop: left + width }]));
  }
  const rest = channels - moved.length * size;
  return concat([...moved, ...(rest > 0 ? [slice(v, 1, channels - rest, rest)] : [])], 1);
}
