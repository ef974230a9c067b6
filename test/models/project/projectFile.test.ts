import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { USUAL_LIGHT } from '../../../src/models/light/light.js';
import { AS_COLORED } from '../../../src/models/look/look.js';
import { ProjectError } from '../../../src/models/project/projectError.js';
import { baseName, type ProjectFile, readProject, writeProject } from '../../../src/models/project/projectFile.js';
import { untouched } from '../../../src/models/sketch/cleanUp.js';

const project: ProjectFile = {
  name: 'fox.png',
  sketch: new Uint8Array([1, 2, 3, 4]),
  hints: {
    size: [20, 10],
    strokes: [{ color: '#ff0000', width: 4, points: [[3, 4]] }],
  },
  parts: { hair: '#223344', cloth: '#aa3344' },
  look: {
    ...AS_COLORED,
    shade: 0.5,
    variant: 7,
    palette: [{ color: '#ff0000', share: 0.5 }],
    light: { ...USUAL_LIGHT, angle: 20 },
  },
};

/** The entries of a good project with some replaced. */
function zipped(entries: Record<string, Uint8Array | [Uint8Array, { level: 9 }]>) {
  return zipSync({ ...unzipSync(writeProject(project)), ...entries });
}

function refusal(bytes: Uint8Array): string {
  try {
    readProject(bytes, 'x.irodori');
  } catch (error) {
    if (error instanceof ProjectError) return error.code;
    throw error;
  }
  return 'opened';
}

describe('project file', () => {
  test('gives back what was written', () => {
    expect(readProject(writeProject(project), 'x.irodori')).toEqual(project);
  });

  test('keeps the original of a cleaned-up sketch; one that makes no sense is left out', () => {
    const original = { file: new Uint8Array([9, 8]), cleanUp: untouched([20, 10]) };
    const written = writeProject({ ...project, original });
    expect(readProject(written, 'x.irodori').original).toEqual(original);
    const files = unzipSync(written);
    const json = JSON.parse(strFromU8(files['project.json']));
    json.cleanUp.corners = [];
    const odd = zipSync({ ...files, 'project.json': strToU8(JSON.stringify(json)) });
    expect(readProject(odd, 'x.irodori')).toEqual(project);
  });

  test('with a part that there is not, or a colour that is none, is damaged', () => {
    for (const parts of [{ wings: '#223344' }, { hair: 'blue' }, { hair: '#fff' }]) {
      const json = JSON.parse(strFromU8(unzipSync(writeProject(project))['project.json']));
      expect(refusal(zipped({ 'project.json': strToU8(JSON.stringify({ ...json, parts })) }))).toBe('damaged');
    }
  });

  test('begins with its type, stored, as file managers look for it', () => {
    const bytes = writeProject(project);
    expect(new TextDecoder().decode(bytes.subarray(30, 38 + 21))).toBe('mimetypeapplication/x-irodori');
  });

  test('skips entries it does not know, whatever they are called', () => {
    expect(readProject(zipped({ '../../etc/passwd': strToU8('x'), 'later/version.bin': strToU8('y') }), 'x').name).toBe(
      'fox.png',
    );
  });

  test('takes no path from a name inside', () => {
    const json = JSON.stringify({ format: 'irodori', version: 1, name: '../../home/.bashrc', hints: project.hints });
    expect(readProject(zipped({ 'project.json': strToU8(json) }), 'x').name).toBe('bashrc');
    expect(baseName('C:\\temp\\con:fox?.png')).toBe('con_fox_.png');
    expect(baseName('..')).toBe('sketch.png');
  });

  test('refuses what is no project, damaged, or newer, in those words', () => {
    const json = (value: unknown) => zipped({ 'project.json': strToU8(JSON.stringify(value)) });
    expect(refusal(strToU8('hello'))).toBe('not-a-project');
    expect(refusal(zipSync({ 'a.txt': strToU8('hello') }))).toBe('not-a-project');
    expect(refusal(json({ format: 'other', version: 1 }))).toBe('not-a-project');
    expect(refusal(json({ format: 'irodori', version: 2 }))).toBe('newer');
    expect(refusal(zipped({ 'project.json': strToU8('{"format":') }))).toBe('damaged');
    expect(refusal(json({ format: 'irodori', version: 1, name: 'a.png', hints: { size: [1, 1], strokes: 7 } }))).toBe(
      'damaged',
    );
    const whole = writeProject(project);
    expect(refusal(whole.subarray(0, 70))).not.toBe('opened');
  });

  test('stops a bomb by what comes out of it, not by what it says of itself', () => {
    const bomb = zipped({ 'project.json': [new Uint8Array(40 * 2 ** 20), { level: 9 }] });
    expect(bomb.length).toBeLessThan(100_000);
    expect(refusal(bomb)).toBe('damaged');
  });
});
