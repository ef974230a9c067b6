import { z } from 'zod';

const source = z.object({
  id: z.string(),
  package: z.string().optional(),
  version: z.string().optional(),
  licence: z.string(),
  author: z.string().optional(),
  pictures: z.number(),
  leftOut: z.boolean().optional(),
});
const byHints = z.record(z.string(), z.number());
const bySet = z.record(z.string(), byHints);

const data = z.object({
  description: z.string().optional(),
  trainingPairs: z.number().optional(),
  sources: z.array(source).default([]),
});
const compute = {
  seed: z.number().optional().catch(undefined),
  iterations: z.number().optional().catch(undefined),
  picturesSeen: z.number().optional().catch(undefined),
  seconds: z.number().optional().catch(undefined),
  data: data.optional().catch(undefined),
};

/** What `irodori train` writes into a card. Everything may be missing: cards come from anywhere. */
const known = z.object({
  description: z.string().optional().catch(undefined),
  made: z.string().optional().catch(undefined),
  preset: z.string().optional().catch(undefined),
  ...compute,
  pictureSize: z.number().optional().catch(undefined),
  /** The segmenter's training (preset parts). */
  parts: z.object(compute).optional().catch(undefined),
  /** That of its affinity (preset affinity). */
  affinity: z.object(compute).optional().catch(undefined),
  psnr: bySet.optional().catch(undefined),
  psnrFloodFill: bySet.optional().catch(undefined),
  limits: z.array(z.string()).optional().catch(undefined),
  sha256: z.string().optional().catch(undefined),
});

/** What a card says in the fields that every `irodori train` writes. */
export type KnownCard = z.infer<typeof known>;

/** A card's known fields; what has another form than expected is left out. */
export const readCard = (card: Readonly<Record<string, unknown>>): KnownCard => known.parse(card);

/** Fields that have a form of their own; others are shown as they are. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([...Object.keys(known.shape), 'settings', 'bytes']);

const SET_NAMES: Readonly<Record<string, string>> = {
  validation: 'pictures kept aside',
  leftOut: 'sources kept aside whole',
};

const whole = (value: number) => Math.round(value).toLocaleString('en');

/**
 * A model's card in lines for people: what it is trained on with licences and counts, compute, figures, limits. What a card does
 * not say is left out; fields that are not known are shown as JSON.
 */
export function describeCard(card: Readonly<Record<string, unknown>>): string[] {
  const { data, psnr, psnrFloodFill, limits, ...about } = readCard(card);
  const lines: string[] = [];
  if (about.made) {
    const how = [about.preset && `preset ${about.preset}`, about.seed !== undefined && `seed ${about.seed}`];
    lines.push(`made by ${[about.made, ...how].filter(Boolean).join(', ')}`);
  }
  if (about.iterations !== undefined) lines.push(`compute: ${computeOf(about)}`);
  const others = { 'parts of figures': about.parts, 'what goes together': about.affinity };
  for (const [name, its] of Object.entries(others))
    if (its) lines.push(`${name}: ${computeOf(its)}${its.data ? `, on ${dataOf(its.data)}` : ''}`);
  if (data) {
    const size = about.pictureSize === undefined ? '' : ` of ${about.pictureSize} pixels`;
    lines.push(`data: ${dataOf(data)}${size}`);
    for (const { id, version, licence, author, pictures, leftOut } of data.sources) {
      const name = version === undefined ? id : `${id} ${version}`;
      const by = author === undefined ? '' : `, by ${author}`;
      lines.push(`  ${name}: ${licence}, ${whole(pictures)} pictures${by}${leftOut ? ' (not trained on)' : ''}`);
    }
  }
  for (const [set, scores] of Object.entries(psnr ?? {})) {
    const figures = Object.entries(scores).map(([hints, value]) => {
      const flood = psnrFloodFill?.[set]?.[hints];
      return `${value.toFixed(1)} at ${hints}${flood === undefined ? '' : ` (flood fill ${flood.toFixed(1)})`}`;
    });
    lines.push(`PSNR in dB by hints, ${SET_NAMES[set] ?? set}: ${figures.join(', ')}`);
  }
  for (const limit of limits ?? []) lines.push(`limit: ${limit}`);
  for (const [key, value] of Object.entries(card)) {
    if (!KNOWN_FIELDS.has(key)) lines.push(`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
  return lines;
}

function computeOf({ iterations = 0, picturesSeen, seconds }: Pick<KnownCard, keyof typeof compute>): string {
  const seen = picturesSeen === undefined ? '' : `, ${whole(picturesSeen)} pictures seen`;
  const time = seconds === undefined ? '' : `, ${duration(seconds)}`;
  return `${whole(iterations)} steps${seen}${time}`;
}

function dataOf({ description = 'not named', trainingPairs }: z.infer<typeof data>): string {
  return `${description}${trainingPairs === undefined ? '' : `, ${whole(trainingPairs)} training pairs`}`;
}

/** The SHA-256 of the model's file that a card vouches for. */
export const hashOfCard = (card: Readonly<Record<string, unknown>> | null): string | undefined =>
  readCard(card ?? {}).sha256;

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
