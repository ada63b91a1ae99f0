// The small print of curves: what lines and bands are, n, what is missing, pooled, reduced or refused; and the chart told in
// words.
import { metricName, phaseTitles } from '../../core/names.ts';
import { counted } from '../../core/number-text.ts';
import { formatCount, formatEstimate } from '../format.ts';
import type { LineCurve, MeanPoint } from './curve-lines.ts';
import type { CurveData } from './curves-chart.ts';
import { inView } from './in-view.ts';
import { pathName } from './run-values.ts';

export function curveNotes(data: CurveData): string[] {
  const { view, panels } = data;
  const curves = panels.flatMap((panel) => panel.curves);
  const ns = curves.flatMap((curve) => meansInView(data, curve).map(({ n }) => n));
  return [
    lines(view.show, ns),
    panels.some(({ levels }) => levels.length > 0)
      ? `Dashed: the pretrained model before alignment, ${panels.some(({ levels }) => levels.some(({ level }) => level.n > 1)) ? 'mean over seeds' : 'one seed'}.`
      : '',
    pooledNote(data.arrangement.pooled),
    ended(curves, data),
    missing(data),
    reduced(data),
    refusedNote(data),
    view.zoom === null ? '' : 'Zoomed: not all points are in view.',
  ].filter((note) => note !== '');
}

function meansInView({ view, x }: CurveData, curve: LineCurve): readonly MeanPoint[] {
  if (view.zoom === null) return curve.mean;
  const within = inView(view, x, curve);
  return curve.mean.filter((point) => within(point.x));
}

function lines(show: CurveData['view']['show'], ns: readonly number[]): string {
  if (ns.length === 0) return '';
  const [low, high] = ns.reduce(([a, b], n) => [Math.min(a, n), Math.max(b, n)], [Infinity, 0]);
  if (!show.mean) return 'Each line is one run.';
  const count = low === high ? `n = ${high}` : `n = ${low}–${high}`;
  if (high < 2) return `Lines: a single seed (n = 1), so no interval can be given.`;
  const band = show.interval
    ? `; bands: 95 % Student t interval of that mean${low < 2 ? ', where two or more seeds are measured' : ''}`
    : '';
  return `Thick lines: mean over seeds (${count})${band}${show.seeds ? '; faint lines: each run' : ''}.`;
}

export const pooledNote = (pooled: readonly string[]): string =>
  pooled.length === 0 ? '' : `Averaged over ${pooled.map(pathName).join(', ')} within each seed.`;

/** A mean along which runs end is of fewer and fewer, and not of the same ones. */
function ended(curves: readonly LineCurve[], { view }: CurveData): string {
  if (!view.show.mean) return '';
  const uneven = curves.some(({ seeds }) => {
    const [first, ...rest] = seeds.map(({ x }) => x.at(-1));
    return rest.some((last) => last !== first);
  });
  return uneven ? 'Runs differ in length: where some have ended, a mean is of those that go on.' : '';
}

function missing({ arrangement, panels, revealed }: CurveData): string {
  const there = new Set(
    panels.flatMap(({ curves }) => curves.flatMap(({ seeds }) => seeds.map(({ run }) => run))),
  );
  const asked = arrangement.panels.flatMap(({ lines: own }) =>
    own.filter(({ series }) => revealed.has(series)).flatMap(({ runs }) => runs),
  );
  const gone = asked.length - there.size;
  return gone > 0
    ? `${gone} of ${counted(asked.length, 'run')} ${gone === 1 ? 'has' : 'have'} no point here.`
    : '';
}

function reduced({ view, x: scale, panels }: CurveData): string {
  const curves = panels.flatMap((panel) => panel.curves);
  let [most, gaps, points] = [1, 0, 0];
  for (const curve of curves) {
    const within = view.zoom === null ? null : inView(view, scale, curve);
    for (const { x, count, y } of curve.seeds)
      for (let i = 0; i < x.length; i++) {
        if (within !== null && !within(x[i]!)) continue;
        const own = count[i]!;
        if (own > most) most = own;
        points += own;
        if (Number.isNaN(y[i]!)) gaps++;
      }
  }
  const total = `${view.zoom?.x == null ? '' : 'In view: '}${formatCount(points)} ${points === 1 ? 'measurement' : 'measurements'}`;
  return [
    points === 0
      ? ''
      : most === 1
        ? points === 1
          ? `${total}.`
          : `${total}, every one drawn.`
        : `${total}; a point stands for up to ${formatCount(most)}.`,
    curves.some(({ interpolated }) => interpolated)
      ? 'Where the points of runs do not coincide, means are of values interpolated between them.'
      : '',
    gaps > 0
      ? `${formatCount(gaps)} ${gaps === 1 ? 'value is missing or not finite and leaves a gap' : 'values are missing or not finite and leave gaps'}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function refusedNote({ view, y, refused }: CurveData): string {
  if (view.yScale !== 'log') return '';
  if (y.kind !== 'log') return 'No value is above 0, so the vertical scale is linear.';
  return refused === 0
    ? ''
    : `${formatCount(refused)} ${refused === 1 ? 'value of 0 or less has' : 'values of 0 or less have'} no place on the log scale.`;
}

/** For those who cannot see it: what is drawn, then where each line begins and ends. */
export function curveSummary(data: CurveData): string {
  const { view, panels, arrangement } = data;
  const phases = view.phases.map((phase) => phaseTitles[phase]).join(', ');
  const head = `${metricName(view.metric)} over ${view.x} of ${phases}, ${counted(arrangement.runs.length, 'run')}.`;
  const [shown, all] = [data.revealed.size, arrangement.series.length];
  const waiting = shown < all ? `${shown} of ${all} series are shown yet.` : '';
  const curves = panels.flatMap((panel, i) =>
    panel.curves.map((curve) => ({ curve, title: arrangement.panels[i]!.title })),
  );
  const told = curves.slice(0, 24).map(({ curve, title }) => {
    const there = meansInView(data, curve);
    const [first, last] = [there[0], there.at(-1)];
    if (first === undefined || last === undefined) return '';
    const name = [curve.line.name, title, phaseTitles[curve.phase]].filter(Boolean).join(', ');
    return `${name}: from ${formatEstimate(first.mean)} to ${formatEstimate(last.mean)}, n = ${last.n}.`;
  });
  const more = curves.length > told.length ? `${curves.length - told.length} more lines.` : '';
  return [head, waiting, ...told, more, ...curveNotes(data)].filter(Boolean).join(' ');
}
