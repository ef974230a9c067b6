import type { Operand, Variable } from '../../core/variable.js';
import { reshape } from './reshape.js';

/** All elements on one axis, the batch axis included. */
export const flatten = (x: Operand): Variable => reshape(x, [-1]);
