/** Line charts as SVG text: axes with round numbers, a legend, nothing else. */

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Colours that colour-blind readers tell apart (Okabe and Ito 2008). */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

const [WIDTH, HEIGHT] = [640, 400];
const MARGIN = { left: 72, right: 16, top: 16, bottom: 48 };

/** Round steps for about five marks between two numbers. */
export function ticks(low: number, high: number): number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((m) => m * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const inXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A chart of lines over a common axis; points that are not finite are left out. */
export function linePlot(series: readonly Series[], { xLabel = '', grid = true } = {}): string {
  const finite = series.map((s) => ({ ...s, points: s.points.filter((p) => p.every(Number.isFinite)) }));
  const all = finite.flatMap((s) => s.points);
  const range = (axis: 0 | 1): [number, number] => {
    const list = all.map((p) => p[axis]);
    const [low, high] =
      list.length > 0 ? [list.reduce((a, b) => Math.min(a, b)), list.reduce((a, b) => Math.max(a, b))] : [0, 1];
    return high > low ? [low, high] : [low - 0.5, high + 0.5];
  };
  const [[x0, x1], [y0, y1]] = [range(0), range(1)];
  const px = (x: number): number => MARGIN.left + ((x - x0) / (x1 - x0)) * (WIDTH - MARGIN.left - MARGIN.right);
  const py = (y: number): number =>
    HEIGHT - MARGIN.bottom - ((y - y0) / (y1 - y0)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const at = (n: number): string => n.toFixed(1);
  const line = (a: [number, number], b: [number, number]): string =>
    `<path d="M${at(a[0])} ${at(a[1])}L${at(b[0])} ${at(b[1])}" stroke="#ddd"/>`;
  const text = (x: number, y: number, anchor: string, value: string): string =>
    `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${inXml(value)}</text>`;
  const bottom = HEIGHT - MARGIN.bottom;
  const parts = [
    ...ticks(x0, x1).flatMap((x) => [
      ...(grid ? [line([px(x), MARGIN.top], [px(x), bottom])] : []),
      text(px(x), bottom + 18, 'middle', String(x)),
    ]),
    ...ticks(y0, y1).flatMap((y) => [
      ...(grid ? [line([MARGIN.left, py(y)], [WIDTH - MARGIN.right, py(y)])] : []),
      text(MARGIN.left - 8, py(y) + 4, 'end', String(y)),
    ]),
    text((MARGIN.left + WIDTH - MARGIN.right) / 2, HEIGHT - 10, 'middle', xLabel),
    ...finite.flatMap(({ name, points }, i) => {
      const color = COLORS[i % COLORS.length];
      const d = points.map(([x, y], k) => `${k === 0 ? 'M' : 'L'}${at(px(x))} ${at(py(y))}`).join('');
      const legend = MARGIN.top + 16 + 16 * i;
      return [
        ...(points.length > 0 ? [`<path d="${d}" fill="none" stroke="${color}" stroke-width="1.5"/>`] : []),
        ...(points.length === 1
          ? [`<circle cx="${at(px(points[0][0]))}" cy="${at(py(points[0][1]))}" r="3" fill="${color}"/>`]
          : []),
        `<rect x="${WIDTH - MARGIN.right - 150}" y="${legend - 8}" width="12" height="3" fill="${color}"/>`,
        text(WIDTH - MARGIN.right - 132, legend - 3, 'start', name),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>\n`;
}
