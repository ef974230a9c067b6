import { describe, expect, test } from 'vitest';
import { FileError } from '../../../src/ui/files/fileError.js';
import { harmonies, shades } from '../../../src/ui/palettes/harmony.js';
import { paletteFormats, readPalette, writePalette } from '../../../src/ui/palettes/paletteFile.js';

const palette = { name: 'hero', colors: ['#ff8040', '#000000', '#ffffff', '#123456'] };
const text = (s: string) => new TextEncoder().encode(s);

describe('palette files', () => {
  test.each(paletteFormats)('%s: what is written is read again', (format) => {
    expect(readPalette(writePalette(palette, format), `hero.${format}`)).toEqual(palette);
  });

  test('a palette of Krita or GIMP, with comments and names', () => {
    const gpl =
      'GIMP Palette\nName: Forest\nColumns: 4\n# made by hand\n 34 139  34\tforest green\n255 255 255 white\n';
    expect(readPalette(text(gpl), 'x.gpl')).toEqual({ name: 'Forest', colors: ['#228b22', '#ffffff'] });
  });

  test('a character is one again after Krita’s format; a colour that is called white is no part', () => {
    const character = {
      name: 'hero',
      colors: ['#f0c0a0', '#223344', '#ffffff'],
      parts: { skin: '#f0c0a0', hair: '#223344' },
    };
    expect(readPalette(writePalette(character, 'gpl'), 'hero.gpl')).toEqual(character);
    expect(readPalette(writePalette(character, 'ase'), 'hero.ase')).toEqual({ name: 'hero', colors: character.colors });
  });

  test('grey and CMYK colours of Adobe files', () => {
    const ase = writePalette({ name: 'x', colors: ['#ffffff'] }, 'ase');
    const at = ase.indexOf(0x52, 12); // the R of 'RGB '
    ase.set(text('CMYK'), at);
    const view = new DataView(ase.buffer);
    [0, 0.5, 1].forEach((v, i) => {
      view.setFloat32(at + 4 + 4 * i, v);
    });
    // The fourth float would start at the two bytes of the type; a file has it whole.
    const whole = new Uint8Array(ase.length + 4);
    whole.set(ase);
    new DataView(whole.buffer).setFloat32(at + 16, 0);
    expect(readPalette(whole, 'x.ase').colors).toEqual(['#ff8000']);
  });

  test('any text with colour codes, each colour once', () => {
    expect(readPalette(text('a { color: #F80; border: #ff8800 } b { color: #0123ab }'), 'x.css').colors).toEqual([
      '#ff8800',
      '#0123ab',
    ]);
  });

  test.each([
    ['nothing', text('')],
    ['no colours', text('hello')],
    ['a swatch file cut short', writePalette(palette, 'ase').subarray(0, 30)],
    ['swatches that claim more than there are', Uint8Array.of(0, 1, 255, 255, 0, 0)],
  ])('%s is told', (_, bytes) => {
    expect(() => readPalette(bytes, 'x.ase')).toThrow(FileError);
  });
});

test('harmonies turn the hue, shades change the lightness', () => {
  expect(harmonies('#cc4444')).toHaveLength(7);
  expect(new Set(harmonies('#cc4444')).size).toBe(7);
  const light = (hex: string) => Number.parseInt(hex.slice(1, 3), 16) + Number.parseInt(hex.slice(3, 5), 16);
  const [darkest, , , lighter] = shades('#4477aa');
  expect(light(darkest)).toBeLessThan(light('#4477aa'));
  expect(light(lighter)).toBeGreaterThan(light('#4477aa'));
  expect(shades('#000000')[0]).toBe('#000000');
});
