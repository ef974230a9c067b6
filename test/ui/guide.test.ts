import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from '../../src/ui/i18n/en.js';
import { ja } from '../../src/ui/i18n/ja.js';
import { zh } from '../../src/ui/i18n/zh.js';

const docs = join(import.meta.dirname, '../../docs');
const read = (name: string) => readFileSync(join(docs, name), 'utf8');
const original = read('guide.md');

const chapters = (guide: string) => guide.match(/^## .+$/gm)!;
const pictures = (guide: string) => [...guide.matchAll(/^!\[.+\]\((.+)\)/gm)].map(([, file]) => file);
const items = (guide: string) => guide.match(/^(?:-|\d\.) /gm)!;

describe.each([
  { name: 'guide.md', messages: en },
  { name: 'guide.ja.md', messages: ja },
  { name: 'guide.zh.md', messages: zh },
])('$name', ({ name, messages }) => {
  const guide = read(name);

  test('has the chapters, lists and pictures of the English one, and the pictures are there', () => {
    expect(chapters(guide)).toHaveLength(chapters(original).length);
    expect(items(guide)).toEqual(items(original));
    expect(pictures(guide)).toEqual(pictures(original));
    for (const file of pictures(guide)) expect(existsSync(join(docs, file))).toBe(true);
  });

  test('calls each thing what the interface calls it', () => {
    const called = Object.values(messages).map((text) => text.toLowerCase().replace(/…$/, ''));
    const terms = [...guide.matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, term]) => term.split(' > '));
    const unknown = terms.filter((term) => {
      const plain = term.toLowerCase().replace(/…$/, '');
      return !called.some((text) => text.includes(plain));
    });
    expect(unknown).toEqual([]);
  });
});
