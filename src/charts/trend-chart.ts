// An estimate against an amount: every seed as a dot, the mean over seeds with its interval, one line per arm, and what
// the claim would look like where it is a line.
import { scaleLinear, scaleLog } from 'd3-scale';
import type { LedgerChart } from '../core/claims/ledger-schema.ts';
import { lineColor, palettes } from './color.ts';
import { meanWords, seedsText } from './count-words.ts';
import { emptyScene } from './empty-scene.ts';
import { type FigureSize, figure } from './figure.ts';
import { formatAmount, formatValue } from './format.ts';
import { linePath } from './line-path.ts';
import { marker } from './marker.ts';
import type { Hit, Mark, Scene } from './scene.ts';
import { yDomain, yScale } from './y-scale.ts';

export type TrendData = Extract<LedgerChart, { type: 'trend' }>;
type Point = TrendData['lines'][number]['points'][number];

/** Arms beyond these are still drawn, but not named. */
const namedArms = 8;

export function trendChart(data: TrendData, size: FigureSize): Scene {
  const points = data.lines.flatMap((line) => line.points);
  const domain = yDomain([
    ...points.flatMap(({ mean, low, high, seeds }) =>
      [mean, low, high, ...seeds].map((value) => value ?? Number.NaN),
    ),
    ...data.references.flatMap((reference) => reference.points.map(([, y]) => y)),
  ]);
  const xs = points.map(({ x }) => x);
  if (domain === null || xs.length === 0)
    return emptyScene(size, size.theme, data.title, 'No finished run has measured this.');
  const palette = palettes[size.theme];
  const color = (i: number): string => lineColor(size.theme, i, data.lines.length);
  const legend = [
    ...data.lines.slice(0, namedArms).map((line, i) => ({ label: line.name, color: color(i), shape: i })),
    ...data.references.map(({ name }) => ({ label: name, color: palette.muted, shape: null, dash: '5 4' })),
  ];
  const n = points.map((point) => point.n);
  const notes = [
    Math.max(...n) < 2
      ? `Markers: ${meanWords(n)}.`
      : `Dots are seeds, markers ${meanWords(n, '95 % Student interval')}.`,
    data.lines.length > namedArms ? `${data.lines.length - namedArms} more arms are not named above.` : '',
  ];
  return figure(
    {
      title: data.title,
      legend,
      notes,
      xName: data.xName,
      yName: data.yName,
      draw(frame) {
        const x = xOf(data, xs, [frame.left + 24, frame.right - 24]);
        const y = yScale(domain, frame.top, frame.bottom);
        const ticks = new Map(points.map((point) => [point.x, labelOf(point)]));
        const zero: Mark[] =
          domain[0] < 0 && domain[1] > 0
            ? [
                {
                  type: 'line',
                  x1: frame.left,
                  y1: y.of(0),
                  x2: frame.right,
                  y2: y.of(0),
                  stroke: palette.axis,
                },
              ]
            : [];
        const references = data.references.map((reference): Mark => {
          const d = linePath(reference.points.map(([at, value]) => [x(at), y.of(value)]));
          return { type: 'path', d, stroke: palette.muted, width: 1.5, dash: '5 4', role: 'reference' };
        });
        const spread = (i: number): number =>
          (i - (data.lines.length - 1) / 2) * Math.min(5, 30 / data.lines.length);
        const place = (point: Point, i: number): number => x(point.x) + spread(i);
        const lines = data.lines.map((line, i) => ({
          line,
          i,
          color: color(i),
          at: (p: Point) => place(p, i),
        }));
        return {
          y,
          ticks: [...ticks].map(([value, label]) => ({ at: x(value), label })),
          marks: [
            ...zero,
            ...references,
            ...lines.flatMap(({ line, i, color, at }) => [
              ...line.points.flatMap((point): Mark[] =>
                point.seeds.map((value) => ({
                  type: 'circle',
                  ...{ cx: at(point), cy: y.of(value), r: 1.8 },
                  fill: color,
                  role: 'seed',
                })),
              ),
              ...line.points.flatMap((point) => bar(point, at(point), y.of, color)),
              {
                type: 'path',
                d: linePath(line.points.map((p) => [at(p), p.mean === null ? Number.NaN : y.of(p.mean)])),
                ...{ stroke: color, width: 1.5, role: 'mean' },
              } as Mark,
              ...line.points.flatMap((p) =>
                p.mean === null ? [] : [marker(i, at(p), y.of(p.mean), color, palette)],
              ),
            ]),
          ].filter((mark) => mark.type !== 'path' || mark.d !== ''),
          hits: lines.flatMap(({ line, color, at }) =>
            line.points.flatMap((p) =>
              p.mean === null ? [] : [hit(line.name, p, [at(p), y.of(p.mean)], color)],
            ),
          ),
        };
      },
    },
    size,
  );
}

/** Ticks are numbers short; a label that is no number stands as it is. */
const labelOf = ({ x, label }: Point): string => (label === String(x) ? formatAmount(x) : label);

function xOf(
  data: TrendData,
  xs: readonly number[],
  pixels: readonly [number, number],
): (x: number) => number {
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  if (low === high) return () => (pixels[0] + pixels[1]) / 2;
  return (data.xScale === 'log' ? scaleLog() : scaleLinear()).domain([low, high]).range(pixels);
}

export function bar(
  { low, high }: { low: number | null; high: number | null },
  x: number,
  y: (value: number) => number,
  stroke: string,
): Mark[] {
  if (low === null || high === null) return [];
  return [{ type: 'line', x1: x, y1: y(low), x2: x, y2: y(high), stroke, width: 1.5, role: 'interval' }];
}

function hit(name: string, point: Point, [x, y]: [number, number], color: string): Hit {
  const { mean, low, high, n } = point;
  const interval = low === null || high === null ? '' : ` [${formatValue(low, 3)}, ${formatValue(high, 3)}]`;
  return {
    x,
    y,
    color,
    lines: [name, labelOf(point), `${formatValue(mean!, 3)}${interval}`, seedsText([n])],
  };
}
