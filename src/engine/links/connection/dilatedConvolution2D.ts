import { Convolution2D } from './convolution2D.js';

/** `Convolution2D` under the name that Chainer kept for dilated windows; give `dilate` among the options. */
export class DilatedConvolution2D extends Convolution2D {}
