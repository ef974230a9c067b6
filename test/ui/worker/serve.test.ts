import { expect, test } from 'vitest';
import { AS_COLORED } from '../../../src/models/look/look.js';
import { WorkerCaller, WorkerLostError } from '../../../src/ui/coloring/workerCaller.js';
import type { Reply, Request } from '../../../src/ui/worker/calls.js';
import type { ColorCalls, ColorJob, EncodeRequest } from '../../../src/ui/worker/protocol.js';
import { type Handlers, serve } from '../../../src/ui/worker/serve.js';

const JOB: ColorJob = { hints: { size: [1, 1], strokes: [] }, parts: {}, look: AS_COLORED };
const NAMES = { lines: 'Lines', shade: 'Shade', light: 'Light', flats: 'Flats', paper: 'Paper' };
const ENCODE: EncodeRequest = { format: 'png', names: NAMES, gap: 6, dpi: null, profile: null };

/** A worker that is two message ports in one process. */
function connect(handlers: Partial<Handlers<ColorCalls>>) {
  const { port1, port2 } = new MessageChannel();
  serve(
    {
      postMessage: (message: Reply<ColorCalls>, transfer = []) => port2.postMessage(message, transfer),
      addEventListener: (_, listener) => {
        port2.onmessage = listener as (event: MessageEvent<Request<ColorCalls>>) => void;
      },
    },
    handlers as Handlers<ColorCalls>,
  );
  const listeners = new Map<string, (event: unknown) => void>();
  const worker = {
    postMessage: (message: unknown) => port1.postMessage(message),
    terminate: () => {
      port1.close();
      port2.close();
    },
    addEventListener: (type: string, listener: (event: unknown) => void) => {
      listeners.set(type, listener);
      if (type === 'message') port1.onmessage = listener;
    },
  };
  return {
    caller: new WorkerCaller<ColorCalls>(worker as unknown as Worker),
    die: () => listeners.get('error')!({ message: 'out of memory', preventDefault() {} }),
  };
}

test('answers reach their calls, errors keep their name', async () => {
  const { caller } = connect({
    start: async (choice) => ({
      backend: choice.backend,
      device: '1 thread',
      description: 'flood fill',
      hash: null,
      note: '',
      card: {},
      parameters: 0,
    }),
    setSketch: async () => {
      throw new RangeError('too large');
    },
  });
  const started = caller.call('start', { backend: 'cpu', model: null });
  await expect(caller.call('setSketch', new Blob())).rejects.toMatchObject({
    name: 'RangeError',
    message: 'too large',
  });
  expect((await started).backend).toBe('cpu');
  caller.end(new WorkerLostError('done'));
});

test('an aborted call tells the worker, which ends early', async () => {
  const { caller } = connect({
    colorize: (_, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  const controller = new AbortController();
  const call = caller.call('colorize', JOB, controller.signal);
  controller.abort();
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  caller.end(new WorkerLostError('done'));
});

test('calls are worked off one after the other, and one aborted meanwhile never starts', async () => {
  const log: string[] = [];
  let finish = () => {};
  const { caller } = connect({
    setSketch: async () => {
      log.push('sketch starts');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      log.push('sketch ends');
      return null;
    },
    colorize: async () => {
      log.push('colorize starts');
      throw new Error('unwanted');
    },
    encode: async () => {
      log.push('encode starts');
      return null;
    },
  });
  const controller = new AbortController();
  const sketch = caller.call('setSketch', new Blob());
  const pass = caller.call('colorize', JOB, controller.signal);
  const encoded = caller.call('encode', ENCODE);
  controller.abort();
  while (log.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  finish();
  await expect(pass).rejects.toMatchObject({ name: 'AbortError' });
  await Promise.all([sketch, encoded]);
  expect(log).toEqual(['sketch starts', 'sketch ends', 'encode starts']);
  caller.end(new WorkerLostError('done'));
});

test('when the worker dies every open and later call says so', async () => {
  const { caller, die } = connect({ encode: () => new Promise(() => {}) });
  const open = caller.call('encode', ENCODE);
  die();
  await expect(open).rejects.toThrow('out of memory');
  await expect(caller.call('encode', ENCODE)).rejects.toBeInstanceOf(WorkerLostError);
});
