import ort from 'onnxruntime-node';
import { onnxSession } from './onnxSession.mjs';

/** @param {import('./host.mjs').Setup} setup */
export async function enter(setup) {
  const session = await onnxSession(ort, setup, { intraOpNumThreads: setup.threads, interOpNumThreads: 1 });
  return { version: ort.env.versions.node, detail: `native, ${setup.threads} threads`, ...session };
}
