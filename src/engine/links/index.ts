/** Functions with parameters, imported as `L`. */
export { PReLU } from './activation/prelu.js';
export { Bias } from './connection/bias.js';
export { Convolution2D, type ConvolutionOptions } from './connection/convolution2D.js';
export { Deconvolution2D, type DeconvolutionOptions } from './connection/deconvolution2D.js';
export { EmbedID } from './connection/embedID.js';
export { Linear, type LinearOptions } from './connection/linear.js';
export { Scale } from './connection/scale.js';
export { BatchNormalization, type BatchNormalizationLinkOptions } from './normalization/batchNormalization.js';
export { GroupNormalization } from './normalization/groupNormalization.js';
export { LayerNormalization } from './normalization/layerNormalization.js';
export { normalizedConvolution } from './normalization/normalizedConvolution.js';
