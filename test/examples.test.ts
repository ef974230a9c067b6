/** The examples run and learn what they should. */
import { beforeAll, describe, expect, test } from 'vitest';
import { charLstm } from '../examples/charLstm.js';
import { cnn } from '../examples/cnn.js';
import { dcgan } from '../examples/dcgan.js';
import { mlp } from '../examples/mlp.js';
import { resnet } from '../examples/resnet.js';
import { seq2seq } from '../examples/seq2seq.js';
import { treeLstm } from '../examples/treeLstm.js';
import { word2vec } from '../examples/word2vec.js';
import { createCpuBackend } from '../src/engine/backends/cpu/index.js';
import { setBackend } from '../src/engine/core/context.js';

beforeAll(async () => setBackend(await createCpuBackend({ threads: 2 })));

/** Takes the lines of an example, and shows them where it failed. */
const quietly = () => {
  const lines: string[] = [];
  return { log: (line: string) => void lines.push(line), said: () => lines.join('\n') };
};

describe('examples', () => {
  test('mlp reads digits', async () => {
    const { log, said } = quietly();
    expect((await mlp(log)).accuracy, said()).toBeGreaterThan(0.75);
    expect(said()).toContain('validation/main/accuracy');
  });

  test('cnn reads digits better', async () => {
    const { log, said } = quietly();
    expect((await cnn(log)).accuracy, said()).toBeGreaterThan(0.9);
  });

  test('dcgan draws bars', async () => {
    const { log, said } = quietly();
    const { before, after } = await dcgan(log);
    expect(after, said()).toBeLessThan(before / 3);
  });

  test('charLstm writes its text', async () => {
    const { log, said } = quietly();
    const { loss, written } = await charLstm(log);
    expect(loss, said()).toBeLessThan(0.3);
    expect(written).toContain('sells sea shells');
  });

  test('word2vec puts words of a topic together', async () => {
    const { log, said } = quietly();
    expect((await word2vec(log)).sameTopic, said()).toBeGreaterThan(0.9);
  });

  test('seq2seq says sequences backwards', async () => {
    const { log, said } = quietly();
    expect((await seq2seq(log)).accuracy, said()).toBeGreaterThan(0.8);
  });

  test('resnet tells shapes apart', async () => {
    const { log, said } = quietly();
    expect((await resnet(log)).accuracy, said()).toBeGreaterThan(0.9);
  });

  test('treeLstm evaluates trees deeper than it has seen', async () => {
    const { log, said } = quietly();
    expect((await treeLstm(log)).accuracy, said()).toBeGreaterThan(0.9);
  });
});
