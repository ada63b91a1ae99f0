// The elasticity chart: behaviour against updates of unalignment, one line per axis value, small multiples by another
// axis; seeds as faint lines, their mean with a 95 % t interval, the pretrained level dashed.
import { extent } from 'd3-array';
import { axisName, metricName } from '../core/names.ts';
import { axes } from './axes.ts';
import { colorsOf, palettes, type Theme } from './color.ts';
import { spanText } from './count-words.ts';
import { type Arrangement, arrange, type ElasticityLine } from './elasticity-data.ts';
import { elasticityNotes } from './elasticity-notes.ts';
import { type PanelStyle, panelHits, panelMarks, pretrainedDash } from './elasticity-panel.ts';
import { emptyScene } from './empty-scene.ts';
import { axisValue } from './format.ts';
import { footnote, type LegendEntry, legend } from './legend.ts';
import { nothingMeasured, type Stage } from './nothing-measured.ts';
import { type Cell, panelGrid } from './panel-grid.ts';
import type { Hit, Mark, Scene } from './scene.ts';
import { type ChartSeries, meansOf } from './series.ts';
import { type XKind, xScale } from './x-scale.ts';
import { yDomain, yScale } from './y-scale.ts';

export interface ElasticityOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly metric: string;
  /** Schedule path that lines (colours) stand for, or null. */
  readonly group: string | null;
  /** Schedule path that panels stand for, or null. */
  readonly facet: string | null;
  readonly x: XKind;
  /** Runs that the selection should hold, to say how many are missing; null if unknown. */
  readonly expectedRuns: number | null;
  readonly stage: Stage;
  /** Runs that are planned: they keep colours and panels in place while measurements come in. */
  readonly planned?: readonly Pick<ChartSeries, 'values'>[];
  /** Updates of unalignment that are planned: they keep the horizontal scale in place. */
  readonly plannedUpdates?: number;
}

/** `series` of `metric`, phases align and unalign (other phases are ignored). */
export function elasticityChart(series: readonly ChartSeries[], options: ElasticityOptions): Scene {
  const list = series.filter(({ metric }) => metric === options.metric);
  const arrangement = arrange(list, options);
  const title = `Elasticity: ${metricName(options.metric)} against updates of unalignment`;
  const domain = domainOf(arrangement, options.metric);
  if (domain === null)
    return emptyScene(
      options,
      options.theme,
      title,
      nothingMeasured('alignment and unalignment', options.stage),
    );
  const notes = elasticityNotes(list, arrangement, { ...options, domain });
  const palette = palettes[options.theme];
  const box = { left: 12, width: options.width - 24, palette };
  const key = legend(...legendOf(arrangement, options), { ...box, top: 4 });
  const notesHeight = footnote(notes, { ...box, top: 0 }).height;
  const foot = footnote(notes, { ...box, top: options.height - notesHeight - 4 });
  const frame = {
    left: 62,
    right: options.width - 16,
    top: key.height + 10,
    bottom: options.height - notesHeight - 30,
  };
  const body = panels(arrangement, options, domain, frame);
  return {
    width: options.width,
    height: options.height,
    background: palette.background,
    title,
    description: notes.join(' '),
    marks: [...key.marks, ...body.marks, ...foot.marks],
    hits: body.hits,
  };
}

/** An interval widens its panel on either side by at most this share of what the lines span. */
const mostForIntervals = 0.5;

/**
 * A score lives in 0 … 1; anything else takes the extent of lines and levels, equal in all panels, and of intervals as far
 * as they leave the lines room: that of two seeds is often ten times as wide as all lines, and gone with the third.
 */
function domainOf({ panels }: Arrangement, metric: string): readonly [number, number] | null {
  const lines = panels.flatMap((panel) => panel.lines);
  const [low, high] = extent(
    lines.flatMap((line) => [
      ...line.mean.map(({ mean }) => mean),
      ...line.seeds.flatMap(meansOf),
      line.pretrained?.mean ?? Number.NaN,
    ]),
  );
  if (low === undefined || high === undefined) return null;
  if (metric === 'behaviour.score') return [-0.03, 1.03];
  const room = mostForIntervals * Math.max(high - low, 1e-9);
  const bounds = lines.flatMap((line) =>
    line.mean.flatMap((point) => [point.low ?? low, point.high ?? high]),
  );
  return yDomain([
    Math.max(low - room, Math.min(low, ...bounds)),
    Math.min(high + room, Math.max(high, ...bounds)),
  ]);
}

