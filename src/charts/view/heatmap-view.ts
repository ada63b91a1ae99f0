// A heatmap: the mean over seeds for each pair of two axes (n⁺ × n⁻ and the like), its value and n in each cell, and the
// scale of its colours. The columns may be the updates of the phase.
import type { ComparedRun, FrozenData } from '../../core/frozen-data.ts';
import { metricName, phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { contrast, palettes } from '../color.ts';
import { seedsText } from '../count-words.ts';
import { emptyScene } from '../empty-scene.ts';
import { formatAmount, formatEstimate } from '../format.ts';
import { type Hit, type Mark, type Scene, type ScenePanel, wrap } from '../scene.ts';
import { type Arrangement, arrangeRuns, heldRuns } from './arrange-runs.ts';
import { againstOf, secondOf } from './axis-defaults.ts';
import { type CellValue, cellOf } from './cells.ts';
import { type ColorScale, centreOf, colorScale } from './color-scale.ts';
import { indexSeries, perUpdate, type SeriesIndex, seriesOf } from './curve-lines.ts';
import { pooledNote } from './curve-notes.ts';
import type { DrawOptions } from './draw-view.ts';
import { cellText, cellWords, type Lettering, letteringOf, nSize, nText } from './heatmap-letters.ts';
import { type Reduced, reducedPhase, reduceRun, reductionName, reductionNote } from './reduce-run.ts';
import { channelOf, pathName } from './run-values.ts';
import { nothingWords, rangeText } from './trend-view.ts';
import { viewFigure } from './view-figure.ts';

export interface HeatCell {
  readonly row: number;
  readonly column: number;
  readonly cell: CellValue;
}
export interface HeatmapData {
  readonly arrangement: Arrangement;
  readonly rowName: string;
  readonly columnName: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly valueName: string;
  readonly panels: readonly (readonly HeatCell[])[];
  readonly overUpdates: boolean;
}

export function heatmapData(asked: View, data: FrozenData): HeatmapData | null {
  const all = heldRuns(asked.selection, data.runs);
  const against = againstOf(asked, all);
  if (against === null) return null;
  const second = secondOf(asked, all);
  // Colours are of the cells: nothing is grouped by them.
  const view = { ...asked, colour: null, dash: null };
  const arrangement = arrangeRuns(view, data, [against, second]);
  const index = indexSeries(data);
  const rows = channelOf(all, against);
  const columns =
    second === 'updates'
      ? updateColumns(view, arrangement.runs, index)
      : axisColumns(view, all, second, index);
  const panels = arrangement.panels.map(({ lines }) => {
    const byRow = Map.groupBy(
      lines.flatMap(({ runs }) => runs),
      (run) => rows.of(run),
    );
    return [...byRow].flatMap(([row, runs]) =>
      columns.labels.flatMap((_, column): HeatCell[] => {
        const own = runs.filter((run) => columns.has(run, column));
        const cell = own.length === 0 ? null : cellOf(own, (run) => columns.reduce(run, column));
        return cell === null ? [] : [{ row, column, cell }];
      }),
    );
  });
  if (panels.every((cells) => cells.length === 0)) return null;
  const overUpdates = second === 'updates';
  return {
    arrangement,
    rowName: pathName(against),
    columnName: overUpdates ? `${view.x} of ${phaseTitles[reducedPhase(view)]}` : pathName(second),
    rows: rows.labels,
    columns: columns.labels,
    valueName: overUpdates ? metricName(view.metric) : reductionName(view),
    panels,
    overUpdates,
  };
}

interface Columns {
  readonly labels: readonly string[];
  has(run: ComparedRun, column: number): boolean;
  reduce(run: ComparedRun, column: number): Reduced | null;
}

function axisColumns(view: View, all: readonly ComparedRun[], path: string, index: SeriesIndex): Columns {
  const channel = channelOf(all, path);
  return {
    labels: channel.labels,
    has: (run, column) => channel.of(run) === column,
    reduce: (run) => reduceRun(view, index, run),
  };
}

/** Wider than this a chart of updates is thinned to powers of two. */
const mostColumns = 24;

function updateColumns(view: View, runs: readonly ComparedRun[], index: SeriesIndex): Columns {
  const phase = reducedPhase(view);
  const series = runs.flatMap((run) => seriesOf(index, run, phase, view.metric) ?? []);
  const all = [...new Set(series.flatMap(({ update }) => update))].sort((a, b) => a - b);
  const updates =
    all.length <= mostColumns ? all : all.filter((at) => at === 0 || Number.isInteger(Math.log2(at)));
  const units = new Set(runs.map((run) => perUpdate(run, phase, view.x)));
  const unit = units.size === 1 ? [...units][0]! : 1;
  return {
    labels: updates.map((update) => formatAmount(update * unit)),
    has: () => true,
    reduce(run, column) {
      const own = seriesOf(index, run, phase, view.metric);
      const value = own?.mean[own.update.indexOf(updates[column]!)];
      return value === null || value === undefined ? null : { value, censored: false };
    },
  };
}

export function heatmapView(view: View, data: FrozenData, options: DrawOptions): Scene {
  const drawn = heatmapData(view, data);
  const title = drawn === null ? 'Heatmap' : `${drawn.valueName}: ${drawn.rowName} × ${drawn.columnName}`;
  if (drawn === null) return emptyScene(options, options.theme, title, nothingWords(view, data));
  const cells = drawn.panels.flat();
  const values = cells.map(({ cell }) => cell.centre.mean).filter(Number.isFinite);
  const colors = colorScale(values, centreOf(view, drawn.overUpdates), options.theme);
  const told = cellText(values);
  const barName = wrap(drawn.valueName, barSize, 220);
  const notes = heatNotes(view, drawn, colors);
  const left = 30 + Math.max(40, ...drawn.rows.map((label) => Math.min(150, label.length * 6.2 + 8)));
  const labels = { x: false, y: false };
  return viewFigure(
    {
      title,
      notes,
      description: [`${title}.`, ...rowSummary(drawn), ...notes].join(' '),
      legendTitle: '',
      legend: [],
      xName: drawn.columnName,
      yName: drawn.rowName,
      left,
      right: 88 + barName.length * barLine,
      places: drawn.arrangement.panels,
      grid: drawn.arrangement,
      phases: false,
      draw(place, index) {
        const { first, last, ...frame } = place;
        const none = { kind: 'linear', domain: [0, 0] } as const;
        const panel: ScenePanel = {
          ...frame,
          x: none,
          y: none,
          labels,
          title: drawn.arrangement.panels[index]!.title,
        };
        const lettering = letteringOf(
          drawn.panels.flat().map(({ cell }) => cell),
          cellOfPanel(panel, drawn),
          told,
        );
        const style = { drawn, colors, told, lettering, theme: options.theme };
        const names = axisLabels(
          drawn,
          panel,
          { x: last || drawn.arrangement.rows === 1, y: first },
          options,
        );
        return { panel, marks: cellMarks(drawn.panels[index]!, panel, style), over: names };
      },
      hits: (panels) => panels.flatMap((panel, i) => cellHits(drawn.panels[i]!, panel, i, drawn, colors)),
      extra: (box) => scaleMarks(colors, barName, box, options),
    },
    options,
  );
}

const cellOfPanel = (panel: ScenePanel, { rows, columns }: HeatmapData) => {
  const width = (panel.right - panel.left) / columns.length;
  const height = (panel.bottom - panel.top) / rows.length;
  const place = (row: number, column: number) => ({
    x: panel.left + column * width,
    y: panel.bottom - (row + 1) * height,
  });
  return { width, height, place };
};

interface CellStyle {
  readonly drawn: HeatmapData;
  readonly colors: ColorScale;
  readonly theme: DrawOptions['theme'];
  readonly lettering: Lettering;
  told(value: number): string;
}

function cellMarks(
  cells: readonly HeatCell[],
  panel: ScenePanel,
  { drawn, colors, told, lettering, theme }: CellStyle,
): Mark[] {
  const { width, height, place } = cellOfPanel(panel, drawn);
  return cells.flatMap(({ row, column, cell }): Mark[] => {
    const { x, y } = place(row, column);
    const value = cell.centre.mean;
    const size = { width: Math.max(0.5, width - 1.5), height: Math.max(0.5, height - 1.5) };
    const fill = Number.isFinite(value) ? colors.of(value) : palettes[theme].grid;
    const rect: Mark = { type: 'rect', x: x + 0.75, y: y + 0.75, ...size, fill, role: 'cell' };
    if (lettering === null) return [rect];
    const ink = contrast('#000000', fill) > contrast('#ffffff', fill) ? '#000000' : '#ffffff';
    const [middle, centre] = [x + width / 2, y + height / 2];
    const text = { type: 'text', fill: ink, anchor: 'middle', text: cellWords(cell, told) } as const;
    const look = { ...text, size: lettering.size, role: 'value' };
    if (lettering.upright) return [rect, { ...look, x: middle + 4, y: centre, rotate: -90 }];
    const number: Mark = { ...look, x: middle, y: centre + (lettering.n ? 0 : 4) };
    const n: Mark = { ...text, x: middle, y: centre + 13, text: nText(cell), size: nSize, role: 'n' };
    return lettering.n ? [rect, number, n] : [rect, number];
  });
}

function axisLabels(
  drawn: HeatmapData,
  panel: ScenePanel,
  show: { x: boolean; y: boolean },
  { theme }: Pick<DrawOptions, 'theme'>,
): Mark[] {
  const { width, height, place } = cellOfPanel(panel, drawn);
  const look = { type: 'text', fill: palettes[theme].muted, size: 11, role: 'axis' } as const;
  const rows = drawn.rows.map((text, row): Mark => {
    const y = place(row, 0).y + height / 2 + 4;
    const most = 23;
    return {
      ...look,
      x: panel.left - 8,
      y,
      text: text.length > most ? `${text.slice(0, most)}…` : text,
      anchor: 'end',
    };
  });
  let free = Number.NEGATIVE_INFINITY;
  const columns = drawn.columns.flatMap((text, column): Mark[] => {
    const x = panel.left + (column + 0.5) * width;
    const short = text.length * 6.2 > width * 1.6 && text.length > 14 ? `${text.slice(0, 12)}…` : text;
    const half = short.length * 3.1 + 3;
    if (x - half < free) return [];
    free = x + half;
    return [{ ...look, x, y: panel.bottom + 16, text: short, anchor: 'middle' }];
  });
  return [...(show.y ? rows : []), ...(show.x ? columns : [])];
}

const barSize = 11.5;
const barLine = 14;

/** The colours as a bar with its values and what they are of, right of the panels. */
function scaleMarks(
  colors: ColorScale,
  name: readonly string[],
  box: { right: number; top: number; bottom: number },
  { theme }: Pick<DrawOptions, 'theme'>,
): Mark[] {
  const palette = palettes[theme];
  const [low, high] = colors.domain;
  const height = Math.min(220, box.bottom - box.top - 60);
  const top = box.top + 14;
  const steps = 48;
  const x = box.right + 18;
  const bars = Array.from({ length: steps }, (_, i): Mark => {
    const value = high - ((i + 0.5) / steps) * (high - low);
    const at = { x, y: top + (i * height) / steps, width: 12, height: height / steps + 0.6 };
    return { type: 'rect', ...at, fill: colors.of(value), role: 'scale' };
  });
  const ticks = [high, (high + low) / 2, low];
  const texts = ticks.map((tick) => formatEstimate(tick));
  const of = {
    type: 'text',
    fill: palette.text,
    size: barSize,
    anchor: 'middle',
    role: 'axis-name',
  } as const;
  return [
    ...bars,
    ...name.map((text, i): Mark => {
      const at = { x: box.right + 84 + i * barLine, y: top + height / 2, rotate: -90 };
      return { ...of, ...at, text };
    }),
    ...ticks.map((_, i): Mark => {
      const look = { fill: palette.muted, size: 11, role: 'scale' } as const;
      return { type: 'text', x: x + 17, y: top + (i * height) / 2 + 4, text: texts[i]!, ...look };
    }),
  ];
}

function cellHits(
  cells: readonly HeatCell[],
  panel: ScenePanel,
  index: number,
  drawn: HeatmapData,
  colors: ColorScale,
): Hit[] {
  const { width, height, place } = cellOfPanel(panel, drawn);
  return cells.map(({ row, column, cell }) => {
    const { x, y } = place(row, column);
    const value = Number.isFinite(cell.centre.mean) ? rangeText(cell.centre) : 'fewer than half are back';
    return {
      ...{ x: x + width / 2, y: y + height / 2, panel: index, runs: cell.runs, series: `row ${row}` },
      color: Number.isFinite(cell.centre.mean) ? colors.of(cell.centre.mean) : '#888888',
      lines: [
        `${drawn.rowName} ${drawn.rows[row]}`,
        `${drawn.columnName} ${drawn.columns[column]}`,
        `${cell.kind} ${value}`,
        seedsText([cell.seeds.length]),
      ],
    };
  });
}

function heatNotes(
  view: View,
  { arrangement, panels, overUpdates, valueName }: HeatmapData,
  colors: ColorScale,
): string[] {
  const ns = panels.flat().map(({ cell }) => cell.seeds.length);
  const medians = panels.flat().filter(({ cell }) => cell.kind === 'median').length;
  return [
    Math.max(...ns) < 2
      ? `A cell is ${valueName} of one seed (n = 1), so no interval can be given.`
      : `A cell is the mean of ${valueName} over ${seedsText(ns)}; point at a cell of two or more seeds for its 95 % Student t interval.`,
    colors.centre === null ? '' : `Colours diverge around ${formatEstimate(colors.centre)}.`,
    overUpdates
      ? 'Only updates that were evaluated have a column; nothing is interpolated.'
      : reductionNote(view),
    medians > 0
      ? `${medians === 1 ? 'One cell holds censored runs and shows' : `${medians} cells hold censored runs and show`} the Kaplan–Meier median.`
      : '',
    pooledNote(arrangement.pooled),
    'A place without colour was not measured.',
  ].filter((note) => note !== '');
}

function rowSummary({ panels, rows, columns, rowName, arrangement }: HeatmapData): string[] {
  return panels.flatMap((cells, i) =>
    [...Map.groupBy(cells, ({ row }) => row)].slice(0, 12).map(([row, own]) => {
      const values = own.map(({ column, cell }) => `${columns[column]}: ${formatEstimate(cell.centre.mean)}`);
      return `${[arrangement.panels[i]!.title, rowName, rows[row]].filter(Boolean).join(' ')}: ${values.join(', ')}.`;
    }),
  );
}
