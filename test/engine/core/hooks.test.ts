import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../src/engine/backends/backend.js';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import {
  CallOrderHook,
  type FunctionHook,
  type LinkHook,
  LinkTimerHook,
  MemoryHook,
  NonFiniteError,
  PrintHook,
  profile,
  Sequential,
  scope,
  setBackend,
  settleChecks,
  Tensor,
  TimerHook,
  toDot,
  toMermaid,
  usingConfig,
  usingFunctionHooks,
  usingLinkHooks,
  Variable,
} from '../../../src/engine/core/index.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
});

const x = () => new Variable(Tensor.of([[1, 2]]), { name: 'x' });

describe('function hooks', () => {
  test('write down forward and backward in order, with shapes', () => {
    const hook = new CallOrderHook();
    usingFunctionHooks([hook], () =>
      scope(() =>
        F.sum(
          F.relu(
            F.linear(x(), [
              [1, 1],
              [1, 0],
            ]),
          ),
        ).backward(),
      ),
    );
    expect(hook.calls.filter((call) => !call.includes('reshape'))).toEqual([
      'matmul (1, 2) (2, 2) → (1, 2)',
      'relu (1, 2) → (1, 2)',
      'sumTo (1, 2) → (1, 1)',
      'broadcastTo (1, 1) → (1, 2)',
      'sumTo backward',
      'reluGrad (1, 2) (1, 2) → (1, 2)',
      'relu backward',
      'matmul (1, 2) (2, 2) → (1, 2)',
      'matmul backward',
    ]);
  });

  test('time, measure memory and print', () => {
    const [timer, memory] = [new TimerHook(), new MemoryHook()];
    const lines: string[] = [];
    const print = new PrintHook((line) => void lines.push(line));
    const zeros = Tensor.zeros([1000]);
    usingFunctionHooks([timer, memory, print], () => F.exp(zeros));
    expect(timer.summary().get('exp')?.occurrence).toBe(1);
    expect(timer.report()).toMatch(/^function +ms +calls\nexp +[\d.]+ +1$/);
    expect(timer.totalTime).toBeGreaterThan(0);
    expect(memory.callHistory).toEqual([{ name: 'exp', live: expect.any(Number), acquired: expect.any(Number) }]);
    expect(memory.callHistory[0].live).toBeGreaterThanOrEqual(4000);
    expect(lines).toEqual(['exp(Tensor(float32 (1000,) on cpu))']);
  });

  test('are active in their scope only, each name once, and never over an await', () => {
    const hook = new CallOrderHook();
    expect(() => usingFunctionHooks([hook], () => usingFunctionHooks([new CallOrderHook()], () => {}))).toThrow(
      'usingFunctionHooks: a hook "CallOrderHook" is active already',
    );
    expect(() => usingFunctionHooks([hook], async () => {})).toThrow('the body must be synchronous');
    F.exp(x());
    expect(hook.calls).toEqual([]);
  });

  test('see the gradients', () => {
    const seen: string[] = [];
    const hook: FunctionHook = {
      name: 'watch',
      backwardPreprocess: (fn, gys) => void seen.push(`${fn.label} takes ${gys.length}`),
      backwardPostprocess: (fn, _gys, gxs) => void seen.push(`${fn.label} gives ${gxs[0]?.shape.join('×')}`),
    };
    scope(() => {
      const y = F.sum(F.exp(x()));
      usingFunctionHooks([hook], () => y.backward());
    });
    expect(seen.filter((line) => line.startsWith('exp'))).toEqual(['exp takes 1', 'exp gives 1×2']);
  });
});

describe('link hooks', () => {
  test('surround one link or all, inner ones too', () => {
    const inner = new L.Linear(2, 1);
    const model = new Sequential(inner, F.relu);
    const seen: string[] = [];
    const watch = (name: string): LinkHook => ({
      name,
      forwardPreprocess: (link) => void seen.push(`${name} ${link.constructor.name} {`),
      forwardPostprocess: (link) => void seen.push(`${name} ${link.constructor.name} }`),
    });
    inner.addHook(watch('own'));
    usingLinkHooks([watch('all')], () => model.forward(x()));
    expect(seen).toEqual([
      'all Sequential {',
      'all Linear {',
      'own Linear {',
      'own Linear }',
      'all Linear }',
      'all Sequential }',
    ]);
    inner.deleteHook('own');
    seen.length = 0;
    model.forward(x());
    expect(seen).toEqual([]);
    expect(() => inner.deleteHook('own')).toThrow('Linear: no hook "own"');
  });

  test('time links', () => {
    const timer = new LinkTimerHook();
    const model = new Sequential(new L.Linear(2, 2), new L.Linear(2, 1));
    usingLinkHooks([timer], () => model.forward(x()));
    expect(timer.callHistory.map(([name]) => name)).toEqual(['Linear', 'Linear', 'Sequential']);
  });
});

