// One panel of an elasticity chart as marks: pretrained levels, intervals, seeds, means, markers, and what a pointer finds.
import type { Palette } from './color.ts';
import type { ElasticityLine } from './elasticity-data.ts';
import { formatCount, formatValue } from './format.ts';
import { remembered } from './kept-series.ts';
import { bandPath, indexPath, linePath, placesKey } from './line-path.ts';
import { marker } from './marker.ts';
import type { Hit, Mark } from './scene.ts';
import { type ChartSeries, meansOf } from './series.ts';
import type { XScale } from './x-scale.ts';
import type { YScale } from './y-scale.ts';

export interface PanelStyle {
  readonly x: XScale;
  readonly y: YScale;
  readonly left: number;
  readonly right: number;
  readonly palette: Palette;
  /** No more points will come. */
  readonly over: boolean;
  colorOf(line: ElasticityLine): string;
  nameOf(line: ElasticityLine): string;
}
export const pretrainedDash = '6 4';

/** From back to front: bands, seeds, levels, means, markers. A panel without any says so. */
export function panelMarks(lines: readonly ElasticityLine[], style: PanelStyle): Mark[] {
  if (lines.length === 0) return [nothingYet(style)];
  return [
    ...levels(lines).flatMap((level) => levelBand(level, style)),
    ...lines.flatMap((line) => interval(line, style)),
    ...lines.flatMap((line) => seeds(line, style)),
    ...levels(lines).flatMap((level) => levelLine(level, style)),
    ...lines.flatMap((line) => mean(line, style)),
    ...lines.flatMap((line) => markers(line, style)),
  ].filter((mark) => mark.type !== 'path' || mark.d !== '');
}

function nothingYet({ left, right, y, palette, over }: PanelStyle): Mark {
  const at = { x: (left + right) / 2, y: (y.of(y.domain[0]) + y.of(y.domain[1])) / 2 };
  return {
    type: 'text',
    ...at,
    text: over ? 'no point' : 'no point yet',
    fill: palette.muted,
    size: 12,
    anchor: 'middle',
    role: 'empty',
  };
}

/** Lines that share θ0 share a level; it is drawn once, without a line's colour. */
function levels(lines: readonly ElasticityLine[]): { line: ElasticityLine; shared: boolean }[] {
  const known = lines.filter((line) => line.pretrained !== null);
  const first = known[0]?.pretrained;
  const shared = known.every(
    ({ pretrained }) => pretrained!.mean === first!.mean && pretrained!.n === first!.n,
  );
  return (shared ? known.slice(0, 1) : known).map((line) => ({ line, shared }));
}

type Level = ReturnType<typeof levels>[number];
const levelColor = ({ line, shared }: Level, style: PanelStyle): string =>
  shared ? style.palette.muted : style.colorOf(line);

/** An interval may reach past the panel; it is drawn up to the panel's edge. */
const inside = (y: YScale, value: number): number =>
  y.of(Math.min(y.domain[1], Math.max(y.domain[0], value)));

function levelBand(level: Level, style: PanelStyle): Mark[] {
  const { low, high } = level.line.pretrained!;
  if (low === null || high === null) return [];
  const top = inside(style.y, high);
  const box = { x: style.left, y: top, width: style.right - style.left, height: inside(style.y, low) - top };
  return [
    { type: 'rect', ...box, fill: levelColor(level, style), opacity: 0.08, role: 'pretrained-interval' },
  ];
}

function levelLine(level: Level, style: PanelStyle): Mark[] {
  const y = style.y.of(level.line.pretrained!.mean);
  const stroke = levelColor(level, style);
  const ends = { x1: style.left, y1: y, x2: style.right, y2: y };
  return [{ type: 'line', ...ends, stroke, width: 1.5, dash: pretrainedDash, role: 'pretrained' }];
}

function interval(line: ElasticityLine, { x, y, ...style }: PanelStyle): Mark[] {
  const points = line.mean.map(({ update, low, high }) => ({
    x: x.of(update),
    low: low === null ? Number.NaN : inside(y, low),
    high: high === null ? Number.NaN : inside(y, high),
  }));
  return [{ type: 'path', d: bandPath(points), fill: style.colorOf(line), opacity: 0.16, role: 'interval' }];
}

/** More seeds than these are one shape, or their faint lines add up to a wall. */
const mostSingle = 50;

const seedPaths = remembered<ChartSeries, string>();

function seeds(line: ElasticityLine, { x, y, ...style }: PanelStyle): Mark[] {
  if (line.seeds.length < 2) return [];
  const key = placesKey(x, y);
  const paths = line.seeds.map((series) =>
    seedPaths(series, key, () => {
      const means = meansOf(series);
      return indexPath(
        means.length,
        (index) => x.of(series.update[index]!),
        (index) => y.of(means[index]!),
      );
    }),
  );
  const drawn = line.seeds.length > mostSingle ? [paths.join('')] : paths;
  const stroke = style.colorOf(line);
  return drawn.map((d) => ({ type: 'path', d, stroke, width: 1, opacity: 0.38, role: 'seed' }));
}

function mean(line: ElasticityLine, { x, y, ...style }: PanelStyle): Mark[] {
  const d = linePath(line.mean.map((point) => [x.of(point.update), y.of(point.mean)]));
  return [{ type: 'path', d, stroke: style.colorOf(line), width: 2, role: 'mean' }];
}

/** Markers at least 13 pixels apart, so that close evaluations do not smear. */
function markers(line: ElasticityLine, { x, y, ...style }: PanelStyle): Mark[] {
  let last = Number.NEGATIVE_INFINITY;
  return line.mean.flatMap((point) => {
    const at = x.of(point.update);
    if (at - last < 13) return [];
    last = at;
    return [marker(line.index, at, y.of(point.mean), style.colorOf(line), style.palette)];
  });
}

export function panelHits(lines: readonly ElasticityLine[], style: PanelStyle): Hit[] {
  return lines.flatMap((line) =>
    line.mean.map(({ update, mean, low, high, n }) => {
      const band = low === null || high === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`;
      const words = [
        style.nameOf(line),
        `update ${formatCount(update)}`,
        `${formatValue(mean)}${band}`,
        `n = ${n} ${n === 1 ? 'seed' : 'seeds'}`,
      ];
      return { x: style.x.of(update), y: style.y.of(mean), color: style.colorOf(line), lines: words };
    }),
  );
}
