// One panel of curves as marks, from back to front, and what a pointer finds on it.
import type { Interval } from '../../core/elasticity/interval.ts';
import { phaseTitles } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import type { Palette } from '../color.ts';
import { formatCount, formatEstimate, formatValue } from '../format.ts';
import { remembered } from '../kept-series.ts';
import { placesKey } from '../line-path.ts';
import { marker } from '../marker.ts';
import type { Hit, Mark, PathMark, ScenePanel } from '../scene.ts';
import { dashes, type Line } from './arrange-runs.ts';
import type { LineCurve, RunCurve } from './curve-lines.ts';
import { scaleOf } from './panel-scale.ts';
import { startOf } from './phase-start.ts';
import { runLabel } from './run-values.ts';

export interface CurvePanel {
  readonly curves: readonly LineCurve[];
  readonly levels: readonly { line: Line; level: Interval }[];
  /** All of its lines start from one θ0, those that are not revealed yet included. */
  readonly oneLevel: boolean;
  /** It has no curve at all. */
  readonly empty: boolean;
}
export interface CurveStyle {
  readonly panel: ScenePanel;
  readonly view: View;
  readonly palette: Palette;
  readonly colors: readonly string[];
}
interface Place {
  /** Pixel of x in the curve's phase, and of a value. */
  x(value: number): number;
  y(value: number): number;
}
export const levelDash = '6 4';

function placeOf({ panel }: CurveStyle, curve: Pick<LineCurve, 'phase'>): Place {
  const start = startOf(panel.x, curve.phase);
  return { x: scaleOf(panel.x, [panel.left, panel.right]).from(start), y: yOf(panel) };
}
const yOf = (panel: ScenePanel): ((value: number) => number) =>
  scaleOf(panel.y, [panel.bottom, panel.top]).of;

export function curveMarks({ curves, levels, oneLevel, empty }: CurvePanel, style: CurveStyle): Mark[] {
  const { show } = style.view;
  if (empty) return [nothing(style)];
  const runs = curves.reduce((sum, { seeds }) => sum + seeds.length, 0);
  return [
    ...levelMarks(levels, oneLevel, style),
    ...(show.mean && show.interval ? curves.map((curve) => intervalMark(curve, style)) : []),
    ...(show.seeds || !show.mean ? curves.flatMap((curve) => seedMarks(curve, style, runs)) : []),
    ...(show.mean ? curves.flatMap((curve) => meanMarks(curve, style)) : []),
    ...(show.mean ? curves.flatMap((curve) => markers(curve, style, curves.length)) : []),
  ];
}

function nothing({ panel, palette }: CurveStyle): Mark {
  const at = { x: (panel.left + panel.right) / 2, y: (panel.top + panel.bottom) / 2 };
  const look = { fill: palette.muted, size: 12, anchor: 'middle', role: 'empty' } as const;
  return { type: 'text', ...at, text: 'no run here', ...look };
}

/** Lines that start from one θ0 share its level; it is then drawn once, without a line's colour. */
function levelMarks(levels: CurvePanel['levels'], shared: boolean, style: CurveStyle): Mark[] {
  const { panel, palette, colors } = style;
  const first = levels[0];
  if (first === undefined) return [];
  const y = yOf(panel);
  return (shared ? [first] : levels).flatMap(({ line, level }): Mark[] => {
    const color = shared ? palette.muted : colors[line.colour]!;
    const at = y(level.mean);
    if (!Number.isFinite(at)) return [];
    const dashed: Mark = {
      type: 'line',
      ...{ x1: panel.left, y1: at, x2: panel.right, y2: at },
      ...{ stroke: color, width: 1.5, dash: levelDash, role: 'pretrained' },
    };
    if (!style.view.show.interval || level.low === null || level.high === null) return [dashed];
    const [top, bottom] = [y(level.high), y(level.low)];
    const box = { x: panel.left, y: top, width: panel.right - panel.left, height: bottom - top };
    if (!(box.height > 0)) return [dashed];
    return [{ type: 'rect', ...box, fill: color, opacity: 0.08, role: 'pretrained-interval' }, dashed];
  });
}

/** Pairs of pixels; what has no place is NaN. */
function pixels(count: number, x: (i: number) => number, y: (i: number) => number): Float32Array {
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    points[2 * i] = x(i);
    points[2 * i + 1] = y(i);
  }
  return points;
}

