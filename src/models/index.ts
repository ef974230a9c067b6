/**
 * Colouring line art: `loadColorizer` for use, the networks and their inputs for research. Everything here runs in browsers
 * and Node alike; training and recipes, which need files, have entry points of their own.
 */
export {
  type Colorized,
  type ColorizeOptions,
  type Colorizer,
  createFloodColorizer,
  loadColorizer,
  type ModelInfo,
  type ModelSource,
} from './colorizer.js';
export {
  type EvaluateOptions,
  type EvaluationPair,
  evaluate,
  HINT_COUNTS,
  type Score,
  type Standing,
} from './evaluation/evaluate.js';
export { loadGenerator, type ModelCard, saveGenerator } from './generatorFile.js';
export { formatColor, type HintStroke, type Hints, HintsError, parseColor, parseHints } from './hints/hints.js';
export { placeHints } from './hints/placeHints.js';
export { type HintRaster, rasterizeHintPicture, rasterizeHints } from './hints/rasterizeHints.js';
export { type HintSimulation, simulateHints, USUAL_HINTS } from './hints/simulateHints.js';
export { applyLight } from './light/applyLight.js';
export { type Light, USUAL_LIGHT } from './light/light.js';
export { type Surface, surfaceOf } from './light/surface.js';
export { ModelError } from './modelError.js';
export { Dis } from './networks/dis.js';
export { Generator, type GeneratorConfig, type GeneratorOutput, STANDARD_GENERATOR } from './networks/generator.js';
export { encodeInputs, INPUT_CHANNELS, INPUT_COUNT } from './networks/generatorInputs.js';
export { LNet } from './networks/lnet.js';
export { UNet } from './networks/unet.js';
export { loadPaintsChainer, type PaintsChainerFiles } from './paintschainer/loadPaintsChainer.js';
export { PARTS, type Part } from './parts/parts.js';
export type { PartColors } from './parts/usualColors.js';
export { type Propagation, Propagator } from './propagation/propagate.js';
export { compositeLines } from './sketch/composite.js';
export { readSketch, type Sketch, type SketchKind } from './sketch/sketch.js';
