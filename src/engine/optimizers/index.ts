export { Adam, AdamW } from './adam.js';
export { gradientClipping } from './gradientClipping.js';
export { MomentumSGD } from './momentumSGD.js';
export { Optimizer, type OptimizerHook } from './optimizer.js';
export { SGD } from './sgd.js';
export { weightDecay } from './weightDecay.js';
