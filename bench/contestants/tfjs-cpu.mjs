import { contestantFor, load, tf } from './tfjs.mjs';

load('@tensorflow/tfjs-backend-cpu');

/** @param {import('./host.mjs').Setup} setup */
export async function enter({ case: work, arrays }) {
  await tf.setBackend('cpu');
  await tf.ready();
  return { detail: 'plain JavaScript', ...(await contestantFor(work, arrays)) };
}
