import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** Inside the package, which finds itself by its own name, as it would be found by another's. */
const folder = join(import.meta.dirname, '../../test-results/bundles');

/** A program as a bundler without configuration makes it into one file for browsers. */
export async function bundle(name: string, program: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, `${name}.entry.js`);
  writeFileSync(entry, program);
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'esnext', lib: { entry, formats: ['es'], fileName: name } },
  });
  const files = [result].flat().flatMap((part) => ('output' in part ? part.output : []));
  const [chunk] = files;
  if (files.length !== 1 || chunk.type !== 'chunk') throw new Error(`${name}: ${files.length} files instead of one`);
  const outside = [...chunk.imports, ...chunk.dynamicImports];
  if (outside.length > 0) throw new Error(`${name} imports ${outside.join(', ')}`);
  return chunk.code;
}
