import { expect, test } from 'vitest';
import { CpuDevice } from '../../../../src/engine/backends/cpu/device.js';

test('a derived form is kept from its second use on, until its array is written or freed', async () => {
  const device = await CpuDevice.create(1);
  const x = device.create([8]);
  const before = device.heap.used;
  const fills: string[] = [];
  const use = (key: string): void => {
    const fill = (ptr: number): void => {
      fills.push(key);
      device.floats[ptr >>> 2] = 7;
    };
    device.withDerived(x, key, 1024, fill, (ptr) => expect(device.floats[ptr >>> 2]).toBe(7));
  };

  use('packed');
  expect(device.heap.used).toBe(before);
  use('transformed');
  use('packed');
  expect(device.heap.used).toBe(before + 1024);
  use('packed');
  expect(fills).toEqual(['packed', 'transformed', 'packed']);

  device.writable(x);
  expect(device.heap.used).toBe(before);
  use('packed');
  expect(fills).toHaveLength(4);
  expect(device.heap.used).toBe(before);

  use('packed');
  device.free(x);
  expect(device.heap.used).toBeLessThan(before);
});
