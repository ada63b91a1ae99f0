// The plan of an experiment as it is now: read from the host now and then, moved by the trainers' progress in between.
import { useMemo } from 'react';
import type { PlanNode } from '../../contract/monitor.ts';
import type { TrainerStatus } from '../../contract/window.ts';
import { useLive } from '../use-live.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';

/** Plans of more steps are read, and drawn, less often. */
const large = 400;

export function usePlan(
  store: WorkbenchStore,
  workbench: Workbench,
  id: number | null,
): readonly PlanNode[] | null {
  const summary = workbench.experiments?.find((each) => each.id === id);
  const steps = summary?.progress.steps ?? 0;
  const finished = `${summary?.progress.stepsFinished}/${summary?.progress.stepsFailed}/${summary?.state}`;
  const running = workbench.trainers.map(({ step }) => step).join();
  const version = `${finished} ${running} ${workbench.epoch}`;
  const { value } = useLive(`plan ${id}`, version, steps > large ? 3000 : 700, async () =>
    id === null ? [] : store.link.call('experiment.plan', { id }),
  );
  const trainers = steps > large ? none : workbench.trainers;
  return useMemo(() => (value === null ? null : withProgress(value, trainers)), [value, trainers]);
}

const none: readonly TrainerStatus[] = [];

/** The same list where no step moved. */
export function withProgress(
  nodes: readonly PlanNode[],
  trainers: readonly TrainerStatus[],
): readonly PlanNode[] {
  const held = new Map(trainers.flatMap((each) => (each.step === null ? [] : [[each.step, each] as const])));
  if (!nodes.some(({ key }) => held.has(key))) return nodes;
  return nodes.map((node) => {
    const trainer = held.get(node.key);
    if (trainer === undefined || node.state === 'finished') return node;
    return { ...node, state: 'running', update: Math.max(node.update, trainer.update) };
  });
}
