import * as ort from 'onnxruntime-web';
import { onnxSession } from './onnxSession.mjs';

/** @param {import('./host.mjs').Setup} setup */
export async function enter(setup) {
  ort.env.wasm.numThreads = setup.threads;
  const session = await onnxSession(ort, setup, { executionProviders: ['wasm'] });
  return { version: ort.env.versions.web, detail: `WebAssembly, ${ort.env.wasm.numThreads} threads`, ...session };
}
