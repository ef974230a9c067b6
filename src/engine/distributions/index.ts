/** Probability distributions, differentiable in their parameters. */
export { Bernoulli } from './bernoulli.js';
export { Categorical } from './categorical.js';
export { Distribution } from './distribution.js';
export { Independent } from './independent.js';
export { klDivergence } from './klDivergence.js';
export { Normal } from './normal.js';
