// Curves: a metric against updates, examples or tokens; small multiples with shared scales, the mean over seeds with its
// interval, faint seeds, the pretrained level dashed, phases laid end to end.
import type { Interval } from '../../core/elasticity/interval.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import { metricName, metricWords, phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { palettes, phaseColors } from '../color.ts';
import { spanText } from '../count-words.ts';
import { emptyScene } from '../empty-scene.ts';
import type { PanelScale, Scene, ScenePanel } from '../scene.ts';
import { yDomain } from '../y-scale.ts';
import {
  type Arrangement,
  arrangeRuns,
  channelColors,
  heldRuns,
  type RunPanel,
  revealedSeries,
} from './arrange-runs.ts';
import { indexSeries, lineCurve, perUpdate, pretrainedLevel, type SeriesIndex } from './curve-lines.ts';
import { type CurvePanel, type CurveStyle, curveHits, curveMarks, explainMarks } from './curve-marks.ts';
import { curveNotes, curveSummary } from './curve-notes.ts';
import type { DrawOptions } from './draw-view.ts';
import { phasePieces } from './phase-pieces.ts';
import { legendOf, viewFigure } from './view-figure.ts';

export interface CurveData {
  readonly view: View;
  readonly arrangement: Arrangement;
  readonly panels: readonly CurvePanel[];
  /** Colour -> seeds that each of its lines has measured, in every panel, whether revealed or not. */
  readonly counts: ReadonlyMap<number, readonly number[]>;
  readonly x: PanelScale;
  readonly y: PanelScale;
  /** Values that have no place on a logarithmic scale. */
  readonly refused: number;
  readonly index: SeriesIndex;
  /** Series that are drawn; the others wait. */
  readonly revealed: ReadonlySet<string>;
}

export function curvesChart(view: View, data: FrozenData, options: DrawOptions): Scene {
  const title = `${metricName(view.metric)} against ${view.x}`;
  const drawn = curveData(view, data, options);
  if (drawn === null)
    return emptyScene(options, options.theme, title, nothingWords(view, arrangeRuns(view, data)));
  const { arrangement } = drawn;
  const styleOf = (panel: ScenePanel): CurveStyle => ({
    panel,
    view,
    palette: palettes[options.theme],
    colors: channelColors(options.theme, arrangement.colour),
  });
  const key = legendOf(arrangement, {
    theme: options.theme,
    all: heldRuns(view.selection, data.runs),
    shown: arrangement.runs,
    showHidden: options.showHidden ?? false,
    revealed: drawn.revealed,
    countOf: (colour) => ` (n = ${spanText(drawn.counts.get(colour) ?? [])})`,
  });
  return viewFigure(
    {
      title,
      notes: curveNotes(drawn),
      lastNotes:
        options.reveal == null ? [] : curveNotes(curveData(view, data, { ...options, reveal: null })!),
      description: curveSummary(drawn),
      ...key,
      xName: xNameOf(view),
      yName: metricName(view.metric),
      places: arrangement.panels,
      grid: arrangement,
      phases: drawn.x.starts !== undefined,
      bleed: view.zoom === null ? 7 : 1,
      yScale: () => drawn.y,
      draw(place, index) {
        const { x, y } = drawn;
        const { first, last, ...frame } = place;
        const labels = { x: last || arrangement.rows === 1, y: first };
        const panel = { ...frame, x, y, labels, title: arrangement.panels[index]!.title };
        const marks = curveMarks(drawn.panels[index]!, styleOf(panel));
        const over =
          options.explain && index === 0 ? explainMarks(drawn.panels[0]!, styleOf(panel), view) : [];
        return { panel, marks, over };
      },
      hits: (panels) => panels.flatMap((panel, i) => curveHits(drawn.panels[i]!, styleOf(panel), i)),
    },
    options,
  );
}

/** null where nothing is measured. Scales are of all series, also of those not revealed yet. */
export function curveData(
  view: View,
  data: FrozenData,
  { reveal = null, theme }: Pick<DrawOptions, 'reveal' | 'theme'>,
): CurveData | null {
  const arrangement = arrangeRuns(view, data);
  const index = indexSeries(data);
  const panels = arrangement.panels.map((panel) => curvePanel(panel, view, index));
  const curves = panels.flatMap((panel) => panel.curves);
  if (curves.length === 0) return null;
  const { y, refused } = yScaleOf(view, panels);
  const x = xScaleOf(view, index, arrangement, theme);
  const revealed = revealedSeries(arrangement, reveal);
  const kept = panels.map((panel) => ({
    ...panel,
    curves: panel.curves.filter(({ line }) => revealed.has(line.series)),
    levels: panel.levels.filter(({ line }) => revealed.has(line.series)),
  }));
  return { view, arrangement, index, panels: kept, counts: seedCounts(panels), x, y, refused, revealed };
}

