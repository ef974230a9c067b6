import { cpus } from 'node:os';

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Seconds with three significant digits. */
function time(seconds) {
  if (seconds >= 100) return `${seconds.toFixed(0)} s`;
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`;
  return seconds >= 1e-4 ? `${(1e3 * seconds).toPrecision(3)} ms` : `${(1e6 * seconds).toPrecision(3)} µs`;
}

/**
 * What `--json` prints: medians in seconds (of one repetition; per picture where the case counts pictures), only of contestants that ran.
 *
 * @param {{ work: import('./work/cases.mjs').Case, entries: import('./race.mjs').Entry[] }[]} results
 */
export function asJson(results) {
  const seconds = (work, { seconds }) => median(seconds) / (work.repeats ?? 1) / (work.perImage ? work.batch : 1);
  return {
    cases: results.map(({ work, entries: [irodori, ...peers] }) => ({
      name: work.name,
      irodori_s: irodori.state === 'ran' ? seconds(work, irodori) : null,
      peers: Object.fromEntries(peers.filter((p) => p.state === 'ran').map((p) => [p.name, seconds(work, p)])),
    })),
  };
}

/** One line about the machine. */
export function machine() {
  const list = cpus();
  const [{ model }] = list;
  return `${list.length} × ${model.trim()}, Node ${process.versions.node}, ${process.platform}`;
}

/** Median and best, of one repetition. */
const one = (seconds, { repeats = 1 }) => ({ median: median(seconds) / repeats, best: Math.min(...seconds) / repeats });

/** A case as a table for the terminal. */
export function asTable({ work, entries }) {
  const [irodori] = entries;
  const own = irodori.state === 'ran' && one(irodori.seconds, work);
  const rows = entries.map((entry) => {
    const label = [entry.name, entry.version].filter(Boolean).join(' ');
    if (entry.state !== 'ran') return [label, `${entry.state}: ${entry.reason}`];
    const { peakBytes, error, detail } = entry;
    const [seconds, cpuSeconds] = [entry.seconds, entry.cpuSeconds].map((list) =>
      list.map((s) => s / (work.repeats ?? 1)),
    );
    const middle = median(seconds);
    return [
      label,
      time(middle),
      `${time(Math.min(...seconds))} – ${time(Math.max(...seconds))}`,
      `${seconds.length}`,
      time(median(cpuSeconds)),
      own ? (own.median / middle).toFixed(2) : '',
      own ? (own.best / Math.min(...seconds)).toFixed(2) : '',
      work.flops ? (work.flops / middle / 1e9).toFixed(0) : '',
      work.perImage ? (work.batch / middle).toFixed(1) : '',
      `${(peakBytes / 2 ** 20).toFixed(0)}`,
      error === null ? '' : error.toExponential(0),
      detail,
    ];
  });
  const head = [
    '',
    'median',
    'range',
    'runs',
    'CPU time',
    'Irodori ÷',
    '÷ bests',
    'GFLOP/s',
    'images/s',
    'peak MiB',
    'error',
    '',
  ];
  return `${work.name} – ${work.title}\n${columns([head, ...rows])}`;
}

/** Lines up columns; empty ones and the ends of short rows are left out. */
export function columns(rows) {
  const full = rows.filter((row) => row.length === rows[0].length);
  const kept = rows[0].map((_, c) => c).filter((c) => full.slice(1).some((row) => row[c] !== ''));
  const widths = kept.map((c) => Math.max(...full.map((row) => row[c].length), c === 0 ? longestLabel(rows) : 0));
  return rows
    .map((row) => {
      if (row.length === 2) return `  ${row[0].padEnd(longestLabel(rows))}  ${row[1]}`;
      return `  ${kept.map((c, i) => (c === 0 || c === row.length - 1 ? row[c].padEnd(widths[i]) : row[c].padStart(widths[i]))).join('  ')}`.trimEnd();
    })
    .join('\n');
}

const longestLabel = (rows) => Math.max(...rows.map(([label]) => label.length));
