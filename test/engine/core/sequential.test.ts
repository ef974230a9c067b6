import { beforeAll, expect, test } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { asVariable, Sequential, setBackend, type Variable } from '../../../src/engine/core/index.js';
import * as F from '../../../src/engine/functions/index.js';
import * as L from '../../../src/engine/links/index.js';

beforeAll(async () => setBackend(await createCpuBackend({ threads: 1 })));

const make = () => new Sequential(new L.Linear(2, 2), F.relu, new L.Linear(2, 1));
const paths = (s: Sequential) => s.namedParams().map(([path]) => path);

test('layers are added, put in, taken out and counted; links keep natural numbers', () => {
  const s = make();
  const extra = new L.Linear(1, 3);
  s.append(F.tanh).append(extra).insert(0, F.relu);
  expect(paths(s)).toEqual(['/0/W', '/0/b', '/1/W', '/1/b', '/2/W', '/2/b']);
  expect([s.countByLayerType('Linear'), s.countByLayerType('relu')]).toEqual([3, 2]);
  expect(s.forward(asVariable([[1, 2]])).shape).toEqual([1, 3]);
  s.remove(extra).removeByLayerType('relu');
  expect(s.layers.map((layer) => (layer instanceof L.Linear ? 'Linear' : layer))).toEqual(['Linear', 'Linear', F.tanh]);
  expect(() => s.remove(extra)).toThrow('not among these');
  expect(() => s.insert(9, F.relu)).toThrow('index 9 is not in 0 … 3');
});

test('flatten puts the layers of those inside in their place', () => {
  const inner = make();
  const flat = new Sequential(inner, F.tanh, new Sequential(make())).flatten();
  expect(flat.layers).toHaveLength(7);
  expect(paths(flat)).toContain('/3/b');
  expect(flat.layers[0]).toBe(inner.layers[0]);
});

test('an array of results becomes the arguments of the next layer', async () => {
  const halves = ((x: Variable) => F.splitAxis(x, 2, 1)) as unknown as (x: Variable) => Variable;
  const join = ((a: Variable, b: Variable) => F.sub(a, b)) as (x: Variable) => Variable;
  expect(Array.from(await new Sequential(halves, join).forward(asVariable([[5, 3]])).toArray())).toEqual([2]);
});
