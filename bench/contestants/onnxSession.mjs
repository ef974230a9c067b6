import { readArrays } from '../work/arrays.mjs';
import { onnxGraph } from './onnxGraph.mjs';

/** What onnxruntime-node and onnxruntime-web share: one session, run from input array to output array. */
export async function onnxSession(ort, { case: work, arrays }, options) {
  const { model, feeds } = onnxGraph(work, readArrays(arrays));
  const session = await ort.InferenceSession.create(model, { graphOptimizationLevel: 'all', ...options });
  const run = async () => {
    const inputs = Object.entries(feeds).map(([name, { shape, values }]) => [
      name,
      new ort.Tensor('float32', values, shape),
    ]);
    const { y } = await session.run(Object.fromEntries(inputs));
    return y.data;
  };
  return { run, check: run };
}
