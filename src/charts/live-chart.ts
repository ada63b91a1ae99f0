// A metric of an experiment while it trains, small: one line per run and phase in the phase's hue, those of the runs that
// are being trained now in front. For looking at, not for conclusions: those have charts with intervals.
import { axisName, metricName, phaseTitles } from '../core/names.ts';
import type { PhaseName } from '../core/schedule.ts';
import { phaseNames } from '../core/schedule.ts';
import { axes, type Frame } from './axes.ts';
import { palettes, phaseColors, type Theme } from './color.ts';
import { emptyScene } from './empty-scene.ts';
import { axisValue, formatCount, formatEstimate } from './format.ts';
import { linePath } from './line-path.ts';
import { type Hit, type Mark, type Scene, textWidth } from './scene.ts';
import { type ChartPoint, type ChartSeries, pointsOf } from './series.ts';
import { type XScale, xScale } from './x-scale.ts';
import { type YScale, yDomain, yScale } from './y-scale.ts';

export interface LiveOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly metric: string;
  /** Runs that are being trained now. */
  readonly active: ReadonlySet<number>;
}
/** More lines than these add up to a wall; those in front and the newest runs are drawn. */
const mostLines = 80;

interface Line {
  readonly series: ChartSeries;
  readonly phase: PhaseName;
  readonly points: readonly ChartPoint[];
  readonly active: boolean;
}

export function liveChart(series: readonly ChartSeries[], options: LiveOptions): Scene {
  const { width, height, theme, metric, active } = options;
  const all = series.filter((each) => each.metric === metric);
  const lines = linesOf(all, active);
  const title = `${metricName(metric)} against updates of the phase`;
  const domain = yDomain(lines.flatMap(({ points }) => points.map(({ mean }) => mean)));
  if (domain === null) return emptyScene(options, theme, title, 'Nothing is measured yet.');
  const palette = palettes[theme];
  const frame = { left: 46, right: width - 14, top: 26, bottom: height - 24 };
  const furthest = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ update }) => update)));
  const x = xScale('log', furthest, [frame.left, frame.right], 40);
  const y = yScale(domain, frame.top, frame.bottom);
  const runs = new Set(all.map(({ run }) => run)).size;
  const shown = lines.length < all.length ? ` ${lines.length} of ${all.length} lines are drawn.` : '';
  return {
    width,
    height,
    background: palette.background,
    title,
    description: `${runs} ${runs === 1 ? 'run' : 'runs'}, ${active.size} of them training; scale log(1 + update).${shown}`,
    marks: [
      ...axes(frame, { x, y, palette, xName: '', yName: '', yLabels: true }),
      ...lines.flatMap((line) => marksOf(line, x, y, theme)),
      ...phaseKey(lines, frame, theme),
    ],
    hits: lines
      .filter((line) => line.active || active.size === 0)
      .flatMap((line) => hitsOf(line, x, y, theme)),
  };
}

/** Those in front come last, so that they are drawn over the others. */
function linesOf(series: readonly ChartSeries[], active: ReadonlySet<number>): Line[] {
  const lines = series.map((each) => ({
    series: each,
    phase: each.phase as PhaseName,
    points: pointsOf(each),
    active: active.has(each.run),
  }));
  return lines
    .sort((a, b) => Number(a.active) - Number(b.active) || a.series.run - b.series.run)
    .slice(-mostLines);
}

function marksOf({ points, phase, active }: Line, x: XScale, y: YScale, theme: Theme): Mark[] {
  const d = linePath(points.map(({ update, mean }) => [x.of(update), y.of(mean)]));
  if (d === '') return [];
  const stroke = phaseColors[theme][phase];
  const look = active ? { width: 1.8, role: 'active' } : { width: 1, opacity: 0.45, role: 'line' };
  const last = points.findLast(({ mean }) => Number.isFinite(mean));
  const line: Mark = { type: 'path', d, stroke, ...look };
  if (!active || last === undefined) return [line];
  return [
    line,
    { type: 'circle', cx: x.of(last.update), cy: y.of(last.mean), r: 2.6, fill: stroke, role: 'tip' },
  ];
}

/** The phases with their hues. */
function phaseKey(lines: readonly Line[], frame: Frame, theme: Theme): Mark[] {
  const present = new Set(lines.map(({ phase }) => phase));
  const marks: Mark[] = [];
  let x = frame.left;
  for (const phase of phaseNames.filter((each) => present.has(each))) {
    const text = phaseTitles[phase];
    const [stroke, fill] = [phaseColors[theme][phase], palettes[theme].text];
    marks.push({ type: 'line', x1: x, y1: 11, x2: x + 14, y2: 11, stroke, width: 2.5, role: 'key' });
    marks.push({ type: 'text', x: x + 19, y: 15, text, fill, size: 11, role: 'phase' });
    x += 19 + textWidth(text, 11) + 12;
  }
  return marks;
}

function hitsOf({ series, points, phase }: Line, x: XScale, y: YScale, theme: Theme): Hit[] {
  const values = Object.entries(series.values).map(
    ([path, value]) => `${axisName(path)} ${axisValue(value)}`,
  );
  const name = [...values, `seed ${series.seed}`].join(', ');
  return points
    .filter(({ mean }) => Number.isFinite(mean))
    .map(({ update, mean }) => ({
      x: x.of(update),
      y: y.of(mean),
      color: phaseColors[theme][phase],
      lines: [name, `${phaseTitles[phase]}, update ${formatCount(update)}`, formatEstimate(mean, 4)],
      runs: [series.run],
    }));
}
