/**
 * Irodori's engine: a define-by-run deep-learning library on WebGPU and WebAssembly, with Chainer's semantics.
 *
 * @example
 * import { functions as F, init, links as L, optimizers } from 'irodori/engine';
 * await init();
 */
export type { Backend, Box, DType, MemoryReport, Shape, TypedArray } from './backends/backend.js';
export * from './core/index.js';
export * as datasets from './datasets/index.js';
export * as distributions from './distributions/index.js';
export * as functions from './functions/index.js';
export { init } from './init.js';
export * as initializers from './initializers/index.js';
export * as links from './links/index.js';
export * as optimizers from './optimizers/index.js';
export * as serializers from './serializers/index.js';
export * as training from './training/index.js';
