// The plan of one experiment, colouring in as it trains.
import { Text, Title } from '@mantine/core';
import { memo, useCallback, useMemo } from 'react';
import { planGraph, planGraphHeight } from '../../charts/plan-graph.ts';
import type { PlanNode } from '../../contract/monitor.ts';
import { Chart, type Draw } from '../chart.tsx';
import { hashOf } from '../router.ts';

interface Props {
  readonly id: number;
  readonly name: string;
  readonly nodes: readonly PlanNode[] | null;
}

export const PlanPanel = memo(function PlanPanel({ id, name, nodes }: Props) {
  const draw: Draw = useCallback((size) => planGraph(nodes ?? [], size), [nodes]);
  // The place keeps its height while states change, so that nothing jumps.
  const count = nodes?.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height depends on the plan's shape alone
  const height = useMemo(() => planGraphHeight(nodes ?? [], 170, 460), [id, count]);
  return (
    <section className="card" aria-labelledby="plan-title">
      <div className="panel-head">
        <Title order={2} size="h5" id="plan-title">
          Plan
        </Title>
        <Text size="sm" className="quiet panel-of">
          of <a href={hashOf({ page: 'experiment', id })}>{name}</a>
        </Text>
      </div>
      {nodes === null ? <div style={{ height }} /> : <Chart draw={draw} height={height} />}
    </section>
  );
});
