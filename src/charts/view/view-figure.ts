// The figure around the panels of a view: legend with its keys, titles, names of the axes, small print. What is inside a
// panel is the business of each chart.

import type { Frame } from '../axes.ts';
import { palettes, type Theme } from '../color.ts';
import { footnote } from '../legend.ts';
import { marker } from '../marker.ts';
import type { Hit, Mark, PanelScale, Scene, SceneKey, ScenePanel } from '../scene.ts';
import { textWidth, wrap } from '../scene.ts';
import { type Arrangement, channelColors, dashes, valueName } from './arrange-runs.ts';
import { panelAxes, tickLabels } from './panel-axes.ts';
import { headHeight, type PlacedPanel, placePanels } from './panel-layout.ts';
import { pathName } from './run-values.ts';

export interface FigureSize {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly notesApart?: boolean;
}
export interface KeyEntry {
  readonly series: string;
  readonly label: string;
  readonly color: string;
  readonly dash?: string | undefined;
  /** Index of its marker; null draws none. */
  readonly shape: number | null;
  readonly runs: readonly number[];
  readonly hidden: boolean;
  /** Its series is not revealed yet. */
  readonly waiting?: boolean;
}
export interface DrawnPanel {
  readonly panel: ScenePanel;
  readonly marks: readonly Mark[];
  /** Over the data, not cut at the panel's edges. */
  readonly over?: readonly Mark[];
}
export interface ViewFigure {
  readonly title: string;
  readonly notes: readonly string[];
  /** The small print once everything is revealed: its room is kept from the start, so that nothing moves. */
  readonly lastNotes?: readonly string[];
  readonly description: string;
  readonly legendTitle: string;
  readonly legend: readonly KeyEntry[];
  readonly xName: string;
  readonly yName: string;
  readonly places: readonly { column: number; row: number; head: string; side: string }[];
  readonly grid: { readonly columns: number; readonly rows: number };
  readonly phases: boolean;
  /** Width over height that panels had best have. */
  readonly shape?: number;
  /** Room left of the panels for numbers and the axis's name; unless given, as the numbers of `yScale` need. */
  readonly left?: number;
  /** The vertical scale in a frame, to know how long its numbers are. */
  yScale?(frame: Frame): PanelScale;
  /** Room right of the panels. */
  readonly right?: number;
  /** Pixels beyond a panel's sides that its data may reach into: half a marker, where it ends on the edge. */
  readonly bleed?: number;
  draw(place: PlacedPanel, index: number): DrawnPanel;
  /** Asked for once, when first needed. */
  hits(panels: readonly ScenePanel[]): Hit[];
  /** Marks over the whole figure, given the room of the panels. */
  extra?(box: { left: number; right: number; top: number; bottom: number }): readonly Mark[];
}

export function viewFigure(figure: ViewFigure, size: FigureSize): Scene {
  const palette = palettes[size.theme];
  const box = { left: 12, width: size.width - 24 };
  const key = legendMarks(figure, { ...box, top: 4 }, size.theme);
  const notes = size.notesApart ? [] : figure.notes;
  const heights = [notes, size.notesApart ? [] : (figure.lastNotes ?? [])].map(
    (lines) => footnote(lines, { ...box, top: 0, palette }).height,
  );
  const notesHeight = Math.max(...heights);
  const foot = footnote(notes, { ...box, top: size.height - notesHeight - 4, palette });
  const top = key.height + 4;
  const bottom = size.height - notesHeight - (figure.xName === '' ? 8 : 28);
  const nameRows = yNameLines(figure.yName, bottom - top).lines.length;
  const outer = { left: 62, right: size.width - 16, top, bottom };
  const inner = {
    left: (figure.left ?? numbersRoom(figure, outer)) + (nameRows - 1) * yLine,
    right: size.width - (figure.right ?? 16) - (figure.places.some(({ side }) => side !== '') ? 20 : 0),
    top,
    bottom,
  };
  const titles = figure.places.some(({ head }) => head !== '');
  const options = { grid: figure.grid, titles, phases: figure.phases, shape: figure.shape };
  const places = placePanels(figure.places, inner, options);
  const drawn = places.map((place, index) => figure.draw(place, index));
  const panels = drawn.map(({ panel }) => panel);
  const marks: Mark[] = [
    ...key.marks,
    ...panels.map((panel, index) => panelAxes(panel, index, size.theme)),
    ...drawn.map(({ panel, marks: data }, index) => dataGroup(panel, index, data, figure.bleed)),
    ...drawn.flatMap(({ over = [] }) => over),
    ...panels.flatMap((panel, index) =>
      titleMarks(panel, figure.places[index]!, { figure, head: headHeight(options), theme: size.theme }),
    ),
    ...nameMarks(figure, inner, size.theme),
    ...(figure.extra?.(inner) ?? []),
    ...foot.marks,
  ];
  const scene = {
    width: size.width,
    height: size.height,
    background: palette.background,
    title: figure.title,
    description: figure.description,
    marks,
    panels,
    keys: key.keys,
    ...(size.notesApart ? { notes: notesOf(figure) } : {}),
  };
  return withHits(scene, () => figure.hits(panels));
}

