// A trend: one number of each run against an axis. Seeds as dots, their mean with its interval, the slope in the small
// print; a run that never returned is an open triangle at the last place it was looked for.
import { slopeTrend } from '../../core/elasticity/slope-trend.ts';
import type { ComparedRun, FrozenData } from '../../core/frozen-data.ts';
import { metricWords, phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { palettes } from '../color.ts';
import { meanWords, missingNote, seedsText } from '../count-words.ts';
import { emptyScene } from '../empty-scene.ts';
import { formatEstimate, formatValue } from '../format.ts';
import { linePath } from '../line-path.ts';
import { marker } from '../marker.ts';
import type { Hit, Mark, PanelScale, Scene, ScenePanel } from '../scene.ts';
import { yDomain } from '../y-scale.ts';
import {
  type Arrangement,
  arrangeRuns,
  channelColors,
  dashes,
  heldRuns,
  type Line,
  revealedSeries,
} from './arrange-runs.ts';
import { againstOf } from './axis-defaults.ts';
import { type CellValue, cellOf } from './cells.ts';
import { indexSeries } from './curve-lines.ts';
import { pooledNote } from './curve-notes.ts';
import type { DrawOptions } from './draw-view.ts';
import { scaleOf } from './panel-scale.ts';
import { reducedPhase, reduceRun, reductionName, reductionNote } from './reduce-run.ts';
import { type Channel, channelOf, pathName } from './run-values.ts';
import { legendOf, viewFigure } from './view-figure.ts';

export interface TrendPoint {
  /** The axis value as a number, or its place among names. */
  readonly x: number;
  readonly label: string;
  readonly cell: CellValue;
}
export interface TrendLine {
  readonly line: Line;
  readonly points: readonly TrendPoint[];
  readonly slope: {
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly n: number;
  } | null;
}
export interface TrendData {
  readonly arrangement: Arrangement;
  readonly axis: Channel;
  /** Whether x is an amount: on a scale, with a slope. */
  readonly amounts: boolean;
  readonly log: boolean;
  readonly panels: readonly (readonly TrendLine[])[];
  readonly missing: number;
}

/** null where there is no axis to draw against, or nothing to reduce. */
export function trendData(view: View, data: FrozenData): TrendData | null {
  const all = heldRuns(view.selection, data.runs);
  const path = againstOf(view, all);
  if (path === null) return null;
  const axis = channelOf(all, path);
  const amounts = axis.values.every((value) => typeof value === 'number') && path !== 'experiment';
  const positive = amounts && axis.values.every((value) => (value as number) > 0);
  const log = positive && view.xScale === 'log';
  const arrangement = arrangeRuns(view, data, [path]);
  const index = indexSeries(data);
  const reduce = (run: ComparedRun) => reduceRun(view, index, run);
  const panels = arrangement.panels.map(({ lines }) =>
    lines.map((line) => trendLine(line, axis, { amounts, log }, reduce)),
  );
  const points = panels.flat().flatMap((line) => line.points);
  if (points.length === 0) return null;
  const reducedRuns = points.reduce((sum, { cell }) => sum + cell.runs.length, 0);
  return { arrangement, axis, amounts, log, panels, missing: arrangement.runs.length - reducedRuns };
}

function trendLine(
  line: Line,
  axis: Channel,
  { amounts, log }: { amounts: boolean; log: boolean },
  reduce: (run: ComparedRun) => ReturnType<typeof reduceRun>,
): TrendLine {
  const groups = Map.groupBy(line.runs, (run) => axis.of(run));
  const points = [...groups]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, runs]): TrendPoint[] => {
      const cell = cellOf(runs, reduce);
      const x = amounts ? (axis.values[place] as number) : place;
      return cell === null ? [] : [{ x, label: axis.labels[place] ?? '', cell }];
    });
  return { line, points, slope: amounts ? slopeOf(points, log) : null };
}

