// The plan of the schedule as it stands, drawn: what runs share, where they branch, what is trained already.
import { useCallback, useMemo } from 'react';
import { planGraph, planGraphHeight } from '../../charts/plan-graph.ts';
import type { CommandOutput } from '../../contract/window.ts';
import { Chart, type Draw } from '../chart.tsx';
import { WordsLine } from '../shell/words-line.tsx';

const planWords = ['step', 'trunk', 'cooldown', 'run'] as const;

export function PlanCard({ plan, stale }: { plan: CommandOutput<'schedule.plan'> | null; stale: boolean }) {
  return (
    <section className="card design-plan" aria-labelledby="design-plan-title" data-stale={stale}>
      <h2 id="design-plan-title">Plan</h2>
      {plan === null ? (
        <p className="design-help">Drawn once the schedule has no mistakes.</p>
      ) : (
        <PlanPicture plan={plan} />
      )}
    </section>
  );
}

function PlanPicture({ plan }: { plan: CommandOutput<'schedule.plan'> }) {
  const { steps, total } = plan;
  const draw = useCallback<Draw>((size) => planGraph(steps, { ...size, total }), [steps, total]);
  const height = useMemo(() => planGraphHeight(steps, 190, 460), [steps]);
  return (
    <>
      <Chart draw={draw} height={height} />
      <WordsLine names={planWords} />
    </>
  );
}
