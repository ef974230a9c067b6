import type { Operand, Variable } from '../../core/variable.js';
import type { Pair } from '../window.js';
import { unpooling2D } from './unpooling2D.js';

/** Every pixel of (N, C, H, W) as a block of factor × factor pixels. */
export const upsampleNearest = (x: Operand, factor: Pair): Variable => unpooling2D(x, factor, { coverAll: false });