function curvePanel({ lines }: RunPanel, view: View, index: SeriesIndex): CurvePanel {
  const curves = lines.flatMap((line) =>
    view.phases.flatMap((phase) => lineCurve(index, line, view, phase) ?? []),
  );
  const levels = lines.flatMap((line) => {
    const level = pretrainedLevel(index, line, view.metric);
    return level === null ? [] : [{ line, level }];
  });
  const first = levels[0]?.level;
  const oneLevel = levels.every(({ level }) => level.mean === first?.mean && level.n === first?.n);
  return { curves, levels, oneLevel, empty: curves.length === 0 };
}

/** The same in all panels. */
function xScaleOf(
  view: View,
  index: SeriesIndex,
  { runs }: Arrangement,
  theme: DrawOptions['theme'],
): PanelScale {
  const pieces = phasePieces(view, runs, index);
  const starts = pieces.map(({ phase, at }) => ({
    at,
    label: phaseTitles[phase],
    color: phaseColors[theme][phase],
  }));
  const end = pieces.reduce((sum, { length }) => sum + length, 0);
  const units = runs.flatMap((run) => pieces.map(({ phase }) => perUpdate(run, phase, view.x)));
  const constant = Math.min(...units.filter((unit) => unit > 0));
  const domain = view.zoom?.x ?? ([0, end] as const);
  const kind = view.xScale === 'log' ? 'log1p' : 'linear';
  const common = { kind, domain, ...(kind === 'log1p' && constant !== 1 ? { constant } : {}) } as const;
  return { ...common, starts };
}

function yScaleOf(view: View, panels: readonly CurvePanel[]): { y: PanelScale; refused: number } {
  let [low, high, lowestPositive, refused] = [Infinity, -Infinity, Infinity, 0];
  eachDrawn(view, panels, (value) => {
    if (value < low) low = value;
    if (value > high) high = value;
    if (value <= 0) refused++;
    else if (value < lowestPositive) lowestPositive = value;
  });
  const log = view.yScale === 'log' && high > 0;
  const all = log ? logDomain(lowestPositive, high) : linearDomain(view.metric, low, high);
  return {
    refused: log ? refused : 0,
    y: { kind: log ? 'log' : 'linear', domain: view.zoom?.y ?? all },
  };
}

/** Calls back for every value that a mark is drawn at, NaN where one is missing. */
function eachDrawn({ show }: View, panels: readonly CurvePanel[], take: (value: number) => void): void {
  for (const { curves, levels } of panels) {
    for (const { mean, seeds } of curves) {
      if (show.mean) for (const point of mean) takePoint(point, show.interval, take);
      if (show.seeds || !show.mean) for (const { y } of seeds) for (let i = 0; i < y.length; i++) take(y[i]!);
    }
    for (const { level } of levels) take(level.mean);
  }
}

function takePoint({ mean, low, high }: Interval, interval: boolean, take: (value: number) => void): void {
  take(mean);
  if (interval && low !== null) take(low);
  if (interval && high !== null) take(high);
}

/** A score lives in 0 … 1; anything else takes the extent of all that is drawn. */
const linearDomain = (metric: string, low: number, high: number): readonly [number, number] =>
  metric === 'behaviour.score' ? [-0.03, 1.03] : (yDomain(low <= high ? [low, high] : []) ?? [0, 1]);

function logDomain(low: number, high: number): [number, number] {
  const pad = low < high ? (high / low) ** 0.04 : 2;
  return [low / pad, high * pad];
}

export function xNameOf({ x, xScale, phases }: View): string {
  const of = phases.length === 1 ? ` of ${phaseTitles[phases[0]!]}` : ' of each phase';
  return `${x}${of}${xScale === 'log' ? ` (log scale of ${x === 'updates' ? '1 + updates' : `one update + ${x}`})` : ''}`;
}

function seedCounts(panels: readonly CurvePanel[]): Map<number, number[]> {
  const counts = new Map<number, number[]>();
  for (const { curves } of panels)
    for (const { line, seeds } of curves) {
      const n = new Set(seeds.map(({ run }) => run.seed)).size;
      counts.set(line.colour, [...(counts.get(line.colour) ?? []), n]);
    }
  return counts;
}

function nothingWords({ metric, phases, selection }: View, { runs }: Arrangement): string {
  if (runs.length === 0)
    return Object.keys(selection.held).length > 0 || selection.without.length > 0
      ? 'No run is left: all are left out, or none has the held values.'
      : 'No runs are picked yet.';
  const where = phases.map((phase) => phaseTitles[phase]).join(', ');
  return runs.length === 1
    ? `${metricWords(metric)} was not measured in ${where} of this run.`
    : `${metricWords(metric)} was not measured in ${where} of these ${runs.length} runs.`;
}
