/** Nothing is exported that no test of its kind exercises: the index against the text of the tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as engine from '../../src/engine/index.js';

/** The text of all tests below a folder of test/engine. */
const textOf = (folder: string): string =>
  readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(import.meta.dirname, folder, file), 'utf8'))
    .join('\n');

/** Kinds of exports, the folder of their tests, and how a test names one. */
const kinds: [kind: string, exported: object, folder: string, prefix: string][] = [
  ['function', engine.functions, 'functions', 'F\\.'],
  ['link', engine.links, 'links', 'L\\.'],
  ['initializer', engine.initializers, 'initializers', ''],
  ['optimizer or hook', engine.optimizers, 'optimizers', ''],
  ['part of the training loop', engine.training, 'training', ''],
  ['dataset', engine.datasets, 'datasets', ''],
  ['distribution', engine.distributions, 'distributions', ''],
  ['serializer', engine.serializers, 'serializers', ''],
];

describe('every export is exercised', () => {
  test.each(kinds)('each %s', (_kind, exported, folder, prefix) => {
    const text = textOf(folder);
    const missing = Object.keys(exported).filter((name) => !new RegExp(`${prefix}\\b${name}\\b`).test(text));
    expect(missing).toEqual([]);
  });
});
