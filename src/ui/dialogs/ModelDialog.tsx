import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { model as modelActions } from '../actions/index.js';
import { bundledModel } from '../coloring/bundledModel.js';
import { coloring } from '../coloring/coloring.js';
import { removeModel } from '../models/importModel.js';
import { isSameModel, type ModelChoice, nameOfChoice } from '../models/modelChoice.js';
import { useModelName } from '../models/useModelName.js';
import { useDialog } from '../store/dialog.js';
import { listOwnModels, useModels } from '../store/models.js';
import { Frame } from './Frame.js';
import { ModelCard } from './ModelCard.js';

/** The models there are: which one colours, what each says of itself, and ways to get and to remove them. */
export function ModelDialog() {
  const isOpen = useDialog((s) => s.open === 'model');
  return (
    <Frame name="model" title="model.title" wide>
      {isOpen && <Models />}
    </Frame>
  );
}

function Models() {
  const { t } = useTranslation();
  const modelName = useModelName();
  const { own, chosen } = useModels();
  const [looked, setLooked] = useState<ModelChoice>(chosen);
  useEffect(() => void listOwnModels(), []);
  useEffect(() => setLooked(chosen), [chosen]);

  const choices: ModelChoice[] = [
    ...(bundledModel === null ? [] : [{ kind: 'standard' } as const]),
    { kind: 'flood' },
    ...own.map(({ name }) => ({ kind: 'own', name }) as const),
    ...(chosen.kind === 'file' ? [chosen] : []),
  ];
  const shown = choices.find((choice) => isSameModel(choice, looked)) ?? chosen;
  const isUsed = isSameModel(shown, chosen);
  return (
    <div className="models">
      <div className="models-side">
        <ul className="models-list" aria-label={t('model.list')}>
          {choices.map((choice) => (
            <li key={`${choice.kind} ${nameOfChoice(choice)}`}>
              <button
                type="button"
                className="side-item"
                aria-pressed={isSameModel(choice, shown)}
                onClick={() => setLooked(choice)}
              >
                <span className="grow side-name">{modelName(choice)}</span>
                {isSameModel(choice, chosen) && <span className="quiet">{t('model.inUse')}</span>}
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className="button" onClick={() => void modelActions.importModelFile.perform()}>
          {t('action.importModel')}
        </button>
      </div>
      <section className="models-card" aria-label={modelName(shown)}>
        <div className="row">
          <h3 className="grow">{modelName(shown)}</h3>
          {shown.kind === 'own' && (
            <button type="button" className="button" onClick={() => void removeModel(shown.name)}>
              <Trash2 size={14} aria-hidden />
              {t('model.remove')}
            </button>
          )}
          <button
            type="button"
            className="button primary"
            disabled={isUsed}
            onClick={() => coloring.use({ model: shown })}
          >
            {t('model.use')}
          </button>
        </div>
        <ModelCard choice={shown} />
      </section>
    </div>
  );
}
