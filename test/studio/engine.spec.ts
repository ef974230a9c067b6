import { expect, type Page, test } from '@playwright/test';
import type { TuningStore } from '../../src/engine/backends/webgpu/index.js';
import { bundle } from '../engine/bundle.js';

/** Learns exclusive or on each backend and tells the losses; the same program runs in a page and in a worker. */
const program = `
  import { asVariable, functions as F, init, links as L, optimizers, seed, Sequential } from 'irodori/engine';
  async function learn(backend) {
    const { description } = await init({ backend });
    seed(1);
    const model = new Sequential(new L.Linear(2, 8), F.tanh, new L.Linear(8, 1));
    const optimizer = new optimizers.Adam({ alpha: 0.05 }).setup(model);
    const [x, t] = [[[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]];
    let loss;
    for (let i = 0; i < 150; i++) {
      loss?.dispose();
      loss = optimizer.update(() => F.meanSquaredError(model.forward(asVariable(x)), asVariable(t)));
    }
    return { description, loss: await loss.item() };
  }
  const reply = learn('cpu').catch((error) => ({ error: String(error) }));
  if (globalThis.document) globalThis.reply = reply;
  else reply.then((message) => postMessage(message));
`;

/** A page of its own origin, isolated or not, that has the program beside it. */
async function open(page: Page, code: string, isolated: boolean): Promise<void> {
  const headers: Record<string, string> = isolated
    ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
    : {};
  await page.route('http://localhost/**', (route) => {
    const script = route.request().url().endsWith('.js');
    return route.fulfill({
      headers: { ...headers, 'Content-Type': script ? 'text/javascript' : 'text/html' },
      body: script ? code : '<!doctype html><title>engine</title>',
    });
  });
  await page.goto('http://localhost/');
}

test('the engine alone trains in a page: one thread may compute there', async ({ page }) => {
  await open(page, await bundle('program', program), false);
  const reply = await page.evaluate(async () => {
    await import(`${location.origin}/program.js`);
    return (globalThis as unknown as { reply: Promise<{ description: string; loss: number }> }).reply;
  });
  expect(reply.description).toMatch(/^1 thread, /);
  expect(reply.loss).toBeLessThan(0.01);
});

test('the engine alone trains in a worker of an isolated page, on all threads', async ({ page }) => {
  await open(page, await bundle('program', program), true);
  const reply = await page.evaluate(
    () =>
      new Promise<{ description: string; loss: number }>((resolve, reject) => {
        const worker = new Worker('/program.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
  );
  expect(reply.description).toMatch(/^[2-9]\d* threads, /);
  expect(reply.loss).toBeLessThan(0.01);
});

test('measured kernel shapes stay in the browser, by adapter', async ({ page }) => {
  const code = await bundle(
    'tuning',
    "import { tuningDatabase } from '../../src/ui/worker/tuningDatabase.ts'; globalThis.store = tuningDatabase;",
  );
  const visit = async (save: boolean) => {
    await open(page, code, false);
    return page.evaluate(async (save) => {
      await import(`${location.origin}/tuning.js`);
      const { store } = globalThis as unknown as { store: TuningStore };
      if (save) await store.save('one GPU', 'its tilings');
      return Promise.all(['one GPU', 'another'].map((adapter) => store.load(adapter)));
    }, save);
  };
  expect(await visit(false)).toEqual([null, null]);
  expect(await visit(true)).toEqual(['its tilings', null]);
  expect(await visit(false)).toEqual(['its tilings', null]);
});