describe('graphs', () => {
  test('as DOT and Mermaid, with names, functions and shapes', () => {
    const input = x();
    const y = F.exp(F.mul(input, input));
    expect(toDot([y], new Map([[y, 'y']]))).toBe(`digraph {
  rankdir=TB;
  v0 [label="x float32 (1, 2)"];
  v1 [label="float32 (1, 2)"];
  v2 [label="y float32 (1, 2)"];
  f0 [label="mul", shape=box];
  f1 [label="exp", shape=box];
  v0 -> f0;
  v0 -> f0;
  f0 -> v1;
  v1 -> f1;
  f1 -> v2;
}
`);
    const mermaid = toMermaid([y]);
    expect(mermaid.split('\n')[0]).toBe('flowchart TD');
    expect(mermaid).toContain('  v0(["x float32 (1, 2)"])');
    expect(mermaid).toContain('  f1["exp"]\n');
    expect(mermaid).toContain('  v1 --> f1');
  });

  test('a config scope does not leak over an await', () => {
    expect(() => usingConfig({ train: false }, async () => {})).toThrow('usingConfig: the body must be synchronous');
  });
});

describe('profile', () => {
  test('counts operations and bytes by function, and traces for Chrome', async () => {
    const w = new Variable(Tensor.zeros([4, 3, 3, 3]));
    const picture = Tensor.zeros([2, 3, 8, 8]);
    const found = await profile(() =>
      scope(() => {
        F.sum(F.relu(F.convolution2D(picture, w, null, { pad: 1 }))).backward();
      }),
    );
    const row = (name: string, phase: string) => found.rows.find((r) => r.name === name && r.phase === phase);
    const taps = 2 * 2 * 4 * 64 * 27;
    expect(row('convolution2D', 'forward')).toMatchObject({ calls: 1, flops: taps, bytes: 4 * (384 + 108 + 512) });
    expect(row('convolutionWeightGrad', 'backward')).toMatchObject({ calls: 1, flops: taps });
    expect(row('relu', 'forward')?.flops).toBe(512);
    expect(found.table).toMatch(/^function +phase +calls +ms +% +MFLOP +GFLOP\/s +MB\n/);
    expect(found.table).toMatch(/ms in functions, [\d.]+ ms in all on cpu$/);
    const { traceEvents } = JSON.parse(found.chromeTrace()) as { traceEvents: Record<string, unknown>[] };
    expect(traceEvents[0]).toMatchObject({ name: 'convolution2D', cat: 'forward', ph: 'X' });
    expect(found.seconds).toBeGreaterThan(0);
    const { flops } = (await profile(() => F.matmul(Tensor.zeros([5, 2, 3]), Tensor.zeros([5, 3, 7])))).calls[0];
    expect(flops).toBe(2 * 5 * 2 * 3 * 7);
  });
});

describe('debugging', () => {
  test('the console shows what a variable is', async () => {
    const { inspect } = await import('node:util');
    const y = F.exp(x());
    expect(inspect(y)).toBe('Variable <float32 (1, 2) on cpu, by exp>');
    expect(inspect(new L.Linear(2, 3).W)).toBe('Parameter W <float32 (3, 2) on cpu>');
    expect(inspect(y.data)).toBe('Tensor <float32 (1, 2) on cpu>');
    expect(Object.prototype.toString.call(y)).toBe('[object float32 (1, 2) on cpu, by exp]'); // what browsers print
    const freed = Tensor.of(1);
    freed.dispose();
    expect(inspect([freed])).toBe('[ Tensor <float32 () on cpu, freed> ]');
  });

  test.each<[string, (labels: Variable) => Variable]>([
    ['softmaxCrossEntropy', (t) => F.softmaxCrossEntropy([[1, 2, 3]], t)],
    ['selectItem', (t) => F.selectItem([[1, 2, 3]], t)],
    ['take', (t) => F.embedId(t, [[1], [2], [3]])],
  ])('debug mode names labels that %s has no class for', async (label, run) => {
    const of = (value: number) => new Variable(Tensor.of([value], 'int32'), { requiresGrad: false });
    usingConfig({ debug: true }, () => run(of(2)));
    await settleChecks();
    usingConfig({ debug: true }, () => run(of(3)));
    await expect(settleChecks()).rejects.toThrow(
      `${label}: labels from 3 to 3, but there are 3, from 0 on; called at `,
    );
  });

  test('debug mode takes labels that are to be ignored', async () => {
    usingConfig({ debug: true }, () => F.softmaxCrossEntropy([[1, 2]], Tensor.of([-1], 'int32')));
    await settleChecks();
  });

  test('debug mode names the first function that made a NaN, and the line that called it', async () => {
    const broken = () => {
      usingConfig({ debug: true }, () => {
        const v = new Variable(Tensor.of([1, -1]));
        return F.exp(F.sqrt(v)); // the square root of −1
      });
    };
    broken();
    const error = await settleChecks().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NonFiniteError);
    const [first] = (error as Error).message.split('\n');
    expect(first).toMatch(/^NaN or infinity in the output of sqrt, called at .*hooks\.test\.ts:\d+/);
  });
});
