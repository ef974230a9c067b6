import { squaredError } from '../loss/squaredError.js';

/** (x − t)² element by element; another name of `squaredError`, as in Chainer. */
export const squaredDifference = squaredError;
