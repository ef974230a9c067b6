import { beforeAll, describe, expect, test } from 'vitest';
import { createCpuBackend } from '../../../src/engine/backends/cpu/index.js';
import { type Backend, functions as F, setBackend, type Variable } from '../../../src/engine/index.js';
import { PaintsChainerColorizer } from '../../../src/models/paintschainer/paintsChainerColorizer.js';
import { circle, draw, pixel } from '../shapes.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createCpuBackend({ threads: 1 });
  setBackend(backend);
  return () => backend.dispose();
});

/** A network that answers with its colour planes, and notes the shapes it saw. */
const echo = (seen: number[][], answer: (x: Variable) => Variable) => ({
  forward(x: Variable) {
    seen.push([...x.shape]);
    return answer(x);
  },
  countParams: () => 5,
  dispose() {},
});

describe('PaintsChainer’s pipeline', () => {
  test('hints go to the first stage, its enlarged draft to the second, the result to the sketch’s size', async () => {
    const seen: number[][] = [];
    // First stage: everything is mid-grey with the hint's V where there is a hint. Second: the draft as it came.
    const colorizer = new PaintsChainerColorizer(backend, {
      small: echo(seen, (x) => F.concat([F.affine(F.slice(x, 1, 0, 1), 0, 120), F.slice(x, 1, 2, 2)], 1)),
      full: echo(seen, (x) => F.slice(x, 1, 1, 3)),
      channelOrder: 'true',
      card: {},
    });
    expect(colorizer.info).toMatchObject({ kind: 'paintschainer', parameters: 10 });
    const sketch = draw(300, 200, circle(150, 100, 60));
    colorizer.setSketch(sketch);
    const before = backend.memory().liveBytes;
    const hints = {
      size: [300, 200] as [number, number],
      strokes: [{ color: '#ff0000', width: 40, points: [[150, 100] as [number, number]] }],
    };
    const { picture, color } = await colorizer.colorize(hints, { size: 256 });
    expect(seen).toEqual([
      [1, 4, 64, 96],
      [1, 4, 256, 384],
    ]);
    expect([picture.width, picture.height]).toEqual([300, 200]);
    const [r, g, b] = pixel(color, 150, 100);
    expect(r).toBeGreaterThan(g + 80);
    expect(Math.abs(g - b)).toBeLessThan(60);
    for (const level of pixel(color, 20, 20).slice(0, 3)) expect(Math.abs(level - 120)).toBeLessThanOrEqual(2); // truncated
    expect(pixel(picture, 90, 100)).toEqual([0, 0, 0, 255]); // the sketch's own line
    expect(backend.memory().liveBytes).toBe(before);
    seen.length = 0;
    const own = new PaintsChainerColorizer(backend, {
      small: echo(seen, (x) => F.slice(x, 1, 1, 3)),
      full: echo(seen, (x) => F.slice(x, 1, 1, 3)),
      channelOrder: 'true',
      card: { pictureSize: 192 },
    });
    own.setSketch(sketch);
    await own.colorize(hints);
    expect(seen[1]).toEqual([1, 4, 192, 288]); // the size it was trained at
    await expect(colorizer.colorize(hints, { size: 200 })).rejects.toThrow(/multiples of 64/);
  });
});
