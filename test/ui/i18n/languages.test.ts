import { describe, expect, test } from 'vitest';
import { en } from '../../../src/ui/i18n/en.js';
import { ja } from '../../../src/ui/i18n/ja.js';
import type { Messages } from '../../../src/ui/i18n/message.js';
import { zh } from '../../../src/ui/i18n/zh.js';

const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe.each<[string, Messages]>([
  ['ja', ja],
  ['zh', zh],
])('%s', (_, messages) => {
  test('says everything, with the same blanks to fill', () => {
    for (const [key, text] of Object.entries(en)) {
      const translated = messages[key as keyof Messages];
      expect(translated, key).toBeTruthy();
      expect(blanks(translated), key).toEqual(blanks(text));
    }
  });
});

test('English is quiet: no exclamation marks', () => {
  for (const text of Object.values(en)) expect(text).not.toContain('!');
});
