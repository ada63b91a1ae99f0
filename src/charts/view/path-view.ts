// The weight-space path: where unalignment leads between θ0 and θ1, one arrowed line per series. Of alignment only the ends
// are known: ‖θ − θ1‖ cannot be measured on the way, for θ1 is not there yet. A schematic line joins them.
import type { FrozenData } from '../../core/frozen-data.ts';
import { phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { palettes, phaseColors } from '../color.ts';
import { missingNote, seedsText } from '../count-words.ts';
import { emptyScene } from '../empty-scene.ts';
import { formatCount, formatEstimate } from '../format.ts';
import { linePath, type Pixel } from '../line-path.ts';
import type { Hit, Mark, PanelScale, Scene, ScenePanel } from '../scene.ts';
import {
  type Arrangement,
  arrangeRuns,
  channelColors,
  dashes,
  heldRuns,
  type Line,
  revealedSeries,
} from './arrange-runs.ts';
import { indexSeries } from './curve-lines.ts';
import { pooledNote } from './curve-notes.ts';
import type { DrawOptions } from './draw-view.ts';
import { scaleOf } from './panel-scale.ts';
import { runLabel } from './run-values.ts';
import { legendOf, viewFigure } from './view-figure.ts';
import { type PathPoint, weightPath } from './weight-path.ts';

export interface PathLine {
  readonly line: Line;
  readonly phase: 'unalign' | 'realign';
  readonly runs: readonly {
    readonly id: number;
    readonly label: string;
    readonly seed: number;
    readonly points: readonly PathPoint[];
  }[];
  /** Over seeds, at updates that all of its runs have; n runs. */
  readonly mean: readonly (PathPoint & { readonly n: number })[];
}
/** No series is dashed like this. */
const schematicDash = '3 6';
const title = 'The path through weight space, toward θ0 and θ1';

export function pathLines(view: View, data: FrozenData): { arrangement: Arrangement; panels: PathLine[][] } {
  const arrangement = arrangeRuns(view, data);
  const index = indexSeries(data);
  const phases = (['unalign', 'realign'] as const).filter((phase) => view.phases.includes(phase));
  const wanted = phases.length === 0 ? (['unalign'] as const) : phases;
  const panels = arrangement.panels.map(({ lines }) =>
    lines.flatMap((line) =>
      wanted.flatMap((phase): PathLine[] => {
        const runs = line.runs.flatMap((run) => {
          const points = weightPath(index, run, phase);
          return points === null ? [] : [{ id: run.id, label: runLabel(run), seed: run.seed, points }];
        });
        return runs.length === 0
          ? []
          : [{ line, phase, runs, mean: meanPath(runs.map(({ points }) => points)) }];
      }),
    ),
  );
  return { arrangement, panels };
}

function meanPath(paths: readonly (readonly PathPoint[])[]): PathLine['mean'] {
  const byUpdate = Map.groupBy(paths.flat(), ({ update }) => update);
  return [...byUpdate]
    .filter(([, points]) => points.length === paths.length)
    .sort(([a], [b]) => a - b)
    .map(([update, points]) => ({
      update,
      along: points.reduce((sum, point) => sum + point.along, 0) / points.length,
      beside: points.reduce((sum, point) => sum + point.beside, 0) / points.length,
      n: points.length,
    }));
}

export function pathView(view: View, data: FrozenData, options: DrawOptions): Scene {
  const { arrangement, panels } = pathLines(view, data);
  const all = panels.flat();
  if (all.length === 0) return emptyScene(options, options.theme, title, nothing(data));
  const revealed = revealedSeries(arrangement, options.reveal);
  const kept = panels.map((lines) => lines.filter(({ line }) => revealed.has(line.series)));
  const key = legendOf(arrangement, {
    theme: options.theme,
    all: heldRuns(view.selection, data.runs),
    shown: arrangement.runs,
    showHidden: options.showHidden ?? false,
    revealed,
    countOf: () => '',
  });
  const there = new Set(all.flatMap((line) => line.runs.map(({ id }) => id))).size;
  const asked = arrangement.runs.length;
  const missing = missingNote(asked - there, asked, 'the distances');
  const notes = pathNotes(view, kept.flat(), arrangement, missing);
  const colors = view.colour === null ? null : channelColors(options.theme, arrangement.colour);
  const legend =
    colors === null
      ? key.legend.map((entry) => ({
          ...entry,
          color: phaseColors[options.theme].unalign,
          label: 'unalignment',
        }))
      : key.legend;
  const align = {
    series: '',
    label: 'alignment (schematic)',
    color: palettes[options.theme].muted,
    dash: schematicDash,
  };
  const domain = domainOf(all);
  return viewFigure(
    {
      title,
      notes,
      lastNotes: pathNotes(view, all, arrangement, missing),
      description: [`${title}.`, ...kept.flat().slice(0, 16).map(summary), ...notes].join(' '),
      legendTitle: key.legendTitle,
      legend: [...legend, { ...align, shape: null, runs: [], hidden: false, waiting: revealed.size === 0 }],
      xName: 'along θ0 → θ1 (norm of the weights)',
      yName: 'beside that line',
      places: arrangement.panels,
      grid: arrangement,
      phases: false,
      shape: ((domain.x[1] - domain.x[0]) * sideRoom) / (domain.y * topRoom),
      yScale: (frame) => equalScales(view, domain, frame).y,
      draw(place, index) {
        const { first, last, ...frame } = place;
        const { x, y } = equalScales(view, domain, frame);
        const labels = { x: last || arrangement.rows === 1, y: first };
        const panel = { ...frame, x, y, labels, title: arrangement.panels[index]!.title };
        return { panel, marks: pathMarks(kept[index]!, panel, { view, colors, options }) };
      },
      hits: (placed) => placed.flatMap((panel, i) => pathHits(kept[i]!, panel, i, { view, colors, options })),
    },
    options,
  );
}

const nothing = ({ runs }: FrozenData): string =>
  runs.length === 0
    ? 'No runs are picked yet.'
    : 'The path needs ‖θ − θ0‖ and ‖θ − θ1‖ during unalignment; none of these runs has measured both.';

interface Extent {
  readonly x: readonly [number, number];
  readonly y: number;
}
function domainOf(lines: readonly PathLine[]): Extent {
  const points = lines.flatMap(({ runs }) => runs.flatMap((run) => run.points));
  const xs = points.map(({ along }) => along);
  return {
    x: [Math.min(0, ...xs), Math.max(...xs)],
    y: Math.max(...points.map(({ beside }) => beside), 1e-9),
  };
}

/** Of the data's extent, to leave room around it. */
const sideRoom = 1.16;
const topRoom = 1.2;

/** One unit is as long to the right as upward. */
function equalScales(
  view: View,
  { x: [low, high], y }: Extent,
  frame: { left: number; right: number; top: number; bottom: number },
): { x: PanelScale; y: PanelScale } {
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
  const unit = Math.min(width / ((high - low) * sideRoom || 1), height / (y * topRoom));
  const middle = (low + high) / 2;
  const half = width / unit / 2;
  const bottom = -0.06 * y;
  const all = { x: [middle - half, middle + half], y: [bottom, bottom + height / unit] } as const;
  return {
    x: { kind: 'linear', domain: view.zoom?.x ?? all.x },
    y: { kind: 'linear', domain: view.zoom?.y ?? all.y },
  };
}

interface PathStyle {
  readonly view: View;
  readonly colors: readonly string[] | null;
  readonly options: DrawOptions;
}
const colorOf = ({ line, phase }: PathLine, { colors, options }: PathStyle): string =>
  colors === null ? phaseColors[options.theme][phase] : colors[line.colour]!;

function pathMarks(lines: readonly PathLine[], panel: ScenePanel, style: PathStyle): Mark[] {
  const place = placeOf(panel);
  const { show } = style.view;
  const palette = palettes[style.options.theme];
  const theta1 = lines.flatMap(({ mean }) => mean[0] ?? []);
  const zero = place({ along: 0, beside: 0 });
  const straights = theta1.map((point): Mark => {
    const [x, y] = place({ along: point.along, beside: 0 });
    const ends = { x1: zero[0], y1: zero[1], x2: x, y2: y };
    return { type: 'line', ...ends, stroke: palette.muted, width: 1, dash: schematicDash, role: 'schematic' };
  });
  const text = { type: 'text', fill: palette.text, size: 13, weight: 600, halo: palette.background } as const;
  const far = theta1.toSorted((a, b) => b.along - a.along)[0];
  const names: Mark[] = [
    { ...text, x: zero[0], y: zero[1] - 9, text: 'θ0', anchor: 'middle', role: 'place' },
    ...(far
      ? [
          {
            ...text,
            // Beside each other where the way is shorter than both names.
            x: Math.max(place(far)[0], zero[0] + 22),
            y: place(far)[1] - 9,
            text: 'θ1',
            anchor: 'middle',
            role: 'place',
          } as Mark,
        ]
      : []),
  ];
  return [
    ...straights,
    ...(show.seeds || !show.mean
      ? lines.flatMap((line) => line.runs.map((run) => lineMark(line, run.points, place, style, false)))
      : []),
    ...(show.mean ? lines.map((line) => lineMark(line, line.mean, place, style, true)) : []),
    ...(show.mean ? lines.flatMap((line) => arrows(line, place, colorOf(line, style))) : []),
    { type: 'circle', cx: zero[0], cy: zero[1], r: 4, fill: palette.text, role: 'base' },
    ...names,
  ];
}

const placeOf = (panel: ScenePanel): ((point: Pick<PathPoint, 'along' | 'beside'>) => Pixel) => {
  const { of: x } = scaleOf(panel.x, [panel.left, panel.right]);
  const { of: y } = scaleOf(panel.y, [panel.bottom, panel.top]);
  return ({ along, beside }) => [x(along), y(beside)];
};

function lineMark(
  line: PathLine,
  points: readonly PathPoint[],
  place: (point: PathPoint) => Pixel,
  style: PathStyle,
  mean: boolean,
): Mark {
  const look = mean ? { width: 2, role: 'mean' } : { width: 1, opacity: 0.35, role: 'seed' };
  const dash = dashes[line.line.dash % dashes.length];
  return {
    type: 'path',
    d: linePath(points.map(place)),
    stroke: colorOf(line, style),
    ...look,
    ...(dash ? { dash } : {}),
  };
}

/** Heads along the line, at least 46 pixels apart, and one at its end. */
function arrows({ mean }: PathLine, place: (point: PathPoint) => Pixel, fill: string): Mark[] {
  const pixels = mean.map(place);
  let walked = 24;
  return pixels.flatMap((to, i): Mark[] => {
    const from = pixels[i - 1];
    if (from === undefined) return [];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    walked += length;
    if ((walked < 46 && i < pixels.length - 1) || length < 1e-6) return [];
    walked = 0;
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const at = (turn: number, r: number): string =>
      `${(to[0] + r * Math.cos(angle + turn)).toFixed(1)},${(to[1] + r * Math.sin(angle + turn)).toFixed(1)}`;
    return [{ type: 'path', d: `M${at(0, 1)}L${at(2.62, 9)}L${at(-2.62, 9)}Z`, fill, role: 'arrow' }];
  });
}

function pathHits(lines: readonly PathLine[], panel: ScenePanel, index: number, style: PathStyle): Hit[] {
  const place = placeOf(panel);
  return lines.flatMap((line) =>
    line.mean.map((point): Hit => {
      const [x, y] = place(point);
      const a = Math.hypot(point.along, point.beside);
      return {
        ...{ x, y, color: colorOf(line, style), panel: index, series: line.line.series },
        runs: line.runs.map(({ id }) => id),
        value: formatEstimate(point.beside),
        lines: [
          line.line.name,
          `${phaseTitles[line.phase]}, update ${formatCount(point.update)}`,
          `along ${formatEstimate(point.along)}, beside ${formatEstimate(point.beside)}; ${formatEstimate(a)} from θ0`,
          seedsText([point.n], 'run'),
        ],
      };
    }),
  );
}

function summary({ line, mean }: PathLine): string {
  const [first, last] = [mean[0], mean.at(-1)];
  if (!first || !last) return '';
  return `${line.name}: from ${formatEstimate(first.along)} to ${formatEstimate(last.along)} along the line, ${formatEstimate(last.beside)} beside it.`;
}

function pathNotes(
  view: View,
  lines: readonly PathLine[],
  { pooled }: Arrangement,
  missing: string,
): string[] {
  if (lines.length === 0) return [];
  const ns = lines.map((line) => line.runs.length);
  return [
    'Corners of the triangle that ‖θ − θ0‖, ‖θ − θ1‖ and ‖θ1 − θ0‖ span: a projection of all weights to a half-plane, so the side is not known. One unit is as long both ways.',
    view.show.mean
      ? `Thick: ${Math.max(...ns) < 2 ? 'the only run' : 'mean over runs'} (${seedsText(ns, 'run')}), no interval is drawn; arrows point to later updates.`
      : '',
    'The thin dashed line from θ0 to θ1 is a schematic: of alignment only both ends are measured, and its way between them may bend. Each line begins at its own θ1.',
    pooledNote(pooled),
    missing,
  ].filter((note) => note !== '');
}
