import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KNOWN_FIELDS, type KnownCard, readCard } from '../../models/modelCard.js';
import { cardText, isKnown } from '../models/cardText.js';
import { isSameModel, type ModelChoice } from '../models/modelChoice.js';
import { useColoring } from '../store/coloring.js';
import { useModels } from '../store/models.js';

/** What a model is and says of itself: first what an artist asks (whose pictures, under which licence), then the rest. */
export function ModelCard({ choice }: { choice: ModelChoice }) {
  const { t } = useTranslation();
  const engine = useColoring((s) => s.engine);
  const own = useModels((s) => s.own);
  if (choice.kind === 'flood') return <p className="quiet">{t('model.floodNote')}</p>;
  const inUse = engine && isSameModel(engine.model, choice) ? engine : null;
  const kept = choice.kind === 'own' ? own.find(({ name }) => name === choice.name) : null;
  const card: Record<string, unknown> = { ...kept?.card, ...inUse?.card };
  const known = readCard(card);
  const { parameters } = card;
  const size = inUse?.parameters ?? (typeof parameters === 'number' ? parameters : null);
  const hash = inUse?.hash ?? known.sha256;
  const more = flattened(
    Object.fromEntries(
      Object.entries(card).filter(([key]) => key === 'settings' || (!KNOWN_FIELDS.has(key) && key !== 'parameters')),
    ),
  );
  return (
    <>
      <dl className="facts">
        {(inUse?.description ?? known.description) && (
          <Fact name={t('model.kind')}>{cardText(t, (inUse?.description ?? known.description)!)}</Fact>
        )}
        {size !== null && <Fact name={t('model.size')}>{t('model.parameters', { count: size })}</Fact>}
        {known.iterations !== undefined && (
          <Fact name={t('model.training')}>{t('model.steps', { count: known.iterations })}</Fact>
        )}
        {(['parts', 'affinity'] as const).map((part) => {
          const its = known[part];
          if (!its) return null;
          const facts = [
            its.iterations !== undefined && t('model.steps', { count: its.iterations }),
            its.data?.trainingPairs !== undefined && t('model.pairs', { count: its.data.trainingPairs }),
          ];
          return (
            <Fact key={part} name={t(`model.${part}`)}>
              {facts.filter(Boolean).join(', ')}
            </Fact>
          );
        })}
        <Data data={known.data} />
        <Scores {...known} />
        {known.limits && known.limits.length > 0 && (
          <Fact name={t('model.limits')}>
            <ul className="facts-list">
              {known.limits.map((limit) => (
                <li key={limit} lang={isKnown(limit) ? undefined : 'en'}>
                  {cardText(t, limit)}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {hash && <Fact name="SHA-256">{hash}</Fact>}
      </dl>
      {more.length > 0 && (
        <details className="facts-more">
          <summary>{t('model.more')}</summary>
          <dl className="facts" lang="en">
            {more.map(([key, value]) => (
              <Fact key={key} name={key}>
                {value}
              </Fact>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** Whose pictures a model learned from. */
function Data({ data }: Pick<KnownCard, 'data'>) {
  const { t } = useTranslation();
  if (!data) return null;
  const { description, trainingPairs, sources } = data;
  return (
    <Fact name={t('model.data')}>
      {[
        description && cardText(t, description),
        trainingPairs !== undefined && t('model.pairs', { count: trainingPairs }),
      ]
        .filter(Boolean)
        .join(', ')}
      {sources.length > 0 && (
        <table className="facts-table">
          <thead>
            <tr>
              <th scope="col">{t('model.source')}</th>
              <th scope="col">{t('model.pictures')}</th>
              <th scope="col">{t('model.licence')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ id, author, pictures, licence, leftOut }) => (
              <tr key={id}>
                <th scope="row">
                  {cardText(t, id)}
                  {author && <span className="quiet choice-note">{author}</span>}
                </th>
                <td className="number">{leftOut ? t('model.leftOut') : pictures.toLocaleString()}</td>
                <td>{cardText(t, licence.replace(/ \(https?:[^)]*\)$/, ''))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Fact>
  );
}

/** How near a model comes to pictures kept aside, by how many hints it is given, beside what spreads hints alone. */
function Scores({ psnr, psnrFloodFill }: Pick<KnownCard, 'psnr' | 'psnrFloodFill'>) {
  const { t } = useTranslation();
  const scores = psnr?.validation;
  if (!scores) return null;
  return (
    <Fact name={t('model.scores')}>
      {Object.entries(scores).map(([hints, value]) => {
        const flood = psnrFloodFill?.validation?.[hints];
        return (
          <div key={hints}>
            {t('model.score', { count: Number(hints), score: value.toFixed(1) })}
            {flood !== undefined && ` ${t('model.scoreFlood', { score: flood.toFixed(1) })}`}
          </div>
        );
      })}
    </Fact>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Lines of a card listed: a file may say a great deal. */
const LINES = 60;

/** What a card says in fields of its own, as lines of text: what is inside something is named after it. */
function flattened(card: Readonly<Record<string, unknown>>, prefix = ''): [string, string][] {
  return Object.entries(card)
    .flatMap(([key, value]): [string, string][] => {
      const name = prefix ? `${prefix} · ${key}` : key;
      if (Array.isArray(value))
        return [[name, value.map((v) => (typeof v === 'object' ? JSON.stringify(v) : v)).join(', ')]];
      if (value && typeof value === 'object') return flattened(value as Record<string, unknown>, name);
      return [[name, String(value)]];
    })
    .slice(0, LINES);
}
