import { dirname, sep } from 'node:path';
import { contestantFor, load, require, tf } from './tfjs.mjs';

const wasm = load('@tensorflow/tfjs-backend-wasm');

/** @param {import('./host.mjs').Setup} setup */
export async function enter({ case: work, arrays, threads }) {
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  wasm.setThreadsCount(threads);
  await tf.setBackend('wasm');
  await tf.ready();
  const multithreaded = await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  return {
    detail: multithreaded ? `WebAssembly, ${threads} threads` : 'WebAssembly, 1 thread (it has no more in Node)',
    ...(await contestantFor(work, arrays)),
  };
}