function legendOf({ groups, panels }: Arrangement, options: ElasticityOptions): [string, LegendEntry[]] {
  const colors = colorsOf(options.theme, groups);
  const entries = groups.map((value, index) => {
    const own = panels.flatMap(({ lines }) => lines.filter((line) => line.index === index).map(seedCount));
    const only = Math.max(0, ...own) < 2 ? 'the only seed' : 'mean over seeds';
    const name = options.group === null ? only : axisValue(value);
    return { label: `${name} (n = ${spanText(own)})`, color: colors[index]!, shape: index };
  });
  const known = panels.some(({ lines }) => lines.some((line) => line.pretrained !== null));
  const dashed = {
    label: 'pretrained level',
    color: palettes[options.theme].muted,
    shape: null,
    dash: pretrainedDash,
  };
  return [options.group === null ? '' : axisName(options.group), known ? [...entries, dashed] : entries];
}

const seedCount = (line: ElasticityLine): number => new Set(line.seeds.map(({ seed }) => seed)).size;

function panels(
  { groups, panels: list }: Arrangement,
  options: ElasticityOptions,
  domain: readonly [number, number],
  frame: { left: number; right: number; top: number; bottom: number },
): { marks: Mark[]; hits: Hit[] } {
  const colors = colorsOf(options.theme, groups);
  const palette = palettes[options.theme];
  const last = Math.max(
    1,
    options.plannedUpdates ?? 1,
    ...list.flatMap(({ lines }) => lines.flatMap((l) => l.mean.map((p) => p.update))),
  );
  const cells = panelGrid(list.length, frame, { minimum: 200, titles: options.facet !== null });
  const drawn = list.map((panel, index) => {
    const cell = cells[index]!;
    const x = xScale(options.x, last, [cell.left + 6, cell.right - 6]);
    const y = yScale(domain, cell.top, cell.bottom);
    const nameOf = (line: ElasticityLine): string =>
      options.group === null
        ? seedCount(line) < 2
          ? 'the only seed'
          : 'mean over seeds'
        : `${axisName(options.group)} ${axisValue(line.value)}`;
    const colorOf = (line: ElasticityLine): string => colors[line.index]!;
    const style: PanelStyle = {
      over: options.stage === 'over',
      x,
      y,
      left: cell.left,
      right: cell.right,
      palette,
      colorOf,
      nameOf,
    };
    const names = { xName: '', yName: '', yLabels: cell.column === 0 };
    const marks = [...axes(cell, { x, y, palette, ...names }), ...panelMarks(panel.lines, style)];
    return {
      marks: [...marks, ...panelTitle(panel.value, cell, options)],
      hits: panelHits(panel.lines, style),
    };
  });
  const marks = [...drawn.flatMap((panel) => panel.marks), ...figureNames(frame, options)];
  return { marks, hits: drawn.flatMap((panel) => panel.hits) };
}

function panelTitle(value: unknown, cell: Cell, options: ElasticityOptions): Mark[] {
  if (options.facet === null) return [];
  const text = `${axisName(options.facet)} ${axisValue(value)}`;
  const fill = palettes[options.theme].text;
  return [
    { type: 'text', x: cell.left, y: cell.top - 9, text, fill, size: 12, weight: 600, role: 'panel-title' },
  ];
}

/** One name for all x axes and one for all y axes. */
function figureNames(
  frame: { left: number; right: number; top: number; bottom: number },
  options: ElasticityOptions,
): Mark[] {
  const fill = palettes[options.theme].text;
  const common = { type: 'text', fill, size: 12, anchor: 'middle', role: 'axis-name' } as const;
  const xName = `updates of unalignment${options.x === 'log' ? ' (log scale of 1 + updates)' : ''}`;
  return [
    { ...common, x: (frame.left + frame.right) / 2, y: frame.bottom + 14, text: xName },
    { ...common, x: 18, y: (frame.top + frame.bottom) / 2, text: metricName(options.metric), rotate: -90 },
  ];
}
