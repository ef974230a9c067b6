import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { clip } from '../math/clip.js';

/** 0.2·x + 0.5, limited to [0, 1] (PyTorch's hardsigmoid has x/6 + 0.5). */
export const hardSigmoid = (x: Operand): Variable => clip(asVariable(x).mul(0.2).add(0.5), 0, 1);
