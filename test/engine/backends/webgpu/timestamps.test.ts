/** Times by the GPU's clock, where it has one. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Operand,
  profile,
  scope,
  setBackend,
  Tensor,
  TimerHook,
  usingFunctionHooks,
} from '../../../../src/engine/core/index.js';
import * as F from '../../../../src/engine/functions/index.js';
import { webgpu } from './device.js';

const timed = (webgpu?.startTimer() ?? null) !== null;
await webgpu?.gpu.commands.stopClock();

describe.skipIf(!webgpu || !timed)('on a GPU with timestamps', () => {
  beforeAll(() => setBackend(webgpu!));
  const work = (x: Operand) => scope(() => F.exp(F.matmul(x, F.tanh(x))));
  // So large that each function takes longer than the step of the clock, 0.1 ms, on a fast machine's software GPU, too.
  const input = () => Tensor.from(new Float32Array(512 * 512).fill(0.5), [512, 512]);

  test('profile tells the time that each function took there, those inside it apart', async () => {
    const { calls, table, seconds, result } = await profile(() => F.forget(work, input()));
    result.data.dispose();
    expect(calls.map(({ name }) => name)).toEqual(['tanh', 'matmul', 'exp', 'forget']);
    for (const call of calls.slice(0, 3)) expect(call.seconds).toBeGreaterThan(0);
    expect(calls[3].seconds).toBeCloseTo(0, 6);
    expect(calls[1].start).toBeGreaterThanOrEqual(calls[0].start + calls[0].seconds);
    expect(calls.reduce((sum, call) => sum + call.seconds, 0)).toBeLessThan(seconds);
    expect(table).toMatch(/in all on webgpu, by the GPU's clock$/);
  });

  test('TimerHook has them after settle(), and times nothing from then on', async () => {
    const hook = new TimerHook();
    usingFunctionHooks([hook], () => work(input())).data.dispose();
    expect(webgpu?.startTimer()).toBe(null); // one at a time
    const enqueued = hook.callHistory.map(([, time]) => time);
    await hook.settle();
    expect(hook.callHistory.map(([name]) => name)).toEqual(['tanh', 'matmul', 'exp']);
    hook.callHistory.forEach(([, time], i) => {
      expect(time).toBeGreaterThan(0);
      expect(time).not.toBe(enqueued[i]);
    });
    usingFunctionHooks([hook], () => work(input())).data.dispose();
    await hook.settle();
    expect(hook.summary().get('exp')?.occurrence).toBe(2);
  });
});
