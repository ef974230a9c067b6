/** First values of parameters, drawn from the engine's seeded random numbers. */
export { Constant, NaNFill, One, Zero } from './constant.js';
export { Identity } from './identity.js';
export { GlorotNormal, HeNormal, LeCunNormal, Normal } from './normal.js';
export { Orthogonal } from './orthogonal.js';
export { DownsamplingConvFilter, UpsamplingDeconvFilter } from './samplingFilters.js';
export { GlorotUniform, HeUniform, LeCunUniform, Uniform } from './uniform.js';
