import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { model as modelActions } from '../actions/index.js';
import { bundledModel } from '../coloring/bundledModel.js';
import { coloring } from '../coloring/coloring.js';
import { removeModel } from '../models/importModel.js';
import { isSameModel, type ModelChoice, nameOfChoice } from '../models/modelChoice.js';
import { useModelName } from '../models/useModelName.js';
import { useColoring } from '../store/coloring.js';
import { useDialog } from '../store/dialog.js';
import { listOwnModels, useModels } from '../store/models.js';
import { Frame } from './Frame.js';

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
                className="models-item"
                aria-pressed={isSameModel(choice, shown)}
                onClick={() => setLooked(choice)}
              >
                <span className="grow models-name">{modelName(choice)}</span>
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
        <Card choice={shown} />
      </section>
    </div>
  );
}

/** What a model is and says of itself. */
function Card({ choice }: { choice: ModelChoice }) {
  const { t } = useTranslation();
  const engine = useColoring((s) => s.engine);
  const own = useModels((s) => s.own);
  const inUse = engine && isSameModel(engine.model, choice) ? engine : null;
  const kept = choice.kind === 'own' ? own.find(({ name }) => name === choice.name) : null;
  if (choice.kind === 'flood') return <p className="quiet">{t('model.floodNote')}</p>;
  const { description, parameters, sha256, ...rest } = { ...kept?.card, ...inUse?.card } as Record<string, unknown>;
  const size = inUse?.parameters ?? (typeof parameters === 'number' ? parameters : null);
  const hash = inUse?.hash ?? sha256;
  return (
    <dl className="facts">
      {inUse ? (
        <Fact name={t('model.kind')} value={inUse.description} />
      ) : (
        typeof description === 'string' && <Fact name={t('model.kind')} value={description} />
      )}
      {size !== null && <Fact name={t('model.size')} value={t('model.parameters', { count: size })} />}
      {inUse && (
        <Fact name={t('menu.device')} value={`${inUse.backend === 'webgpu' ? 'WebGPU' : 'CPU'}, ${inUse.device}`} />
      )}
      {typeof hash === 'string' && <Fact name="SHA-256" value={hash} />}
      {flattened(rest).map(([key, value]) => (
        <Fact key={key} name={key} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Lines of a card listed: a file may say a great deal. */
const LINES = 60;

/** A card as lines of text: what is inside something is named after it. */
function flattened(card: Readonly<Record<string, unknown>>, prefix = ''): [string, string][] {
  return Object.entries(card)
    .flatMap(([key, value]): [string, string][] => {
      const name = prefix ? `${prefix} · ${key}` : key;
      if (value && typeof value === 'object' && !Array.isArray(value)) {
        return flattened(value as Record<string, unknown>, name);
      }
      return [
        [
          name,
          Array.isArray(value)
            ? value.map((v) => (typeof v === 'object' ? JSON.stringify(v) : v)).join(', ')
            : String(value),
        ],
      ];
    })
    .slice(0, LINES);
}
