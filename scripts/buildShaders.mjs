/**
 * Gathers the WGSL kernels into one TypeScript module, so that every bundler and tsc can carry them without configuration:
 * src/engine/backends/webgpu/kernels/*.wgsl → src/engine/backends/webgpu/kernels.generated.ts (git-ignored).
 */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../src/engine/backends/webgpu/', import.meta.url));
const target = join(folder, 'kernels.generated.ts');

const files = readdirSync(join(folder, 'kernels'))
  .filter((name) => name.endsWith('.wgsl'))
  .sort();
const entries = files.map((name) => {
  const text = readFileSync(join(folder, 'kernels', name), 'utf8');
  return `  ${basename(name, '.wgsl')}: ${JSON.stringify(text)},`;
});
const source = `// Made by scripts/buildShaders.mjs from kernels/*.wgsl.\nexport const wgsl = {\n${entries.join('\n')}\n} as const;\n`;

// Left alone when nothing changed, so that watchers stay quiet; renamed into place, so that no one reads half a file.
if (!existsSync(target) || readFileSync(target, 'utf8') !== source) {
  const draft = `${target}.${process.pid}.tmp`;
  writeFileSync(draft, source);
  renameSync(draft, target);
}