/** A polyline; a point without a place breaks it. */
function pathText(points: Float32Array): string {
  let d = '';
  let open = false;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    if (x - x !== 0 || y - y !== 0) open = false;
    else {
      d += `${open ? 'L' : 'M'}${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
      open = true;
    }
  }
  return d;
}

/** A canvas draws the points; the text of them is for SVG. */
function lineMark(points: Float32Array, look: Omit<PathMark, 'type' | 'd' | 'points'>): PathMark {
  let text: string | undefined;
  return {
    type: 'path',
    points,
    get d() {
      text ??= pathText(points);
      return text;
    },
    ...look,
  };
}

function intervalMark(curve: LineCurve, style: CurveStyle): Mark {
  const { x, y } = placeOf(style, curve);
  const low = style.panel.y.kind === 'log' ? style.panel.y.domain[0] : Number.NEGATIVE_INFINITY;
  let d = '';
  let run: { x: number; top: number; bottom: number }[] = [];
  const close = (): void => {
    if (run.length > 1) {
      const back = run.toReversed();
      const upper = pixels(
        run.length,
        (i) => run[i]!.x,
        (i) => run[i]!.top,
      );
      const lower = pixels(
        back.length,
        (i) => back[i]!.x,
        (i) => back[i]!.bottom,
      );
      d += `${pathText(upper)}${pathText(lower).replace('M', 'L')}Z`;
    }
    run = [];
  };
  for (const point of curve.mean) {
    if (point.low === null || point.high === null || !Number.isFinite(y(point.high))) close();
    else run.push({ x: x(point.x), top: y(point.high), bottom: y(Math.max(point.low, low)) });
  }
  close();
  const fill = style.colors[curve.line.colour]!;
  return { type: 'path', d, fill, opacity: 0.15, role: 'interval' };
}

/** The more runs a panel has, the fainter each: their means must be seen over them. */
function seedOpacity(runs: number, overMean: boolean): number {
  if (!overMean) return runs > 40 ? 0.55 : 0.9;
  return Math.max(0.1, Math.min(0.36, 11 / runs));
}

const seedPixels = remembered<Float64Array, Float32Array>();

function seedMarks(curve: LineCurve, style: CurveStyle, runs: number): Mark[] {
  const { show } = style.view;
  if (show.mean && curve.seeds.length < 2) return [];
  const { x, y } = placeOf(style, curve);
  const stroke = style.colors[curve.line.colour]!;
  const opacity = seedOpacity(runs, show.mean);
  const dash = dashes[curve.line.dash % dashes.length];
  const key = placesKey({ of: x }, { of: y });
  return curve.seeds.map((seed) =>
    lineMark(
      seedPixels(seed.y, key, () =>
        pixels(
          seed.x.length,
          (i) => x(seed.x[i]!),
          (i) => y(seed.y[i]!),
        ),
      ),
      { stroke, width: show.mean ? 1 : 1.2, opacity, role: 'seed', ...(dash ? { dash } : {}) },
    ),
  );
}

function meanMarks(curve: LineCurve, style: CurveStyle): Mark[] {
  const { x, y } = placeOf(style, curve);
  const dash = dashes[curve.line.dash % dashes.length];
  const points = pixels(
    curve.mean.length,
    (i) => x(curve.mean[i]!.x),
    (i) => y(curve.mean[i]!.mean),
  );
  const look = { stroke: style.colors[curve.line.colour]!, width: 2, role: 'mean' };
  return [lineMark(points, { ...look, ...(dash ? { dash } : {}) })];
}

/** At least 13 pixels apart; none where there are so many that they would hide the lines. */
function markers(curve: LineCurve, style: CurveStyle, lines: number): Mark[] {
  if (lines > 16 || curve.mean.length > 60) return [];
  const { x, y } = placeOf(style, curve);
  let last = Number.NEGATIVE_INFINITY;
  return curve.mean.flatMap((point) => {
    const [at, top] = [x(point.x), y(point.mean)];
    if (at - last < 13 || !Number.isFinite(top)) return [];
    last = at;
    return [marker(curve.line.colour, at, top, style.colors[curve.line.colour]!, style.palette)];
  });
}

/** Above this many points only means are found by a pointer. */
const mostHits = 40_000;

export function curveHits(panel: CurvePanel, style: CurveStyle, index: number): Hit[] {
  const means = style.view.show.mean ? panel.curves.flatMap((curve) => meanHits(curve, style, index)) : [];
  const points = panel.curves.reduce(
    (sum, { seeds }) => sum + seeds.reduce((own, { x }) => own + x.length, 0),
    0,
  );
  const single = !style.view.show.mean || (style.view.show.seeds && points < mostHits);
  const seeds = single ? panel.curves.flatMap((curve) => seedHits(curve, style, index)) : [];
  return [...means, ...seeds].filter((hit) => inside(hit, style.panel));
}

const inside = ({ x, y }: Hit, { left, right, top, bottom }: ScenePanel): boolean =>
  x >= left - 1 && x <= right + 1 && y >= top - 2 && y <= bottom + 2;

const unitName = { updates: 'update', examples: 'examples', tokens: 'tokens' } as const;
const placeText = (view: View, curve: Pick<LineCurve, 'phase'>, x: number): string =>
  `${phaseTitles[curve.phase]}, ${unitName[view.x]} ${formatCount(x)}`;

function meanHits(curve: LineCurve, style: CurveStyle, panel: number): Hit[] {
  const { x, y } = placeOf(style, curve);
  const color = style.colors[curve.line.colour]!;
  const runs = curve.line.runs.map(({ id }) => id);
  const { title } = style.panel;
  return curve.mean.map((point) => ({
    x: x(point.x),
    y: y(point.mean),
    color,
    runs,
    panel,
    series: curve.line.series,
    get value() {
      return formatEstimate(point.mean);
    },
    get lines() {
      const { low, high, n } = point;
      const band = low === null || high === null ? '' : ` [${formatValue(low, 3)}, ${formatValue(high, 3)}]`;
      const name = [curve.line.name, title].filter(Boolean).join(' · ');
      const seeds = `n = ${n} ${n === 1 ? 'seed' : 'seeds'}`;
      return [name, placeText(style.view, curve, point.x), `${formatValue(point.mean, 3)}${band}`, seeds];
    },
  }));
}

function seedHits(curve: LineCurve, style: CurveStyle, panel: number): Hit[] {
  if (style.view.show.mean && curve.seeds.length < 2) return [];
  const { x, y } = placeOf(style, curve);
  const color = style.colors[curve.line.colour]!;
  const of = (seed: RunCurve, at: number, i: number): Hit => ({
    x: x(at),
    y: y(seed.y[i]!),
    color,
    runs: [seed.run.id],
    panel,
    series: `${curve.line.series} run ${seed.run.id}`,
    get lines() {
      const { count, run } = seed;
      const stands = (count[i] ?? 1) > 1 ? `mean of ${count[i]} measurements` : '';
      const value = formatValue(seed.y[i]!, 3);
      return [runLabel(run), placeText(style.view, curve, at), value, stands].filter(Boolean);
    },
  });
  return curve.seeds.flatMap((seed) =>
    Array.from(seed.x, (at, i) => (Number.isFinite(seed.y[i]!) ? of(seed, at, i) : null)).filter(
      (hit) => hit !== null,
    ),
  );
}

/** What the parts of the first panel are, in words, for newcomers. */
export function explainMarks({ curves, levels }: CurvePanel, style: CurveStyle, view: View): Mark[] {
  const { panel, palette } = style;
  const look = {
    fill: palette.text,
    size: 12,
    weight: 600,
    halo: palette.background,
    role: 'explain',
  } as const;
  const marks: Mark[] = [];
  const level = levels[0]?.level.mean;
  if (level !== undefined) {
    const y = yOf(panel)(level);
    marks.push({
      type: 'text',
      ...{ x: panel.right - 6, y: y - 7, text: 'θ0: the pretrained model', anchor: 'end' },
      ...look,
    });
  }
  const back = curves.find(({ phase }) => phase === 'unalign');
  const start = back?.mean[0];
  if (back !== undefined && start !== undefined) {
    const { x, y } = placeOf(style, back);
    const text = view.show.mean ? 'θ1: the aligned model' : 'θ1';
    marks.push({ type: 'text', x: x(start.x) + 8, y: y(start.mean) - 9, text, anchor: 'start', ...look });
  }
  return marks;
}
