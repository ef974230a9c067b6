import { useTranslation } from 'react-i18next';
import { type ModelChoice, nameOfChoice } from './modelChoice.js';

/** What a model is called in the language in use. */
export function useModelName(): (choice: ModelChoice) => string {
  const { t } = useTranslation();
  return (choice) =>
    choice.kind === 'standard' || choice.kind === 'flood' ? t(`model.${choice.kind}`) : nameOfChoice(choice);
}
