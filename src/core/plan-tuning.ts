// The steps after θ0: the tuning phases in their order, or alignment in slices with a transfer between two of them, or
// joint training.
import { type Ancestry, type CommonSpec, plannedStep, rising } from './planned-step.ts';
import type { JointConfig, Schedule, TransferConfig, TuningConfig } from './schedule.ts';
import type { PlannedStep, StepSpec } from './step.ts';

type TuneSpec = Extract<StepSpec, { kind: 'tune' }>;

/** ceil(examples · epochs / batch). */
export const tuningUpdates = ({
  examples,
  epochs,
  batch,
}: Pick<TuningConfig, 'examples' | 'epochs' | 'batch'>): number => Math.ceil((examples * epochs) / batch);

/** The sign of l in each stage with D_t; both what drifts and what is even in l cancel over a cycle. */
export const jointCycle = [1, -1, -1, 1] as const;

/** l of each stage with D_t, in their order. */
export const jointShares = ({ ratio, share, cycles }: JointConfig): number[] =>
  Array.from({ length: cycles }, () => jointCycle.map((sign) => sign * share * (ratio + 1))).flat();

/** The last update of the stage without D_t, then of each stage with it. */
export const jointStages = (joint: JointConfig): number[] => [
  joint.updates,
  ...jointShares(joint).map((_, i) => joint.updates + (i + 1) * joint.stageUpdates),
];

/** The last update of slice `slice` of an alignment of `updates` updates. */
export const sliceEnd = (updates: number, slice: number, slices: number): number =>
  Math.round((slice * updates) / slices);

/** What follows θ0 (`base`) in one run, in the order of training. */
export function tuningPath(common: CommonSpec, schedule: Schedule, base: PlannedStep): PlannedStep[] {
  if (schedule.joint !== undefined) return [jointStep(common, schedule.joint, base.key)];
  if (schedule.transfer !== undefined) return transferPath(common, schedule, schedule.transfer, base.key);
  const path: PlannedStep[] = [];
  let aligned: string | null = null;
  for (const phase of ['align', 'unalign', 'realign'] as const) {
    const config = schedule[phase];
    if (config === undefined) continue;
    const parent = path.at(-1)?.key ?? base.key;
    const updates = tuningUpdates(config);
    const spec = tuneSpec(common, phase, config, { parent, to: updates });
    const step = plannedStep(spec, { parent, base: base.key, aligned, updates });
    if (phase === 'align') aligned = step.key;
    path.push(step);
  }
  return path;
}

function tuneSpec(
  common: CommonSpec,
  phase: TuneSpec['phase'],
  { evaluateAt, ...tuning }: TuningConfig,
  { parent, from = 0, to }: { parent: string; from?: number; to: number },
): TuneSpec {
  return {
    kind: 'tune',
    phase,
    ...common,
    parent,
    tuning,
    ...(from > 0 ? { from } : {}),
    to,
    evaluateAt: rising([...(from > 0 ? [] : [0]), ...evaluateAt.filter((at) => at > from && at < to), to]),
  };
}

/** Slices up to the later of the two, then the transfer. Its `aligned` is the generator: what it is trained toward. */
function transferPath(
  common: CommonSpec,
  { align }: Schedule,
  config: TransferConfig,
  base: string,
): PlannedStep[] {
  const { slices, from, onto, evaluateAt, ...transfer } = config;
  const path = sliceSteps(common, align!, { count: Math.max(from, onto), slices, base });
  const slice = (i: number): string => (i === 0 ? base : path[i - 1]!.key);
  const to = tuningUpdates(transfer);
  const spec: StepSpec = {
    kind: 'transfer',
    ...common,
    parent: slice(from),
    generator: slice(onto),
    transfer,
    to,
    evaluateAt: rising([0, ...evaluateAt.filter((at) => at < to), to]),
  };
  return [...path, plannedStep(spec, { parent: slice(from), base, aligned: slice(onto), updates: to })];
}

/** The first `count` of the equal parts of one alignment, each going on from the one before. */
function sliceSteps(
  common: CommonSpec,
  align: TuningConfig,
  { count, slices, base }: { count: number; slices: number; base: string },
): PlannedStep[] {
  const updates = tuningUpdates(align);
  const steps: PlannedStep[] = [];
  for (let slice = 1; slice <= count; slice++) {
    const [from, to] = [sliceEnd(updates, slice - 1, slices), sliceEnd(updates, slice, slices)];
    const parent = steps.at(-1)?.key ?? base;
    const spec = tuneSpec(common, 'align', align, { parent, from, to });
    const ancestry: Ancestry = { parent, base, aligned: null, updates: to - from };
    steps.push(plannedStep(spec, ancestry));
  }
  return steps;
}

/** Measured at the end of each stage. */
function jointStep(common: CommonSpec, joint: JointConfig, base: string): PlannedStep {
  const stages = jointStages(joint);
  const to = stages.at(-1)!;
  const spec: StepSpec = {
    kind: 'joint',
    ...common,
    parent: base,
    joint,
    to,
    evaluateAt: [0, ...stages],
  };
  return plannedStep(spec, { parent: base, base, aligned: null, updates: to });
}
