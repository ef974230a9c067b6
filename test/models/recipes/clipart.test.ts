import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clipartFolder, fetchClipart } from '../../../src/models/recipes/fetchClipart.node.js';
import { fitDrawing } from '../../../src/models/recipes/fitDrawing.js';
import { readClipart } from '../../../src/models/recipes/openclipart.js';
import { SvgRenderer } from '../../../src/models/recipes/svgRenderer.node.js';

const NOTICE = '<metadata><x:w><license rdf:resource="http://web.resource.org/cc/PublicDomain"/></x:w></metadata>';
/** A file as the editors wrote them. */
const file = (body: string, size = 'width="100pt" height="80pt"', notice = NOTICE) =>
  `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b" [ <!ENTITY ns "c"> ]><!-- made --><svg ${size} xmlns:sodipodi="d">` +
  `${notice}<sodipodi:namedview id="base" sodipodi:x="1"/><sodipodi:a><sodipodi:b/></sodipodi:a>${body}</svg>`;
const SQUARE =
  '<path sodipodi:nodetypes="cc" style="fill:#cc2020;stroke:#000;stroke-width:2" fill="blue" d="M20 20h40v40h-40z"/>';

describe('clip art', () => {
  test('becomes plain SVG: sizes in pixels, styles as attributes, nothing of the editor', () => {
    const { color, drawing } = readClipart(file(SQUARE))!;
    expect(color.viewBox).toEqual([0, 0, 125, 100]);
    expect(color.body).toBe('<path fill="#cc2020" d="M20 20h40v40h-40z" stroke="#000" stroke-width="2"/>');
    expect(drawing).toBe('outlined');
    expect(readClipart(file(SQUARE.replace('stroke:#000', 'stroke:none')))!.drawing).toBe('flat');
    expect(readClipart(file(SQUARE.replace('stroke-width:2', 'stroke-opacity:0')))!.drawing).toBe('flat');
    expect(readClipart(file(`<g style="display:none">${SQUARE}</g>`))!.color.body).toBe('');
  });

  test('of unclear licence, with text, photographs, style sheets or foreign entities is not used', () => {
    expect(readClipart(file(SQUARE, undefined, ''))).toBeUndefined();
    for (const extra of ['<text>hi</text>', '<image href="a"/>', '<style>a{}</style>', '<path d="&ns;"/>'])
      expect(readClipart(file(SQUARE + extra))).toBeUndefined();
    expect(() => readClipart(file(SQUARE, 'width="all"'))).toThrow('no SVG');
    expect(() => readClipart(`${NOTICE} no drawing`)).toThrow('no SVG');
  });
});

describe('its frame', () => {
  const renderer = new SvgRenderer(1);
  afterAll(() => renderer.close());
  const fitted = (body: string) => fitDrawing(readClipart(file(body))!, (svg) => renderer.render(svg));

  test('is what is drawn, not the page', async () => {
    const [x, y, width, height] = (await fitted(SQUARE)).viewBox;
    for (const [value, wanted] of [
      [x, 19],
      [y, 19],
      [width, 42],
      [height, 42],
    ])
      expect(Math.abs(value - wanted)).toBeLessThan(3);
  });

  test.each([
    ['nothing is drawn', '<g/>'],
    ['it has no colours', '<path fill="#222" d="M20 20h40v40h-40z"/>'],
    ['off its page', '<path fill="#c22" d="M-900 20h4000v40h-4000z"/>'],
    [
      'does not hold its colours',
      '<path fill="#c22" d="M20 20h40v40h-40z" opacity="0.3"/><path stroke="#000" d="M20 70h40"/>',
    ],
  ])('%s: refused', async (why, body) => {
    await expect(fitted(body)).rejects.toThrow(why);
  });
});

describe('fetching it', () => {
  test('keeps the drawings and the version; a failure says what apt-get said and leaves nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'irodori-clipart-'));
    const path = process.env.PATH;
    const program = async (name: string, script: string) => {
      await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, name), 0o755);
    };
    try {
      process.env.PATH = `${folder}:${path}`;
      await program('apt-get', 'echo "E: Unable to locate package $2" >&2; exit 100');
      await expect(fetchClipart(folder)).rejects.toThrow(
        'openclipart-svg could not be downloaded (E: Unable to locate package openclipart-svg)',
      );
      await program('apt-get', 'touch "$2_1%3a0.18-19_all.deb"');
      await program('dpkg-deb', 'mkdir -p "$3/usr/share/openclipart/svg/people"');
      await fetchClipart(folder);
      const { version } = JSON.parse(await readFile(join(clipartFolder(folder), 'package.json'), 'utf8'));
      expect(version).toBe('1:0.18-19');
      await program('apt-get', 'exit 1');
      await fetchClipart(folder); // there already
    } finally {
      process.env.PATH = path;
      await rm(folder, { recursive: true });
    }
  });
});