/** Per doubling of x where x is on a log scale, per unit otherwise; none where a time is censored. */
function slopeOf(points: readonly TrendPoint[], log: boolean): TrendLine['slope'] {
  const values = points.flatMap(({ x, cell }) => cell.seeds.map((seed) => ({ x, ...seed })));
  if (values.some(({ censored }) => censored)) return null;
  const seeds = [...Map.groupBy(values, ({ seed }) => seed).values()];
  const clusters = seeds.map((own) => own.map(({ x, value }) => ({ x, y: value })));
  // Only Student's interval is shown; two resamples keep the bootstrap beside it cheap.
  const { student } = slopeTrend(clusters, { seed: 1, scale: log ? 'log' : 'linear', resamples: 2 });
  if (student === null) return null;
  const unit = log ? Math.LN2 : 1;
  const times = (value: number | null): number | null => (value === null ? null : value * unit);
  return { mean: student.mean * unit, low: times(student.low), high: times(student.high), n: student.n };
}

export function trendView(view: View, data: FrozenData, options: DrawOptions): Scene {
  const drawn = trendData(view, data);
  const title = `${reductionName(view)} against ${pathName(againstOf(view, data.runs) ?? 'an axis')}`;
  if (drawn === null) return emptyScene(options, options.theme, title, nothingWords(view, data));
  const { arrangement, axis } = drawn;
  const colors = channelColors(options.theme, arrangement.colour);
  const revealed = revealedSeries(arrangement, options.reveal);
  const { x, y } = scales(view, drawn);
  const style = { drawn, colors, palette: palettes[options.theme], view };
  const key = legendOf(arrangement, {
    theme: options.theme,
    all: heldRuns(view.selection, data.runs),
    shown: arrangement.runs,
    showHidden: options.showHidden ?? false,
    revealed,
    countOf: () => '',
  });
  const shown = (index: number) => drawn.panels[index]!.filter(({ line }) => revealed.has(line.series));
  const told = { ...drawn, panels: drawn.panels.map((_, index) => shown(index)) };
  const notes = trendNotes(view, told);
  return viewFigure(
    {
      title,
      notes,
      lastNotes: trendNotes(view, drawn),
      description: trendSummary(view, told, notes),
      ...key,
      xName: `${pathName(axis.path)}${drawn.log ? ' (log scale)' : ''}`,
      yName: reductionName(view),
      places: arrangement.panels,
      grid: arrangement,
      phases: false,
      yScale: () => y,
      draw(place, index) {
        const { first, last, ...frame } = place;
        const labels = { x: last || arrangement.rows === 1, y: first };
        const ticks = tickLabels(drawn, frame.right - frame.left);
        const panel = { ...frame, x: { ...x, ticks }, y, labels, title: arrangement.panels[index]!.title };
        return { panel, marks: trendMarks(shown(index), panel, style) };
      },
      hits: (panels) => panels.flatMap((panel, i) => trendHits(shown(i), panel, i, style)),
    },
    options,
  );
}

interface TrendStyle {
  readonly drawn: TrendData;
  readonly colors: readonly string[];
  readonly palette: (typeof palettes)['light'];
  readonly view: View;
}

function scales(view: View, { panels, axis, amounts, log }: TrendData): { x: PanelScale; y: PanelScale } {
  const points = panels.flat().flatMap((line) => line.points);
  const ys = points.flatMap(({ cell }) => [
    ...cell.seeds.map(({ value }) => value),
    cell.centre.mean,
    cell.centre.low ?? Number.NaN,
    cell.centre.high ?? Number.NaN,
  ]);
  const positive = ys.filter((value) => value > 0);
  const logY = view.yScale === 'log' && positive.length > 0;
  const pad = 1.08;
  const extent = logY ? ([Math.min(...positive) / pad, Math.max(...positive) * pad] as const) : yDomain(ys);
  const y: PanelScale = { kind: logY ? 'log' : 'linear', domain: view.zoom?.y ?? extent ?? [0, 1] };
  const values = amounts ? (axis.values as number[]) : axis.values.map((_, i) => i);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const share = 0.07;
  const padded: readonly [number, number] = log
    ? [low / (high / low || 2) ** share || low / 2, high * (high / low || 2) ** share || high * 2]
    : [low - (high - low || 1) * share, high + (high - low || 1) * share];
  const around = log && low === high ? ([low / 2, high * 2] as const) : padded;
  return { x: { kind: log ? 'log' : 'linear', domain: view.zoom?.x ?? around }, y };
}

