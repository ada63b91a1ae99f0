// A metric of an experiment while it trains, small: one line per run and phase in the phase's hue, those of the runs that
// are being trained now in front. For looking at, not for conclusions: those have charts with intervals.
import { axisName, metricName, phaseTitles } from '../core/names.ts';
import type { PhaseName } from '../core/schedule.ts';
import { phaseNames } from '../core/schedule.ts';
import { axes, type Frame } from './axes.ts';
import { palettes, phaseColors, type Theme } from './color.ts';
import { emptyScene } from './empty-scene.ts';
import { axisValue, formatCount, formatEstimate } from './format.ts';
import { indexPath } from './line-path.ts';
import { type Hit, type Mark, type Scene, textWidth } from './scene.ts';
import { type ChartSeries, meansOf, pointsOf } from './series.ts';
import { type XScale, xScale } from './x-scale.ts';
import { type YScale, yDomain, yScale } from './y-scale.ts';

export interface LiveOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly metric: string;
  /** Runs that are being trained now. */
  readonly active: ReadonlySet<number>;
  /** Runs of the experiment, of which some may not be in `series`. */
  readonly runs: number;
}
/** More lines than these add up to a wall; those in front and the newest runs are drawn. */
export const mostLines = 80;

interface Line {
  readonly series: ChartSeries;
  readonly phase: PhaseName;
  readonly means: readonly number[];
  readonly active: boolean;
}

export function liveChart(series: readonly ChartSeries[], options: LiveOptions): Scene {
  const { width, height, theme, metric, active } = options;
  const all = series.filter((each) => each.metric === metric);
  const lines = linesOf(all, active);
  const title = `${metricName(metric)} against updates of the phase`;
  const domain = yDomain(lines.flatMap(({ means }) => means));
  if (domain === null) return emptyScene(options, theme, title, 'Nothing is measured yet.');
  const palette = palettes[theme];
  const frame = { left: 46, right: width - 14, top: 42, bottom: height - 38 };
  const furthest = Math.max(1, ...lines.map(({ series: { update } }) => update.at(-1) ?? 0));
  const x = xScale('log', furthest, [frame.left, frame.right], 40);
  const y = yScale(domain, frame.top, frame.bottom);
  const runs = new Set(lines.map(({ series: { run } }) => run)).size;
  const full = lines.length === mostLines && runs < options.runs;
  const shown = full
    ? ` Of ${options.runs} runs only these are drawn: those that train, and the newest.`
    : '';
  let hits: Hit[] | null = null;
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
      ...axisNames(frame, metric, theme),
    ],
    // Made when somebody points at the chart: while it is live most drawings are gone before.
    get hits() {
      const told = lines.filter((line) => line.active || active.size === 0);
      hits ??= told.flatMap((line) => hitsOf(line, x, y, theme));
      return hits;
    },
  };
}

/** Those in front come last, so that they are drawn over the others. */
function linesOf(series: readonly ChartSeries[], active: ReadonlySet<number>): Line[] {
  const lines = series.map((each) => ({
    series: each,
    phase: each.phase as PhaseName,
    means: meansOf(each),
    active: active.has(each.run),
  }));
  return lines
    .sort((a, b) => Number(a.active) - Number(b.active) || a.series.run - b.series.run)
    .slice(-mostLines);
}

function marksOf({ series, means, phase, active }: Line, x: XScale, y: YScale, theme: Theme): Mark[] {
  const { update } = series;
  const d = indexPath(
    means.length,
    (index) => x.of(update[index]!),
    (index) => y.of(means[index]!),
  );
  if (d === '') return [];
  const stroke = phaseColors[theme][phase];
  const look = active ? { width: 1.8, role: 'active' } : { width: 1, opacity: 0.45, role: 'line' };
  const last = means.findLastIndex(Number.isFinite);
  const line: Mark = { type: 'path', d, stroke, ...look };
  if (!active || last < 0) return [line];
  const at = { cx: x.of(update[last]!), cy: y.of(means[last]!) };
  return [line, { type: 'circle', ...at, r: 2.6, fill: stroke, role: 'tip' }];
}

/** Beside their axes and not along them: a chart this small has no room to the left. */
function axisNames({ left, right, top, bottom }: Frame, metric: string, theme: Theme): Mark[] {
  const fill = palettes[theme].text;
  const [size, role] = [11, 'axis-name'];
  return [
    { type: 'text', x: 2, y: top - 11, text: metricName(metric), fill, size, role },
    {
      type: 'text',
      x: (left + right) / 2,
      y: bottom + 33,
      text: 'updates of the phase (log)',
      anchor: 'middle',
      fill,
      size,
      role,
    },
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

function hitsOf({ series, phase }: Line, x: XScale, y: YScale, theme: Theme): Hit[] {
  const values = Object.entries(series.values).map(
    ([path, value]) => `${axisName(path)} ${axisValue(value)}`,
  );
  const name = [...values, `seed ${series.seed}`].join(', ');
  return pointsOf(series)
    .filter(({ mean }) => Number.isFinite(mean))
    .map(({ update, mean }) => ({
      x: x.of(update),
      y: y.of(mean),
      color: phaseColors[theme][phase],
      lines: [name, `${phaseTitles[phase]}, update ${formatCount(update)}`, formatEstimate(mean, 4)],
      runs: [series.run],
    }));
}
