// The chart that the explanation walks along: alignment and unalignment of one setting beside each other on one scale,
// the place that the step speaks of marked in the phase's own colour. Its words are `core/explanation`.

import { type AggregatePoint, aggregateBySeed } from '../../core/elasticity/aggregate.ts';
import { type Interval, tInterval } from '../../core/elasticity/interval.ts';
import { type ChosenCurves, chooseCurves } from '../../core/explanation/chosen-curves.ts';
import type { ExplainedPhase, ExplanationStep } from '../../core/explanation/explain.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import { metricName } from '../../core/names.ts';
import type { View } from '../../core/view.ts';
import { axes, type Frame } from '../axes.ts';
import { type Palette, palettes, phaseColors, type Theme } from '../color.ts';
import { emptyScene } from '../empty-scene.ts';
import { bandPath, linePath } from '../line-path.ts';
import type { Mark, Scene } from '../scene.ts';
import { type XScale, xScale } from '../x-scale.ts';
import { type YScale, yDomain, yScale } from '../y-scale.ts';
import { highlightMarks } from './explanation-highlight.ts';
import { type Point, pointsAlong } from './free-place.ts';

export interface ExplanationSize {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}
export interface ExplanationPanel {
  readonly phase: ExplainedPhase;
  readonly frame: Frame;
  readonly x: XScale;
  readonly y: YScale;
  readonly color: string;
  readonly palette: Palette;
  readonly points: readonly AggregatePoint[];
  /** Along the lines that are drawn in it: what words keep clear of. */
  readonly lines: readonly Point[];
}

/** The chart at one step; of data that cannot be explained, a scene that says so. */
export function explanationChart(
  view: View,
  data: FrozenData,
  step: ExplanationStep | undefined,
  size: ExplanationSize,
): Scene {
  const chosen = chooseCurves(view, data);
  if (chosen === null || step === undefined)
    return emptyScene(
      size,
      size.theme,
      'Explanation',
      'There are no curves of alignment and unalignment to explain.',
    );
  const palette = palettes[size.theme];
  const base = tInterval(chosen.seeds.map(({ align }) => align.value[0]!));
  const panels = panelsOf(chosen, base, { ...size, step });
  const shown = panels.filter(({ phase }) => step.shown[phase]);
  return {
    width: size.width,
    height: size.height,
    background: palette.background,
    title: `${step.title} ${metricName(chosen.metric)}`,
    description: step.text,
    marks: [
      ...panels.flatMap((panel, index) => frameMarks(panel, index, chosen.metric)),
      ...panels.flatMap((panel) => levelMarks(panel, base)),
      ...shown.flatMap((panel) => curveMarks(panel, chosen, step.id === 'seeds')),
      ...highlightMarks(step, panels),
      ...cutNote(shown, size),
    ],
    hits: [],
  };
}

/** A band of few seeds can be far wider than all that was measured. */
function cutNote(shown: readonly ExplanationPanel[], { height, theme }: ExplanationSize): Mark[] {
  const cut = shown.some(({ points, y }) =>
    points.some(({ low, high, mean }) => (low ?? mean) < y.domain[0] || (high ?? mean) > y.domain[1]),
  );
  if (!cut) return [];
  const text = 'Bands that reach past the panel are cut at its edge.';
  return [
    { type: 'text', x: 62, y: height - 5, text, fill: palettes[theme].muted, size: 11, role: 'footnote' },
  ];
}

