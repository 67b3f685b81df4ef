import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

interface ChartProps {
  label: string;
  /** Seconds since 1970, rising. */
  times: number[];
  values: (number | null)[];
  say: (value: number) => string;
  bars?: boolean;
}

const HEIGHT = 170;
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The day at midnight, else the hour. */
function sayHour(seconds: number): string {
  const time = new Date(seconds * 1000);
  return time.getHours() === 0 ? DAY.format(time) : HOUR.format(time);
}

/** Values over time. What it shows is told by its label too, and stands in a table beside it. */
export function Chart({ label, times, values, say, bars = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const style = getComputedStyle(document.documentElement);
    const [ink, line] = ['--mantine-color-dimmed', '--row-line'].map((name) => style.getPropertyValue(name));
    const color = style.getPropertyValue('--mantine-color-row-5');
    const axis = { stroke: ink, font: "11.5px 'Inter Variable', sans-serif", ticks: { show: false } };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, points: { show: !bars } },
        scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
        axes: [
          { ...axis, size: 30, grid: { show: false }, values: (_, splits) => splits.map(sayHour) },
          {
            ...axis,
            size: 62,
            grid: { stroke: line, width: 1 },
            values: (_, splits) => splits.map((value) => say(value)),
          },
        ],
        series: [
          {},
          {
            stroke: color,
            fill: `${color}33`,
            width: 2,
            spanGaps: true,
            ...(bars ? { paths: uPlot.paths.bars?.({ size: [0.7, 18] }), points: { show: false } } : {}),
          },
        ],
      },
      [times, values],
      element,
    );
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [times, values, say, bars, scheme]);
  return <div ref={box} role="img" aria-label={label} className="chart" />;
}
