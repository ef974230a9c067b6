import type { TFunction } from 'i18next';
import { en } from '../i18n/en.js';
import type { MessageKey } from '../i18n/message.js';

/** Sentences that Irodori itself writes into cards, by what they are in English. */
const SENTENCES = new Map(
  (Object.entries(en) as [MessageKey, string][])
    .filter(([key]) => key.startsWith('card.'))
    .map(([key, text]) => [text, key]),
);

/** What a card of Irodori's says in the language in use; what somebody else wrote into theirs stays as it is. */
export function cardText(t: TFunction, text: string): string {
  const version = /^recipe:standard, version (\d+)$/.exec(text)?.[1];
  if (version) return t('card.recipe', { version });
  if (/^Irodori generator, [\d.]+ M parameters$/.test(text)) return t('card.generator'); // its size is told beside
  const key = SENTENCES.get(text);
  return key ? t(key as 'card.publicDomain') : text;
}

/** Whether a text is a sentence of Irodori's own, which `cardText` gives in the language in use: else it is in its author's. */
export function isKnown(text: string): boolean {
  return SENTENCES.has(text);
}