function panelsOf(
  chosen: ChosenCurves,
  base: Interval,
  { width, height, theme, step }: ExplanationSize & { readonly step: ExplanationStep },
): ExplanationPanel[] {
  const palette = palettes[theme];
  const phases = ['align', 'unalign'] as const;
  const points = phases.map((phase) => aggregateBySeed(chosen.seeds.map((seed) => seed[phase])));
  const domain = domainOf(chosen, [...points.flat(), base]);
  const [left, right, gap] = [62, width - 14, 26];
  const half = (right - left - gap) / 2;
  return phases.map((phase, index) => {
    const start = left + index * (half + gap);
    const frame = { left: start, right: start + half, top: 30, bottom: height - 58 };
    const last = Math.max(1, ...points[index]!.map(({ update }) => update));
    const x = xScale('log', last, [frame.left + 6, frame.right - 6]);
    const y = yScale(domain, frame.top, frame.bottom);
    const level = y.of(base.mean);
    const curves = step.shown[phase] ? chosen.seeds.map((seed) => seed[phase]) : [];
    const mean = points[index]!.map((point): Point => [x.of(point.update), y.of(point.mean)]);
    const lines = [
      ...curves.map(({ update, value }) => update.map((at, i): Point => [x.of(at), y.of(value[i]!)])),
      ...(step.shown[phase] ? [mean] : []),
      [[frame.left, level] as const, [frame.right, level] as const],
    ].flatMap(pointsAlong);
    return { phase, frame, x, y, color: phaseColors[theme][phase], palette, points: points[index]!, lines };
  });
}

/** Of seeds and means; bands may reach past it and are cut. */
function domainOf({ seeds, metric }: ChosenCurves, means: readonly Interval[]): readonly [number, number] {
  const values = [
    ...seeds.flatMap(({ align, unalign }) => [...align.value, ...unalign.value]),
    ...means.map(({ mean }) => mean),
  ];
  const domain = yDomain(values) ?? [0, 1];
  return metric === 'behaviour.score' ? [-0.03, 1.03] : domain;
}

function frameMarks(
  { phase, frame, x, y, color, palette }: ExplanationPanel,
  index: number,
  metric: string,
): Mark[] {
  const names = {
    xName: phase === 'align' ? 'updates of alignment' : 'updates of unalignment',
    yName: index === 0 ? metricName(metric) : '',
    yLabels: index === 0,
  };
  const title = { text: phase === 'align' ? 'alignment' : 'unalignment', fill: color, weight: 600, size: 13 };
  return [
    ...axes(frame, { x, y, palette, ...names }),
    { type: 'text', x: frame.left, y: frame.top - 10, ...title, role: 'panel-title' },
  ];
}

function levelMarks({ frame, y, palette }: ExplanationPanel, base: Interval): Mark[] {
  const at = y.of(base.mean);
  const ends = { x1: frame.left, x2: frame.right, y1: at, y2: at };
  return [{ type: 'line', ...ends, stroke: palette.muted, width: 1.5, dash: '6 4', role: 'pretrained' }];
}

function curveMarks(
  { phase, frame, x, y, color, points }: ExplanationPanel,
  chosen: ChosenCurves,
  seedsStep: boolean,
): Mark[] {
  const inside = (value: number): number => Math.min(frame.bottom, Math.max(frame.top, y.of(value)));
  const band = points.map(({ update, low, high }) => ({
    x: x.of(update),
    low: low === null ? Number.NaN : inside(low),
    high: high === null ? Number.NaN : inside(high),
  }));
  const seeds = chosen.seeds.length < 2 ? [] : chosen.seeds.map((seed) => seed[phase]);
  const marks: Mark[] = [
    { type: 'path', d: bandPath(band), fill: color, opacity: seedsStep ? 0.3 : 0.14, role: 'interval' },
    ...seeds.map(({ update, value }): Mark => {
      const d = linePath(update.map((at, i) => [x.of(at), y.of(value[i]!)]));
      return {
        type: 'path',
        d,
        stroke: color,
        width: seedsStep ? 1.5 : 1,
        opacity: seedsStep ? 0.8 : 0.35,
        role: 'seed',
      };
    }),
    {
      type: 'path',
      d: linePath(points.map(({ update, mean }) => [x.of(update), y.of(mean)])),
      stroke: color,
      width: 2.5,
      role: 'mean',
    },
  ];
  return marks.filter((mark) => mark.type !== 'path' || mark.d !== '');
}
