// Loss curves: the training loss of one phase against updates or tokens, one line per run. Where a series was reduced,
// the line is the bucket's mean and the band its min–max; the small print says how many updates a point stands for.
import { axisName, metricName, phaseTitles } from '../core/names.ts';
import type { PhaseName } from '../core/schedule.ts';
import { axes, type Frame } from './axes.ts';
import { colorsOf, type Palette, palettes, phaseColors, type Theme } from './color.ts';
import { emptyScene } from './empty-scene.ts';
import { axisValue, formatCount, formatValue } from './format.ts';
import { remembered } from './kept-series.ts';
import { footnote, legend } from './legend.ts';
import { bandPath, indexPath, placesKey } from './line-path.ts';
import { nothingMeasured, type Stage } from './nothing-measured.ts';
import type { Hit, Mark, Scene } from './scene.ts';
import {
  axisValues,
  type ChartPoint,
  type ChartSeries,
  meansOf,
  missingValues,
  mostPerPoint,
  pointsOf,
  valueKey,
} from './series.ts';
import { type XKind, type XScale, xScale } from './x-scale.ts';
import { type YScale, yDomain, yScale } from './y-scale.ts';

export interface LossOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly metric: string;
  readonly phase: PhaseName;
  readonly stage: Stage;
  /** Schedule path that colours stand for, or null (one hue for the phase). */
  readonly group: string | null;
  readonly x: XKind;
  /** Tokens of one update of a run, to draw against tokens; null draws against updates. */
  readonly tokensPerUpdate: ((series: ChartSeries) => number) | null;
  /** Runs that are planned: they keep colours in place while measurements come in. */
  readonly planned?: readonly Pick<ChartSeries, 'values'>[];
}
interface Curve {
  readonly series: ChartSeries;
  readonly color: string;
  /** What an update counts on the horizontal axis. */
  readonly unit: number;
}

export function lossChart(series: readonly ChartSeries[], options: LossOptions): Scene {
  const list = series.filter(({ metric, phase }) => metric === options.metric && phase === options.phase);
  const title = `${metricName(options.metric)}, ${phaseTitles[options.phase]}`;
  const curves = curvesOf(list, options);
  const domain = yDomain(boundsOf(list));
  if (domain === null)
    return emptyScene(
      options,
      options.theme,
      title,
      nothingMeasured(phaseTitles[options.phase], options.stage),
    );
  const palette = palettes[options.theme];
  const box = { left: 12, width: options.width - 24, palette };
  const key = legend(...legendOf(list, options), { ...box, top: 4 });
  const notes = notesOf(list);
  const height = footnote(notes, { ...box, top: 0 }).height;
  const foot = footnote(notes, { ...box, top: options.height - height - 4 });
  const frame = {
    left: 62,
    right: options.width - 18,
    top: key.height + 12,
    bottom: options.height - height - 52,
  };
  const x = xScale(
    options.x,
    curves.reduce((most, { series, unit }) => Math.max(most, (series.update.at(-1) ?? 0) * unit), 1),
    [frame.left, frame.right],
    44,
  );
  const y = yScale(domain, frame.top, frame.bottom);
  const marks = [
    ...axesOf(frame, x, y, palette, options),
    ...(curves.length > mostSingle
      ? crowdMarks(curves, x, y)
      : curves.flatMap((curve) => curveMarks(curve, x, y, curves.length > 6))),
  ];
  let hits: Hit[] | null = null;
  return {
    width: options.width,
    height: options.height,
    background: palette.background,
    title,
    description: notes.join(' '),
    marks: [...key.marks, ...marks, ...foot.marks],
    // Made when somebody points at the chart: while it is live most drawings are gone before.
    get hits() {
      hits ??= curves.flatMap((curve) => hitsOf(curve, x, y, options));
      return hits;
    },
  };
}

function curvesOf(list: readonly ChartSeries[], options: LossOptions): Curve[] {
  const values =
    options.group === null ? [] : axisValues([...(options.planned ?? []), ...list], options.group);
  const colors = colorsOf(options.theme, values);
  const byValue = new Map(values.map((value, index) => [valueKey(value), colors[index]]));
  return list.map((series) => {
    const value = options.group === null ? undefined : series.values[options.group];
    const color = byValue.get(valueKey(value)) ?? phaseColors[options.theme][options.phase];
    return { series, color, unit: options.tokensPerUpdate?.(series) ?? 1 };
  });
}

/** Of every series the lowest and the highest value. */
const boundsOf = (list: readonly ChartSeries[]): number[] =>
  list.flatMap((series) =>
    bounds(series, '', () => {
      let [low, high] = [Number.NaN, Number.NaN];
      for (const { min, max } of pointsOf(series)) {
        if (!(min >= low)) low = Number.isNaN(min) ? low : min;
        if (!(max <= high)) high = Number.isNaN(max) ? high : max;
      }
      return [low, high] as const;
    }),
  );