const notesOf = ({ notes, lastNotes = [] }: ViewFigure): { now: string; last: string } => ({
  now: notes.join(' '),
  last: (lastNotes.length > 0 ? lastNotes : notes).join(' '),
});

/** Left of the panels: the axis's name and its numbers, which may be long where values are tiny or close together. */
function numbersRoom({ yScale }: ViewFigure, frame: Frame): number {
  if (yScale === undefined) return 62;
  const labels = tickLabels(yScale(frame), [frame.bottom, frame.top]).map(({ text }) => text);
  return Math.max(62, 34 + Math.max(0, ...labels.map((label) => textWidth(label, 11))));
}

/** The scene with its hits, which cost as much as the drawing and are needed only once a pointer comes. */
export function withHits(scene: Omit<Scene, 'hits'>, make: () => Hit[]): Scene {
  let made: readonly Hit[] | null = null;
  const get = (): readonly Hit[] => {
    made ??= make();
    return made;
  };
  return Object.defineProperty({ ...scene, hits: [] }, 'hits', { enumerable: true, get });
}

/** A little more than the panel, so that a line on its edge keeps its width. */
function dataGroup(
  { left, top, right, bottom }: ScenePanel,
  panel: number,
  marks: readonly Mark[],
  bleed = 1,
): Mark {
  const clip = { x: left - bleed, y: top - 2, width: right - left + 2 * bleed, height: bottom - top + 4 };
  return { type: 'group', role: 'data', panel, clip, marks: marks.filter(drawable) };
}

const drawable = (mark: Mark): boolean =>
  mark.type !== 'path' || (mark.points === undefined ? mark.d !== '' : mark.points.some(Number.isFinite));

function titleMarks(
  { left, top, right, bottom }: ScenePanel,
  place: ViewFigure['places'][number],
  { figure, head, theme }: { figure: ViewFigure; head: number; theme: Theme },
): Mark[] {
  const look = {
    type: 'text',
    fill: palettes[theme].text,
    size: 12,
    weight: 600,
    role: 'panel-title',
  } as const;
  const above = figure.grid.rows === 1 || place.row === 0;
  const outermost = place.column === figure.grid.columns - 1;
  const marks: Mark[] = [];
  if (place.head !== '' && above)
    marks.push({ ...look, x: left, y: top - head + 18, text: shorten(place.head, right - left) });
  if (place.side !== '' && outermost) {
    const at = { x: right + 20, y: (top + bottom) / 2, text: shorten(place.side, bottom - top + 20) };
    marks.push({ ...look, ...at, anchor: 'middle', rotate: -90 });
  }
  return marks;
}

