import { afterAll, describe, expect, test } from 'vitest';
import { SvgRenderer } from '../../../src/models/recipes/svgRenderer.node.js';

const renderer = new SvgRenderer(1);
afterAll(() => renderer.close());

const page = (body: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">${body}</svg>`;

/** A filter on nothing of the page, which resvg 2.6 does not survive. */
const DEADLY = page(
  '<filter id="a" x="0" y="0" width="1" height="1"><feColorMatrix in="SourceGraphic"/></filter>' +
    '<g filter="url(#a)"><rect x="-500" width="400" height="800"/></g>',
);

describe('drawings', () => {
  test('are drawn in the app, which starts no process that is plain Node', async () => {
    const { execPath } = process;
    process.execPath = '/nowhere';
    try {
      const other = new SvgRenderer(1);
      const { width, height, data } = await other.render(page('<rect width="16" height="16" fill="#ff8000"/>'));
      expect([width, height, ...data.subarray(0, 4)]).toEqual([16, 16, 255, 128, 0, 255]);
      other.close();
    } finally {
      process.execPath = execPath;
    }
  });

  test('that stop the renderer are lost alone, those that wait are drawn', async () => {
    const before = renderer.render(page(''));
    const deadly = renderer.render(DEADLY);
    const after = renderer.render(page(''));
    expect((await before).width).toBe(16);
    await expect(deadly).rejects.toThrow('stopped the renderer');
    expect((await after).width).toBe(16);
  });
});
