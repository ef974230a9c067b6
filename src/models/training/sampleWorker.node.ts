/** A thread that draws batches: it is told a run's data and settings at its start, then answers numbers of steps. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DrawerData } from './sampleThread.node.js';
import { openPairs } from './trainingData.node.js';
import { drawBatch } from './trainingSample.js';

const { folder, settings, seed, busy } = workerData as DrawerData;
const data = openPairs(folder);
const pairs = { length: data.train.length, get: (i: number) => data.get(data.train[i]) };

parentPort?.on('message', (iteration: number) => {
  Atomics.store(busy, 0, 1);
  const batch = drawBatch(pairs, settings, seed, iteration);
  Atomics.store(busy, 0, 0);
  const buffers = [batch.inputs, batch.visible, batch.color].map((planes) => planes.buffer as ArrayBuffer);
  parentPort?.postMessage({ iteration, batch }, buffers);
});
