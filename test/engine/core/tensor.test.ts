import { describe, expect, test } from 'vitest';
import { setBackend, Tensor } from '../../../src/engine/index.js';
import { backends } from '../backends.js';

describe.each(backends)('assignBox on $name', ({ create }) => {
  test('overwrites some rows and columns, and is refused beyond the edges', async () => {
    setBackend(await create());
    const x = Tensor.zeros([2, 3, 4]);
    x.assignBox(Tensor.full([2, 2, 1], 7), 1, 2);
    const plane = [0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 7, 0];
    expect([...(await x.toArray())]).toEqual([...plane, ...plane]);
    expect(() => x.assignBox(Tensor.zeros([2, 2, 1]), 2, 0)).toThrow(
      'assignBox: float32 (2, 2, 1) at row 2, column 0 does not fit into float32 (2, 3, 4)',
    );
    expect(() => x.assignBox(Tensor.zeros([1, 1, 1]), 0, 0)).toThrow(/does not fit/);
  });
});
