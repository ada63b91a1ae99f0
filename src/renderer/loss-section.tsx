// Loss curves of one phase, one line per run. Pretraining is drawn against tokens, the other phases against updates.
import { memo, useCallback } from 'react';
import { lossChart } from '../charts/loss-chart.ts';
import { stageOf } from '../charts/nothing-measured.ts';
import type { ChartSeries } from '../charts/series.ts';
import type { XKind } from '../charts/x-scale.ts';
import type { Series } from '../contract/window.ts';
import { phaseTitles } from '../core/names.ts';
import { axisFrom } from './axis-choice.ts';
import { AxisSelect } from './axis-select.tsx';
import type { Draw } from './chart.tsx';
import { ChartCard } from './chart-card.tsx';
import { type ChartProps, pointsVersion } from './chart-props.ts';
import { liveBuckets, liveMilliseconds } from './live-pace.ts';
import { choiceGroups } from './shell/palette-entries.ts';
import { Segmented } from './shell/segmented.tsx';
import { tokensPerUpdate } from './tokens-per-update.ts';
import { useKeptSeries } from './use-kept-series.ts';
import { useFollowing } from './use-live.ts';

const none: Series[] = [];
const metric = 'train.loss';
const phases = ['pretrain', 'align', 'unalign', 'realign', 'transfer', 'joint'] as const;
type Phase = (typeof phases)[number];
const asChoice = (value: string) => ({ value, label: value });
const scales = ['linear', 'log'].map(asChoice);

/** Phases that the schedule has; pretraining is always there. */
function phasesOf(schedule: unknown): Phase[] {
  return phases.filter(
    (phase) => phase === 'pretrain' || (schedule as Record<string, unknown>)[phase] !== undefined,
  );
}

export const LossSection = memo(function LossSection(props: ChartProps) {
  const { id, axes, store, schedule, runs, choices, choose } = props;
  const phase = phasesOf(schedule).find((one) => one === choices.phase) ?? 'pretrain';
  const x: XKind = choices.lossX === 'log' ? 'log' : 'linear';
  const group = axisFrom(axes, choices.colours, axes[0] ?? null);
  const asked = { id, metric, phases: [phase], buckets: liveBuckets(runs.length, 150) };
  const followed = { store, version: pointsVersion(id) };
  const { value } = useFollowing(`${id} ${phase}`, followed, liveMilliseconds(runs.length, 700), () =>
    store.link.call('experiment.series', asked),
  );
  const series = useKeptSeries(value ?? none);
  const stage = stageOf(value, props.state);
  const draw: Draw = useCallback(
    (size) => {
      const tokens = phase === 'pretrain' ? (one: ChartSeries) => tokensPerUpdate(schedule, one) : null;
      return lossChart(series, {
        ...size,
        metric,
        phase,
        stage,
        group,
        x,
        tokensPerUpdate: tokens,
        planned: runs,
      });
    },
    [series, phase, stage, group, x, schedule, runs],
  );
  return (
    <ChartCard title="Training loss" file={`loss-${id}-${phase}.svg`} height={340} draw={draw}>
      <Segmented
        group={choiceGroups.drawn}
        id="loss.phase"
        label="Phase"
        options={phasesOf(schedule).map((one) => ({ value: one, label: phaseTitles[one] }))}
        value={phase}
        choose={(next) => choose({ phase: next })}
      />
      <Segmented
        group={choiceGroups.drawn}
        id="loss.x"
        label="Horizontal scale of the loss"
        options={scales}
        value={x}
        choose={(next) => choose({ lossX: next })}
      />
      {axes.length > 0 && (
        <AxisSelect
          label="Colours stand for"
          none="one colour"
          axes={axes}
          value={group}
          onChange={(next) => choose({ colours: next ?? '' })}
        />
      )}
    </ChartCard>
  );
});
