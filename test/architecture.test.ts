import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** What each part may import besides itself (DESIGN §2). */
const allowed: Record<string, string[]> = {
  engine: [],
  vision: ['engine'],
  models: ['engine', 'vision'],
  cli: ['engine', 'vision', 'models'],
  ui: ['engine', 'vision', 'models'],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f));

/** Module specifiers of static and dynamic imports, exports and workers' URLs. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(/(?:from|import\(|import|new URL\()\s*['"]([^'"]+)['"]/g)].map((m) => m[1]);
}

describe('import direction', () => {
  test.each(Object.keys(allowed))('%s imports only what lies below it', (part) => {
    const wrong = files
      .filter((f) => f.startsWith(`${part}/`))
      .flatMap((f) =>
        importsOf(f)
          .filter((spec) => spec.startsWith('.'))
          .map((spec) => relative(src, resolve(dirname(join(src, f)), spec)).split('/')[0])
          .filter((target) => target !== part && !allowed[part].includes(target) && !target.startsWith('..'))
          .map((target) => `${f} → ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test('what runs in a browser imports nothing of Node statically', () => {
    const wrong = files
      .filter((f) => /^(engine|models|vision|ui)\//.test(f) && !/\.node\.ts$/.test(f) && !f.includes('cpu/kernels/'))
      .flatMap((f) => {
        const text = readFileSync(join(src, f), 'utf8');
        return [...text.matchAll(/^(?:import|export)[^;]*?from\s*'(node:[^']+|[^']+\.node\.js|sharp)'/gm)]
          .filter((m) => !m[0].startsWith('import type'))
          .map((m) => `${f} → ${m[1]}`);
      });
    expect(wrong).toEqual([]);
  });
});