const bounds = remembered<ChartSeries, readonly [number, number]>();

function nameOf({ values, seed }: ChartSeries): string {
  const parts = Object.entries(values).map(([path, value]) => `${axisName(path)} ${axisValue(value)}`);
  return [...parts, `seed ${seed}`].join(', ');
}

function legendOf(
  list: readonly ChartSeries[],
  options: LossOptions,
): Parameters<typeof legend> extends [infer T, infer E, unknown] ? [T, E] : never {
  if (options.group === null) {
    const color = phaseColors[options.theme][options.phase];
    return ['', [{ label: `${phaseTitles[options.phase]}: one line per run`, color, shape: null }]];
  }
  const values = axisValues([...(options.planned ?? []), ...list], options.group);
  const colors = colorsOf(options.theme, values);
  const entries = values.map((value, index) => ({
    label: axisValue(value),
    color: colors[index]!,
    shape: null,
  }));
  return [axisName(options.group), entries];
}

function axesOf(frame: Frame, x: XScale, y: YScale, palette: Palette, options: LossOptions): Mark[] {
  const unit = options.tokensPerUpdate === null ? 'updates' : 'tokens';
  const xName = `${unit} of ${phaseTitles[options.phase]}${options.x === 'log' ? ` (log scale of 1 + ${unit})` : ''}`;
  return axes(frame, { x, y, palette, xName, yName: metricName(options.metric), yLabels: true });
}

/** More curves than these are one shape for each colour, without bands, which would add up to a wall. */
const mostSingle = 200;

const crowdPaths = remembered<ChartSeries, string>();

function crowdMarks(curves: readonly Curve[], x: XScale, y: YScale): Mark[] {
  const key = placesKey(x, y);
  return [...Map.groupBy(curves, ({ color }) => color)].map(([stroke, own]) => {
    const d = own
      .map((curve) => crowdPaths(curve.series, `${key} ${curve.unit}`, () => meanPath(curve, x, y)))
      .join('');
    return { type: 'path', d, stroke, width: 0.75, opacity: 0.6, role: 'mean' };
  });
}

function meanPath({ series, unit }: Curve, x: XScale, y: YScale): string {
  const means = meansOf(series);
  return indexPath(
    means.length,
    (index) => x.of(series.update[index]! * unit),
    (index) => y.of(means[index]!),
  );
}

/** `many` curves are thinner and their bands fainter, so that they add up to a cloud, not to a wall. */
function curveMarks(curve: Curve, x: XScale, y: YScale, many: boolean): Mark[] {
  const { series, unit, color } = curve;
  const line = meanPath(curve, x, y);
  const edges = ({ update, min, max }: ChartPoint) => ({
    x: x.of(update * unit),
    low: y.of(min),
    high: y.of(max),
  });
  const band = series.count.some((count) => count > 1) ? bandPath(pointsOf(series).map(edges)) : '';
  const marks: Mark[] = [
    { type: 'path', d: band, fill: color, opacity: many ? 0.035 : 0.12, role: 'range' },
    { type: 'path', d: line, stroke: color, width: many ? 1 : 1.5, opacity: many ? 0.7 : 1, role: 'mean' },
  ];
  return marks.filter((mark) => mark.type !== 'path' || mark.d !== '');
}

function notesOf(list: readonly ChartSeries[]): string[] {
  const runs = new Set(list.map((series) => series.run)).size;
  const most = mostPerPoint(list);
  const gaps = missingValues(list);
  return [
    `${runs} ${runs === 1 ? 'run' : 'runs'}, one line each.`,
    most === 1
      ? 'Every update is drawn.'
      : `A point of a line is the mean of up to ${formatCount(most)} updates${list.length > mostSingle ? '' : '; the band spans their minimum and maximum'}.`,
    gaps === 0 ? '' : `${formatCount(gaps)} values were missing or not finite and leave gaps.`,
  ].filter((note) => note !== '');
}

function hitsOf({ series, unit, color }: Curve, x: XScale, y: YScale, options: LossOptions): Hit[] {
  const counted = options.tokensPerUpdate === null ? 'update' : 'tokens';
  const name = nameOf(series);
  return pointsOf(series)
    .filter(({ mean }) => Number.isFinite(mean))
    .map(({ update, mean }) => {
      const at = update * unit;
      const lines = [name, `${counted} ${formatCount(at)}`, `${formatValue(mean, 3)} nats per token`];
      return { x: x.of(at), y: y.of(mean), color, lines };
    });
}
