import { fixedBatchNormalization } from './fixedBatchNormalization.js';

/** With fixed statistics batch renormalisation is batch normalisation. */
export const fixedBatchRenormalization = fixedBatchNormalization;
