// The share of runs that have not yet returned, over updates: a Kaplan–Meier step line per arm; a tick where a run ended
// before it had.
import type { LedgerChart } from '../core/claims/ledger-schema.ts';
import { counted } from '../core/number-text.ts';
import { lineColor } from './color.ts';
import { emptyScene } from './empty-scene.ts';
import { type FigureSize, figure } from './figure.ts';
import { formatCount, formatValue } from './format.ts';
import type { Hit, Mark, Scene } from './scene.ts';
import { xScale } from './x-scale.ts';
import { yScale } from './y-scale.ts';

export type SurvivalData = Extract<LedgerChart, { type: 'survival' }>;
type Group = SurvivalData['groups'][number];

export function survivalChart(data: SurvivalData, size: FigureSize): Scene {
  if (data.groups.length === 0)
    return emptyScene(
      size,
      size.theme,
      data.title,
      'No finished run has left the level that it would return to.',
    );
  const color = (i: number): string => lineColor(size.theme, i, data.groups.length);
  const last = Math.max(...data.groups.map((group) => group.last));
  const runs = data.groups.reduce((sum, { n }) => sum + n, 0);
  const censored = data.groups.reduce((sum, group) => sum + group.censored.length, 0);
  return figure(
    {
      title: data.title,
      legend: data.groups.map(({ name, n }, i) => ({
        label: `${name} (n = ${n})`,
        color: color(i),
        shape: null,
      })),
      notes: [
        `Kaplan–Meier over ${counted(runs, 'run')}; ${censored} of them ended before ${censored === 1 ? 'it' : 'they'} returned (${censored === 1 ? 'a tick' : 'ticks'} across a line).`,
      ],
      xName: `${data.xName} (log scale of 1 + updates)`,
      yName: 'share not yet back',
      draw(frame) {
        const x = xScale('log', last, [frame.left, frame.right - 8]);
        const y = yScale([-0.03, 1.03], frame.top, frame.bottom);
        return {
          y,
          ticks: x.ticks.map((tick) => ({ at: x.of(tick), label: formatCount(tick) })),
          marks: data.groups.flatMap((group, i) => groupMarks(group, color(i), x.of, y.of)),
          hits: data.groups.flatMap((group, i) => groupHits(group, color(i), x.of, y.of)),
        };
      },
    },
    size,
  );
}

type Place = (value: number) => number;

/** Survival just after a time. */
const survivalAt = ({ steps }: Group, time: number): number =>
  steps.findLast((step) => step.time <= time)?.survival ?? 1;

function groupMarks(group: Group, stroke: string, x: Place, y: Place): Mark[] {
  let at = 1;
  let d = `M${round(x(0))},${round(y(1))}`;
  for (const { time, survival } of group.steps) {
    d += `L${round(x(time))},${round(y(at))}L${round(x(time))},${round(y(survival))}`;
    at = survival;
  }
  d += `L${round(x(group.last))},${round(y(at))}`;
  const ticks = [...new Set(group.censored)].map((time): Mark => {
    const middle = y(survivalAt(group, time));
    return {
      type: 'line',
      x1: x(time),
      y1: middle - 5,
      x2: x(time),
      y2: middle + 5,
      stroke,
      width: 1.5,
      role: 'censored',
    };
  });
  return [{ type: 'path', d, stroke, width: 2, role: 'survival' }, ...ticks];
}

const groupHits = (group: Group, color: string, x: Place, y: Place): Hit[] =>
  group.steps.map(({ time, survival }) => ({
    x: x(time),
    y: y(survival),
    color,
    lines: [group.name, `update ${formatValue(time, 1)}`, `${formatValue(survival * 100, 0)} % not yet back`],
  }));

const round = (value: number): number => Math.round(value * 100) / 100;
