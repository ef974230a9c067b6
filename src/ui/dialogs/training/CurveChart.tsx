import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Points } from './series.js';

const HEIGHT = 150;

/** The theme shown: the chart's canvas has its colours painted on, where style sheets do not reach. */
const themeNow = () => document.documentElement.dataset.theme ?? '';

function followTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** A curve, or two over one another: the first in the accent's colour, the second dashed. */
export function CurveChart(props: {
  title: string;
  /** What the curve shows, for who does not see it. */
  said: string;
  lines: readonly { readonly name: string; readonly points: Points }[];
}) {
  const { title, said, lines } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const count = lines.length;
  const theme = useSyncExternalStore(followTheme, themeNow);

  // Made anew for another number of curves or another theme; new points are handed to the chart that is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the page's styles
  useEffect(() => {
    const element = place.current!;
    const style = getComputedStyle(element);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const axis: uPlot.Axis = {
      stroke: color('--quiet'),
      font: `11px ${style.fontFamily}`,
      grid: { stroke: color('--hover'), width: 1 },
      ticks: { stroke: color('--hover'), width: 1, size: 4 },
    };
    const made = new uPlot(
      {
        width: Math.max(100, element.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false } },
        scales: { x: { time: false } },
        axes: [
          { ...axis, size: 24, space: 60 },
          { ...axis, size: 44, space: 28 },
        ],
        series: [
          {},
          ...Array.from(
            { length: count },
            (_, n): uPlot.Series => ({
              stroke: color(n === 0 ? '--accent' : '--text'),
              width: n === 0 ? 2 : 1.5,
              dash: n === 0 ? undefined : [5, 4],
              spanGaps: true,
              points: { show: (_, __, from, to) => to - from < 12, size: 5 },
            }),
          ),
        ],
      },
      [[], ...Array.from({ length: count }, () => [])],
      element,
    );
    chart.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(100, element.clientWidth), height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [count, theme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart made anew has no points yet
  useEffect(() => {
    const tables = lines.map(({ points: { x, y } }): uPlot.AlignedData => [[...x], [...y]]);
    chart.current?.setData(tables.length > 1 ? uPlot.join(tables) : tables[0]);
  }, [lines, count, theme]);

  return (
    <figure className="train-chart">
      <figcaption className="quiet">{title}</figcaption>
      <div ref={place} role="img" aria-label={`${title}. ${said}`} />
      <p>
        {said}
        {count > 1 && (
          <span className="quiet train-legend">
            {lines.map(({ name }, n) => `${n === 0 ? '━' : '╌'} ${name}`).join('  ')}
          </span>
        )}
      </p>
    </figure>
  );
}
