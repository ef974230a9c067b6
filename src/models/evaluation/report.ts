import type { Score, Standing, Standings } from './evaluate.js';

/** A picture of the report, its images as data addresses. */
export interface ReportPicture {
  readonly name: string;
  readonly source?: string;
  /** Mean PSNR of the first contestant over the numbers of hints, dB. */
  readonly psnr: number;
  readonly truth: string;
  readonly rows: readonly {
    readonly count: number;
    /** Line art with the hints. */
    readonly hinted: string;
    readonly results: readonly { readonly contestant: string; readonly psnr: number; readonly image: string }[];
  }[];
}

/** What a report shows. */
export interface Report {
  /** What was scored on what, one line. */
  readonly title: string;
  readonly counts: readonly number[];
  readonly all: Standings;
  readonly groups: Readonly<Record<string, Standings>>;
  readonly worst: readonly ReportPicture[];
  readonly best: readonly ReportPicture[];
}

/** A measure as people read it. */
interface Column {
  readonly key: keyof Score;
  readonly name: string;
  readonly digits: number;
  /** Whether more is better. */
  readonly up: boolean;
}

/** The measures in the order of tables. */
export const COLUMNS: readonly Column[] = [
  { key: 'psnr', name: 'PSNR', digits: 2, up: true },
  { key: 'ssim', name: 'SSIM', digits: 4, up: true },
  { key: 'deltaE', name: 'ΔE', digits: 2, up: false },
  { key: 'featureDistance', name: 'looks', digits: 4, up: false },
  { key: 'hintDeltaE', name: 'hint ΔE', digits: 2, up: false },
  { key: 'regionDeltaE', name: 'area ΔE', digits: 2, up: false },
  { key: 'leak', name: 'leak', digits: 3, up: false },
  { key: 'lineError', name: 'lines', digits: 3, up: false },
  { key: 'milliseconds', name: 'ms', digits: 0, up: false },
];

/** What the columns mean, one line each. */
export const LEGEND: readonly string[] = [
  'PSNR (dB) and SSIM of the finished picture: more is better; of the rest less is better',
  'ΔE: mean CIEDE2000; hint ΔE: inside the dabs; area ΔE: in the true areas that have a dab',
  'looks: distance of filter features, in place of LPIPS; leak: share of a colour step lost across lines around hinted areas',
  'lines: how much lighter than drawn the lines came out; ms: median time a picture, reading it and its lines aside',
];

/** A measure for a table; a dash where it does not apply. */
export const formatScore = (score: Score, { key, digits }: Column): string => score[key]?.toFixed(digits) ?? '–';

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

/** The report as one HTML file that needs no other and runs no script. */
export function reportPage({ title, counts, all, groups, worst, best }: Report): string {
  const tables = Object.entries(groups).map(
    ([name, { pictures, standings }]) =>
      `<details><summary>${escaped(name)}: ${pictures} ${pictures === 1 ? 'picture' : 'pictures'}</summary>${table(standings, counts)}</details>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Irodori: ${escaped(title)}</title>
<style>
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; color: #1f1f1f; background: #f0f0f0; }
table { border-collapse: collapse; background: #fff; font-variant-numeric: tabular-nums; margin: .5rem 0 1.5rem; }
th, td { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid #ddd; }
td:first-child, th:first-child { text-align: left; }
td.best { font-weight: 700; }
.legend { color: #5c5c5c; }
section.picture { background: #fff; padding: .7rem 1rem; margin: .7rem 0; width: fit-content; }
.row { display: flex; gap: 8px; margin-bottom: 8px; }
figure { margin: 0; width: 192px; }
figure img { width: 192px; height: 192px; object-fit: contain; background: #a3a3a3; display: block; }
figcaption { font-size: 12px; color: #5c5c5c; }
details { margin: .3rem 0; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${all.pictures} ${all.pictures === 1 ? 'picture' : 'pictures'}</p>
<p class="legend">${LEGEND.map(escaped).join('<br>')}</p>
${table(all.standings, counts)}
<h2>Apart</h2>
${tables.join('\n') || '<p>All pictures are of one kind.</p>'}
${gallery('Worst pictures', worst)}
${gallery('Best pictures', best)}
</body>
</html>
`;
}

function table(standings: readonly Standing[], counts: readonly number[]): string {
  const head = COLUMNS.map(({ name }) => `<th>${name}</th>`).join('');
  const rows = counts.flatMap((count) => [
    `<tr><th colspan="${COLUMNS.length + 1}">${count} ${count === 1 ? 'hint' : 'hints'}</th></tr>`,
    ...standings.map(({ name, scores }) => {
      const cells = COLUMNS.map((column) => {
        const values = standings.map((other) => other.scores[count][column.key]).filter((v) => v !== null);
        const best = column.up ? Math.max(...values) : Math.min(...values);
        const mark = standings.length > 1 && scores[count][column.key] === best ? ' class="best"' : '';
        return `<td${mark}>${formatScore(scores[count], column)}</td>`;
      });
      return `<tr><td>${escaped(name)}</td>${cells.join('')}</tr>`;
    }),
  ]);
  return `<table><tr><th></th>${head}</tr>${rows.join('')}</table>`;
}

function gallery(heading: string, pictures: readonly ReportPicture[]): string {
  if (pictures.length === 0) return '';
  return `<h2>${heading}</h2>\n${pictures.map(section).join('\n')}`;
}

function section({ name, source, psnr, truth, rows }: ReportPicture): string {
  const figure = (image: string, caption: string) =>
    `<figure><img src="${image}" alt="${escaped(caption)}"><figcaption>${escaped(caption)}</figcaption></figure>`;
  const lines = rows.map(({ count, hinted, results }) => {
    const shown = results.map(({ contestant, psnr: own, image }) =>
      figure(image, `${contestant}: ${own.toFixed(2)} dB`),
    );
    return `<div class="row">${figure(hinted, `${count} ${count === 1 ? 'hint' : 'hints'}`)}${shown.join('')}${figure(truth, 'truth')}</div>`;
  });
  const from = source === undefined ? '' : `, ${escaped(source)}`;
  return `<section class="picture"><h3>${escaped(name)}${from}: ${psnr.toFixed(2)} dB</h3>${lines.join('')}</section>`;
}
