import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Named float32 arrays on disk, for contestants in any language: `PATH.json` is `{ name: { shape, offset } }`, offset in
 * elements of `PATH.f32` (little-endian).
 *
 * @typedef {Map<string, Float32Array>} Arrays
 */

/**
 * @param {string} path without ending
 * @param {Iterable<[string, readonly number[], Float32Array]>} arrays name, shape, values
 */
export function writeArrays(path, arrays) {
  const index = {};
  const parts = [];
  let offset = 0;
  for (const [name, shape, values] of arrays) {
    index[name] = { shape, offset };
    offset += values.length;
    parts.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  }
  // The index last: where it is, the values are whole.
  replaceFile(`${path}.f32`, Buffer.concat(parts));
  replaceFile(`${path}.json`, JSON.stringify(index));
}

/** @param {string} path without ending @returns {Arrays} */
export function readArrays(path) {
  const { buffer, byteOffset } = readFileSync(`${path}.f32`);
  const index = Object.entries(JSON.parse(readFileSync(`${path}.json`, 'utf8')));
  return new Map(
    index.map(([name, { shape, offset }]) => [
      name,
      new Float32Array(
        buffer,
        byteOffset + 4 * offset,
        shape.reduce((n, d) => n * d, 1),
      ),
    ]),
  );
}

function replaceFile(path, content) {
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}
