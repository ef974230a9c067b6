// A worker of the dataset tests: speaks the protocol of serveDataset in plain JavaScript, as the test runner compiles no workers.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ id, index }) => {
  if (index === 13) parentPort.postMessage({ id, error: 'unlucky' });
  else if (index === 14) process.exit(3);
  else parentPort.postMessage({ id, example: index * 10 });
});
