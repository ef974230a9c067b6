import { afterAll, describe, expect, test } from 'vitest';
import { randomRecolor, recolorSvg } from '../../../src/models/recipes/recolor.js';
import { inkEdges, keepInk, scaleStrokes, withoutInk, withoutLineGroup } from '../../../src/models/recipes/restyle.js';
import { SvgRenderer } from '../../../src/models/recipes/svgRenderer.node.js';
import { parseSvg, rewriteTags } from '../../../src/models/recipes/svgTags.js';
import { Random } from '../../../src/vision/random.js';

const renderer = new SvgRenderer(1);
afterAll(() => renderer.close());

const page = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40"><path fill="#fff" d="M0 0h40v40H0z"/>${body}</svg>`;
const greyAt = async (body: string, x: number, y: number) =>
  (await renderer.render(page(body))).data[(y * 40 + x) * 4 + 1];

const back = '<path fill="#3060c0" d="M4 4h24v24H4z"/>';
const front = '<circle fill="#ff8000" cx="26" cy="26" r="10"/>';

describe('inked edges', () => {
  const inked = inkEdges(back + front, { width: 2, dropShare: 0, spotBlacks: false }, new Random('ink'));

  test('are black, areas white', async () => {
    expect(await greyAt(inked, 4, 15)).toBe(0);
    expect(await greyAt(inked, 12, 12)).toBe(255);
    expect(await greyAt(inked, 26, 26)).toBe(255);
  });

  test('of what lies behind are hidden', async () => {
    expect(await greyAt(inked, 24, 27)).toBe(255); // the square's lower edge, below the disc
  });

  test('of shading are left out', async () => {
    const shaded = inkEdges(
      `${back}<path fill="#000" fill-opacity=".3" d="M4 4h12v24H4z"/>`,
      { width: 2, dropShare: 0, spotBlacks: false },
      new Random('ink'),
    );
    expect(await greyAt(shaded, 16, 15)).toBe(255);
  });

  test('small dark shapes can be filled', async () => {
    const eye = inkEdges(
      '<circle fill="#111" cx="20" cy="20" r="8"/>',
      { width: 1, dropShare: 0, spotBlacks: true },
      new Random('ink'),
    );
    expect(await greyAt(eye, 20, 20)).toBe(0);
  });
});

test('of outlined drawings the ink is kept', async () => {
  const kept = keepInk('<path fill="#ffe236" stroke="#231f20" stroke-width="3" d="M8 8h24v24H8z"/>');
  expect(await greyAt(kept, 8, 20)).toBe(0);
  expect(await greyAt(kept, 20, 20)).toBe(255);
  const colors = withoutInk('<g fill="#020202"><path d="M0 0h40v40H0z"/><path fill="#0c6fff" d="M8 8h24v24H8z"/></g>');
  expect(await greyAt(colors, 2, 2)).toBe(255);
  expect(await greyAt(colors, 20, 20)).toBe(0x6f);
});

test('OpenMoji’s line group is dropped with all in it, strokes are scaled', () => {
  const body = '<g id="color"><path d="M0 0"/></g><g id="line"><g><path d="M1 1"/></g></g>';
  expect(withoutLineGroup(body)).toBe('<g id="color"><path d="M0 0"/></g>');
  expect(scaleStrokes('<path stroke-width="2"/>', 0.5)).toBe('<path stroke-width="1"/>');
});

test('masks and clip paths are left as they are', () => {
  const body = '<mask id="m"><rect fill="#fff"/></mask><rect fill="#123456" mask="url(#m)"/>';
  const seen: string[] = [];
  const same = rewriteTags(body, ({ name }) => {
    seen.push(name);
    return undefined;
  });
  expect(same).toBe(body);
  expect(seen).toEqual(['rect']);
});

test('SVG files are taken apart', () => {
  const { viewBox, body } = parseSvg(
    '<?xml version="1.0"?><svg viewBox="0 0 36 36" fill="none"><path d="M0 0"/></svg>',
  );
  expect(viewBox).toEqual([0, 0, 36, 36]);
  expect(body).toBe('<g fill="none"><path d="M0 0"/></g>');
  expect(() => parseSvg('<html></html>')).toThrow('no SVG');
});

describe('recolouring', () => {
  test('is one colour for one colour, and leaves ink and white', () => {
    const recolor = randomRecolor(new Random('recolour', 3));
    const body =
      '<path fill="#e02020"/><path fill="#e02020" stroke="#000000"/><path fill="#ffffff"/><stop stop-color="#e02020"/>';
    const changed = recolorSvg(body, recolor);
    const colors = [...changed.matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => hex);
    expect(colors[0]).not.toBe('#e02020');
    expect(colors).toEqual([colors[0], colors[0], '#000000', '#ffffff', colors[0]]);
  });
});

describe('the renderer', () => {
  test('a broken drawing fails alone', async () => {
    await expect(renderer.render('<svg')).rejects.toThrow();
    expect((await renderer.render(page(back))).width).toBe(40);
  });

  test('a closed one refuses', async () => {
    const closed = new SvgRenderer(1);
    closed.close();
    await expect(closed.render(page(''))).rejects.toThrow('closed');
  });
});
