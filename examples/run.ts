/** `npm run example -- NAME`: runs one of the examples on the backend that is there. */
import { init } from '../src/engine/index.js';
import { charLstm } from './charLstm.js';
import { cnn } from './cnn.js';
import { dcgan } from './dcgan.js';
import { mlp } from './mlp.js';
import { resnet } from './resnet.js';
import { seq2seq } from './seq2seq.js';
import { treeLstm } from './treeLstm.js';
import { word2vec } from './word2vec.js';

const examples: Record<string, () => Promise<unknown>> = {
  mlp,
  cnn,
  dcgan,
  charLstm,
  word2vec,
  seq2seq,
  resnet,
  treeLstm,
};

const [name, backendName = 'cpu'] = process.argv.slice(2);
const example = examples[name];
if (!example || (backendName !== 'cpu' && backendName !== 'webgpu')) {
  console.error(`npm run example -- NAME [cpu|webgpu]; NAME is one of ${Object.keys(examples).join(', ')}`);
  process.exitCode = 2;
} else {
  const backend = await init({ backend: backendName });
  console.log(backend.description);
  console.log(await example());
  await backend.dispose();
}
