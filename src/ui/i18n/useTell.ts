import { useTranslation } from 'react-i18next';
import type { Message } from './message.js';

/** Puts messages into words of the language in use. */
export function useTell(): (message: Message) => string {
  const { t } = useTranslation();
  // The types of t() know each key's values but not a key that is itself a value.
  const tell = t as unknown as (key: string, values?: Message['values']) => string;
  return ({ key, values }) => tell(key, values);
}