/** Arms beside each other at one x, so that their intervals can be told apart. */
function placesOf(panel: ScenePanel, lines: number): (point: TrendPoint, index: number) => number {
  const { of } = scaleOf(panel.x, [panel.left, panel.right]);
  const gap = Math.min(7, 36 / Math.max(1, lines));
  return ({ x }, index) => of(x) + (index - (lines - 1) / 2) * gap;
}

function trendMarks(lines: readonly TrendLine[], panel: ScenePanel, style: TrendStyle): Mark[] {
  const { of: y } = scaleOf(panel.y, [panel.bottom, panel.top]);
  const place = placesOf(panel, lines.length);
  const { show } = style.view;
  const neutral = neutralOf(style.view);
  const zero: Mark[] =
    neutral === null
      ? []
      : [
          {
            type: 'line',
            ...{ x1: panel.left, y1: y(neutral), x2: panel.right, y2: y(neutral) },
            ...{ stroke: style.palette.muted, width: 1.25, dash: '6 4', role: 'reference' },
          },
        ];
  const marks = lines.flatMap(({ line, points }, i): Mark[] => {
    const stroke = style.colors[line.colour]!;
    const at = (point: TrendPoint): number => place(point, i);
    const seeds = points.flatMap((point) =>
      point.cell.seeds.map((seed): Mark => seedMark(seed, at(point), y(seed.value), stroke)),
    );
    const centred = points.filter(({ cell }) => Number.isFinite(cell.centre.mean));
    const intervals = centred.flatMap((point): Mark[] => {
      const { low, high } = point.cell.centre;
      if (low === null || high === null) return [];
      const ends = { x1: at(point), y1: y(low), x2: at(point), y2: y(high) };
      return [{ type: 'line', ...ends, stroke, width: 1.75, role: 'interval' }];
    });
    const dash = dashes[line.dash % dashes.length];
    const d = linePath(centred.map((point) => [at(point), y(point.cell.centre.mean)]));
    const mean: Mark = { type: 'path', d, stroke, width: 1.75, role: 'mean', ...(dash ? { dash } : {}) };
    const tops = centred.map((point) =>
      marker(line.colour, at(point), y(point.cell.centre.mean), stroke, style.palette),
    );
    return [
      ...(show.seeds ? seeds : []),
      ...(show.mean ? [...(show.interval ? intervals : []), mean, ...tops] : []),
    ];
  });
  return [...zero, ...marks];
}

/** The value that says "nothing": R = 1, no change. */
const neutralOf = ({ reduction }: View): number | null =>
  reduction === 'resistanceIndex' ? 1 : reduction === 'change' || reduction === 'early' ? 0 : null;

function seedMark({ censored }: { censored: boolean }, x: number, y: number, stroke: string): Mark {
  if (!censored) return { type: 'circle', cx: x, cy: y, r: 1.9, fill: stroke, role: 'seed' };
  const d = `M${x - 4},${y + 2.5}L${x + 4},${y + 2.5}L${x},${y - 4.5}Z`;
  return { type: 'path', d, stroke, width: 1.1, role: 'censored' };
}

function tickLabels({ axis, amounts }: TrendData, width: number): { value: number; label: string }[] {
  const room = width / Math.max(1, axis.values.length);
  return axis.values.map((value, i) => ({
    value: amounts ? (value as number) : i,
    label: fitLabel(axis.labels[i]!, amounts ? 90 : room),
  }));
}

const fitLabel = (label: string, room: number): string => {
  const most = Math.max(4, Math.floor(room / 6.2));
  return label.length <= most ? label : `${label.slice(0, most - 1)}…`;
};

