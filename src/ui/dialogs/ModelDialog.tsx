import { useTranslation } from 'react-i18next';
import { useColoring } from '../store/coloring.js';
import { Frame } from './Frame.js';

/** What the model in use is, and what its file says of itself: data, licences, figures. */
export function ModelDialog() {
  const { t } = useTranslation();
  const engine = useColoring((s) => s.engine);
  if (!engine) return null;
  const { model, parameters, card, backend, device } = engine;
  const name = model === 'flood' ? t('model.flood') : model === 'standard' ? t('model.standard') : model;
  return (
    <Frame name="model" title="model.title">
      <dl className="facts">
        <Fact name={t('model.name')} value={name} />
        <Fact name={t('model.size')} value={t('model.parameters', { count: parameters })} />
        <Fact name={t('menu.device')} value={`${backend === 'webgpu' ? 'WebGPU' : 'CPU'}, ${device}`} />
        {flattened(card).map(([key, value]) => (
          <Fact key={key} name={key} value={value} />
        ))}
      </dl>
      {model === 'flood' && <p className="quiet">{t('model.floodNote')}</p>}
    </Frame>
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
