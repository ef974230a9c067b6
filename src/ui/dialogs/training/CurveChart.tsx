import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Points } from './series.js';

const HEIGHT = 150;

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

  // Made anew for another number of curves; new points are handed to the chart that is there.
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
  }, [count]);

  useEffect(() => {
    const tables = lines.map(({ points: { x, y } }): uPlot.AlignedData => [[...x], [...y]]);
    chart.current?.setData(tables.length > 1 ? uPlot.join(tables) : tables[0]);
  }, [lines]);

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
