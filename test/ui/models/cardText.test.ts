import { readFileSync } from 'node:fs';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { readCard } from '../../../src/models/modelCard.js';
import { en } from '../../../src/ui/i18n/en.js';
import { ja } from '../../../src/ui/i18n/ja.js';
import { zh } from '../../../src/ui/i18n/zh.js';
import { cardText } from '../../../src/ui/models/cardText.js';

const card = readCard(JSON.parse(readFileSync('assets/models/standard.json', 'utf8')));

beforeAll(() =>
  i18next.init({
    resources: Object.fromEntries(
      Object.entries({ en, ja, zh }).map(([name, messages]) => [name, { translation: messages }]),
    ),
    keySeparator: false,
    interpolation: { escapeValue: false },
  }),
);

test.each(['ja', 'zh'])('what the bundled model says of itself is there in %s', async (language) => {
  const t = await i18next.changeLanguage(language);
  const { limits = [], data } = card;
  expect(limits.length).toBeGreaterThan(0);
  for (const text of [...limits, data!.description!, 'Irodori generator, 2.6 M parameters', 'public domain']) {
    const said = cardText(t, text);
    expect(said, text).not.toBe(text);
    expect(said, text).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
  }
});

test('what somebody else wrote into a card stays as it is', async () => {
  const t = await i18next.changeLanguage('ja');
  for (const text of ['my own pictures', 'CC-BY-4.0', 'recipe:mine, version 4', 'Irodori generator of mine'])
    expect(cardText(t, text)).toBe(text);
});
