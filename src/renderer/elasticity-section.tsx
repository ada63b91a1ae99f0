// The elasticity chart with its switches: metric, x scale, which axis is lines, which is panels, what is held fixed.
import { Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { memo, useCallback, useMemo } from 'react';
import { elasticityChart } from '../charts/elasticity-chart.ts';
import { stageOf } from '../charts/nothing-measured.ts';
import { axisValues } from '../charts/series.ts';
import type { XKind } from '../charts/x-scale.ts';
import type { Series } from '../contract/window.ts';
import type { PhaseName } from '../core/schedule.ts';
import { choiceFrom, heldFrom, heldValues, holding, restOf } from './axis-choice.ts';
import { AxisSelect, ValueSelect } from './axis-select.tsx';
import type { Draw } from './chart.tsx';
import { ChartCard } from './chart-card.tsx';
import { type ChartProps, pointsVersion } from './chart-props.ts';
import { liveBuckets, liveMilliseconds } from './live-pace.ts';
import { choiceGroups } from './shell/palette-entries.ts';
import { Segmented } from './shell/segmented.tsx';
import { Term } from './shell/term.tsx';
import { useKeptSeries } from './use-kept-series.ts';
import { useFollowing } from './use-live.ts';

const none: Series[] = [];
const metrics = [
  { value: 'behaviour.score', label: 'Score' },
  { value: 'behaviour.logOdds', label: 'Log-odds' },
];
const scales = [
  { value: 'log', label: 'log x' },
  { value: 'linear', label: 'linear x' },
];

/** The metric that the schedule declares before the run; the schedule's own default where it does not. */
function primaryMetric(schedule: unknown): string {
  const declared = (schedule as { metric?: unknown } | null)?.metric;
  return metrics.some(({ value }) => value === declared) ? String(declared) : 'behaviour.logOdds';
}

const updatesOfUnalignment = (runs: ChartProps['runs']): number =>
  Math.max(
    0,
    ...runs.flatMap(({ steps }) =>
      steps.filter(({ kind }) => kind === 'unalign').map(({ updates }) => updates),
    ),
  );

export const ElasticitySection = memo(function ElasticitySection(props: ChartProps) {
  const { axes, id, store, choices, choose } = props;
  const declared = useMemo(() => primaryMetric(props.schedule), [props.schedule]);
  const metric = metrics.find(({ value }) => value === choices.metric)?.value ?? declared;
  const x: XKind = choices.x === 'linear' ? 'linear' : 'log';
  const choice = useMemo(
    () => choiceFrom(axes, choices.lines, choices.panels),
    [axes, choices.lines, choices.panels],
  );
  const picked = useMemo(() => heldFrom(choices.held), [choices.held]);
  const { length } = props.runs;
  const asked = {
    id,
    metric,
    phases: ['align', 'unalign'] satisfies PhaseName[],
    buckets: liveBuckets(length, 600),
  };
  const followed = { store, version: pointsVersion(id) };
  const { value } = useFollowing(`${id} ${metric}`, followed, liveMilliseconds(length, 500), () =>
    store.link.call('experiment.series', asked),
  );
  const series = useKeptSeries(value ?? none);
  const stage = stageOf(value, props.state);
  const rest = useMemo(() => restOf(axes, choice), [axes, choice]);
  const held = useMemo(() => heldValues(props.runs, rest, picked), [props.runs, rest, picked]);
  const planned = useMemo(() => holding(props.runs, held), [props.runs, held]);
  const plannedUpdates = useMemo(() => updatesOfUnalignment(planned), [planned]);
  const draw: Draw = useCallback(
    (size) =>
      elasticityChart(holding(series, held), {
        ...size,
        ...choice,
        metric,
        x,
        expectedRuns: planned.length,
        stage,
        planned,
        plannedUpdates,
      }),
    [series, held, choice, metric, x, planned, plannedUpdates, stage],
  );
  // A chart that is cut off by the screen's lower edge has no horizontal axis.
  const short = useMediaQuery('(max-height: 799px)', false, { getInitialValueInEffect: false });
  const panels = choice.facet === null ? 1 : Math.max(1, axisValues(props.runs, choice.facet).length);
  return (
    <ChartCard
      title="Elasticity"
      file={`elasticity-${id}-${metric}.svg`}
      height={panels > 4 ? 640 : short ? 350 : 430}
      draw={draw}
      footer={<HowToRead />}
    >
      <Segmented
        group={choiceGroups.drawn}
        id="elasticity.metric"
        label="Metric"
        options={metrics}
        value={metric}
        choose={(next) => choose({ metric: next })}
      />
      <Segmented
        group={choiceGroups.drawn}
        id="elasticity.x"
        label="Horizontal scale"
        options={scales}
        value={x}
        choose={(next) => choose({ x: next })}
      />
      {axes.length > 0 && (
        <AxisSelect
          label="Lines stand for"
          none="one line"
          axes={axes}
          value={choice.group}
          onChange={(group) =>
            choose({ lines: group ?? '', panels: choice.facet === group ? '' : (choice.facet ?? '') })
          }
        />
      )}
      {axes.length > 1 && (
        <AxisSelect
          label="Panels stand for"
          none="one panel"
          axes={axes.filter((axis) => axis !== choice.group)}
          value={choice.facet}
          onChange={(facet) => choose({ panels: facet ?? '', lines: choice.group ?? '' })}
        />
      )}
      {rest.map((axis) => (
        <ValueSelect
          key={axis}
          axis={axis}
          values={axisValues(props.runs, axis)}
          value={held[axis]}
          onChange={(next) => choose({ held: JSON.stringify({ ...picked, [axis]: next }) })}
        />
      ))}
    </ChartCard>
  );
});

const HowToRead = () => (
  <Text size="xs" className="quiet" mt={6} maw="38rem">
    Each line begins at <Term name="theta1" /> and shows what <Term name="unalignment" /> does update by
    update; dashed is <Term name="theta0" />. Where a line meets it, the model is back in this measure, which
    may be in passing. A line that begins further from it has a longer way, so which line is back first does
    not tell alone which <Term name="rebound" /> is stronger; the index <Term name="indexR" /> compares equal
    distances. Words: <Term name="score" />, <Term name="logOdds" />, <Term name="interval" />,{' '}
    <Term name="seed" />, <Term name="update" />.
  </Text>
);