function trendHits(lines: readonly TrendLine[], panel: ScenePanel, index: number, style: TrendStyle): Hit[] {
  const { of: y } = scaleOf(panel.y, [panel.bottom, panel.top]);
  const place = placesOf(panel, lines.length);
  const hits = lines.flatMap(({ line, points }, i) =>
    points.flatMap((point): Hit[] => {
      const common = { color: style.colors[line.colour]!, panel: index, series: line.series };
      const head = [line.name, `${pathName(style.drawn.axis.path)} ${point.label}`].filter(Boolean);
      const { centre, seeds, kind } = point.cell;
      const mean: Hit = {
        ...common,
        ...{ x: place(point, i), y: y(centre.mean), runs: point.cell.runs },
        value: formatEstimate(centre.mean),
        lines: [...head, `${kind} ${rangeText(centre)}`, seedsText([seeds.length])],
      };
      const dots = seeds.map(
        (seed): Hit => ({
          ...common,
          ...{ x: place(point, i), y: y(seed.value), runs: seed.runs },
          series: `${line.series} seed ${seed.seed}`,
          lines: [...head, `seed ${seed.seed}: ${seed.censored ? '≥ ' : ''}${formatValue(seed.value, 3)}`],
        }),
      );
      return [...(style.view.show.mean ? [mean] : []), ...(style.view.show.seeds ? dots : [])];
    }),
  );
  return hits.filter(
    ({ x, y: at }) => x >= panel.left && x <= panel.right && at >= panel.top - 2 && at <= panel.bottom + 2,
  );
}

export function rangeText({
  mean,
  low,
  high,
}: {
  mean: number;
  low: number | null;
  high: number | null;
}): string {
  const interval = low === null || high === null ? '' : ` [${formatEstimate(low)}, ${formatEstimate(high)}]`;
  return `${formatEstimate(mean)}${interval}`;
}

function trendNotes(view: View, { panels, arrangement, missing, log, axis }: TrendData): string[] {
  const lines = panels.flat();
  const cells = lines.flatMap(({ points }) => points.map(({ cell }) => cell));
  if (cells.length === 0) return [];
  const ns = cells.map(({ seeds }) => seeds.length);
  const censored = cells.flatMap(({ seeds }) => seeds).filter((seed) => seed.censored).length;
  const slopes = lines.filter(({ slope }) => slope !== null);
  const told = slopes.slice(0, 4).map(({ line, slope }, i) => {
    const panel =
      panels.length > 1 ? arrangement.panels[panels.findIndex((own) => own.includes(slopes[i]!))]!.title : '';
    return `${[line.name, panel].filter(Boolean).join(', ')}: ${rangeText(slope!)} (n = ${slope!.n})`;
  });
  return [
    Math.max(...ns) < 2 ? `Markers: ${meanWords(ns)}.` : `Small dots: seeds; markers: ${meanWords(ns)}.`,
    reductionNote(view),
    censored > 0
      ? `Open ${censored === 1 ? 'triangle: one' : `triangles: ${censored}`} that had not returned by the end of the phase, drawn at that end; where a seed is censored the marker is the Kaplan–Meier median, without an interval.`
      : '',
    told.length > 0
      ? `Slope per ${log ? `doubling of ${pathName(axis.path)}` : 'unit'}, mean over seeds with its 95 % interval: ${told.join('; ')}${slopes.length > told.length ? `; ${slopes.length - told.length} more` : ''}.`
      : '',
    pooledNote(arrangement.pooled),
    missingNote(missing, arrangement.runs.length),
  ].filter((note) => note !== '');
}

function trendSummary(
  view: View,
  { panels, arrangement, axis }: TrendData,
  notes: readonly string[],
): string {
  const told = panels.flatMap((lines, i) =>
    lines.map(({ line, points }) => {
      const name = [line.name, arrangement.panels[i]!.title].filter(Boolean).join(', ');
      const values = points.map(({ label, cell }) => `${label}: ${formatEstimate(cell.centre.mean)}`);
      return `${name}: ${values.join(', ')}.`;
    }),
  );
  return [`${reductionName(view)} against ${pathName(axis.path)}.`, ...told.slice(0, 24), ...notes].join(' ');
}

export function nothingWords(view: View, data: FrozenData): string {
  if (data.runs.length === 0) return 'No runs are picked yet.';
  if (againstOf(view, heldRuns(view.selection, data.runs)) === null)
    return 'These runs do not differ in any axis: pick runs of several sizes, amounts of pretraining or of alignment.';
  if (view.reduction === 'resistanceIndex')
    return 'R needs the log-odds of alignment and of unalignment; these runs have not measured both.';
  return `${reductionName(view)}: none of these runs has measured ${metricWords(view.metric)} during ${phaseTitles[reducedPhase(view)]}.`;
}