/** Cut to a width, estimated. */
export function shorten(text: string, width: number, size = 12): string {
  const letters = [...text];
  const most = Math.max(4, Math.floor(width / (size * 0.56)));
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

const yLine = 14;

/** The vertical name whole: on one line, or on as many as it takes; smaller where one word is longer than the axis. */
function yNameLines(name: string, height: number): { lines: string[]; size: number } {
  const lines = wrap(name, 12, Math.max(60, height));
  const widest = Math.max(...lines.map((line) => textWidth(line, 12)));
  return { lines, size: Math.max(8, Math.min(12, (12 * height) / widest)) };
}

function nameMarks(
  { xName, yName }: ViewFigure,
  box: { left: number; right: number; top: number; bottom: number },
  theme: Theme,
): Mark[] {
  const common = { type: 'text', fill: palettes[theme].text, size: 12, anchor: 'middle' } as const;
  const middle = (box.top + box.bottom) / 2;
  const { lines, size } = yNameLines(yName, box.bottom - box.top);
  return [
    { ...common, x: (box.left + box.right) / 2, y: box.bottom + 16, text: xName, role: 'axis-name' },
    ...lines.map(
      (text, i): Mark => ({
        ...common,
        ...{ x: 17 + i * yLine, y: middle, text, size, rotate: -90, role: 'axis-name' },
      }),
    ),
  ];
}

const rowHeight = 24;
const swatch = 26;

function legendMarks(
  { legend, legendTitle }: ViewFigure,
  box: { left: number; top: number; width: number },
  theme: Theme,
): { marks: Mark[]; keys: SceneKey[]; height: number } {
  if (legend.length === 0) return { marks: [], keys: [], height: 4 };
  const palette = palettes[theme];
  const marks: Mark[] = [];
  const keys: SceneKey[] = [];
  const size = 12;
  let [x, y] = [box.left, box.top + 16];
  if (legendTitle !== '') {
    marks.push({ type: 'text', x, y, text: legendTitle, fill: palette.muted, size, role: 'legend' });
    x += textWidth(legendTitle, size) + 12;
  }
  for (const entry of legend) {
    const label = shorten(entry.label, Math.max(120, box.width / 2));
    const width = swatch + 6 + textWidth(label, size) + 14;
    if (x + width > box.left + box.width + 14 && x > box.left) [x, y] = [box.left, y + rowHeight];
    marks.push(...entryMarks({ ...entry, label }, x, y, theme));
    if (entry.series !== '') {
      const { series, runs, hidden } = entry;
      const place = { x: x - 4, y: y - 16, width: width - 6, height: rowHeight };
      keys.push({ series, label: entry.label, runs, hidden, ...place });
    }
    x += width;
  }
  return { marks, keys, height: y - box.top + 10 };
}

function entryMarks(entry: KeyEntry, x: number, y: number, theme: Theme): Mark[] {
  const palette = palettes[theme];
  const stroke = entry.hidden ? palette.grid : entry.waiting ? palette.axis : entry.color;
  const middle = y - 4;
  const ends = { x1: x, y1: middle, x2: x + swatch, y2: middle };
  const line: Mark = {
    type: 'line',
    ...ends,
    stroke,
    width: 2,
    ...(entry.dash ? { dash: entry.dash } : {}),
    role: 'legend-line',
  };
  const shape = entry.shape === null ? [] : [marker(entry.shape, x + swatch / 2, middle, stroke, palette)];
  const fill = entry.hidden || entry.waiting ? palette.muted : palette.text;
  const text = { type: 'text', x: x + swatch + 6, y, text: entry.label, fill, size: 12 } as const;
  const width = textWidth(entry.label, 12) * 0.92;
  const strike: Mark[] = entry.hidden
    ? [
        {
          type: 'line',
          ...{ x1: x + swatch + 6, y1: middle, x2: x + swatch + 6 + width, y2: middle },
          stroke: palette.muted,
          role: 'legend-hidden',
        },
      ]
    : [];
  return [line, ...shape, { ...text, role: 'legend' }, ...strike];
}

/** Entries of the colours, then of the dashes; left out ones only where they may be brought back. */
export function legendOf(
  { colour, dash }: Arrangement,
  {
    theme,
    all,
    shown,
    showHidden,
    revealed,
    countOf,
  }: {
    theme: Theme;
    all: Arrangement['runs'];
    shown: Arrangement['runs'];
    showHidden: boolean;
    revealed: ReadonlySet<string>;
    countOf: (colour: number) => string;
  },
): { legendTitle: string; legend: KeyEntry[] } {
  const visible = new Set(shown);
  const colors = channelColors(theme, colour);
  const entry = (
    part: 'colour' | 'dash',
    index: number,
    label: string,
    of: (run: Arrangement['runs'][number]) => number,
  ): KeyEntry => {
    const own = all.filter((run) => of(run) === index);
    const hidden = !own.some((run) => visible.has(run));
    const look =
      part === 'colour'
        ? { color: colors[index]!, shape: index, dash: undefined }
        : { color: palettes[theme].text, shape: null, dash: dashes[index % dashes.length] };
    const waiting = ![...revealed].some(
      (series) => series.split('/')[part === 'colour' ? 0 : 1] === `${index}`,
    );
    return { series: `${part}/${index}`, label, hidden, waiting, runs: own.map(({ id }) => id), ...look };
  };
  const byColour =
    colour === null
      ? [{ ...entry('colour', 0, `all runs${countOf(0)}`, () => 0), series: '' }]
      : colour.labels.map((label, i) => entry('colour', i, `${label}${countOf(i)}`, colour.of));
  const byDash =
    dash === null || dash.path === colour?.path
      ? []
      : dash.labels.map((_, i) => entry('dash', i, valueName(dash, i), dash.of));
  return {
    legendTitle: colour === null ? '' : pathName(colour.path),
    legend: [...byColour, ...byDash].filter(({ hidden }) => showHidden || !hidden),
  };
}
