// Which step is trained next: pure decisions over the steps' states. Starting it is the scheduler's work.
import type { StepRow } from './ports.ts';

export interface QueueView {
  /** The wanted steps of each experiment, the first experiment first. */
  readonly experiments: readonly { readonly id: number; readonly keys: readonly string[] }[];
  readonly step: (key: string) => StepRow;
  /** Steps that a trainer holds now. */
  readonly held: ReadonlySet<string>;
  /** Equal for steps that belong to one pretraining trunk, null for other steps. */
  readonly trunk: (key: string) => string | null;
}
export interface Choice {
  readonly experiment: number;
  readonly key: string;
}

/** What decides the compiled sessions that a trainer keeps: prefer to hand it more of the same. */
export const modelOf = ({ spec }: StepRow): string =>
  JSON.stringify([spec.device, spec.model, spec.tokenizer, spec.corpusKey]);

/**
 * Every step that could start now, in the order of the queue: no trainer holds it, and its parent, θ0 and θ1 are
 * finished. A trunk's step starts from whatever of the trunk is there, so it has no parent to wait for; but it waits
 * for shorter pieces that are wanted too, or the same updates would be trained twice.
 */
export function* readySteps(view: QueueView): Generator<Choice> {
  const seen = new Set<string>();
  const next = nextOfTrunks(view);
  for (const { id, keys } of view.experiments) {
    for (const key of keys) {
      if (seen.has(key)) continue;
      seen.add(key);
      if (isReady(view, view.step(key), next)) yield { experiment: id, key };
    }
  }
}

/** The next step for a trainer that last trained `lastModel`: the same model before another, within one experiment. */
export function chooseStep(view: QueueView, lastModel: string | null): Choice | null {
  let first: Choice | null = null;
  for (const choice of readySteps(view)) {
    if (first !== null && choice.experiment !== first.experiment) break;
    if (lastModel === null || modelOf(view.step(choice.key)) === lastModel) return choice;
    first ??= choice;
  }
  return first;
}

function isReady(view: QueueView, step: StepRow, next: ReadonlyMap<string, number>): boolean {
  if (!isPending(step) || view.held.has(step.key)) return false;
  const trunk = view.trunk(step.key);
  if (trunk !== null) return next.get(trunk) === step.spec.to;
  return needsOf(step).every((key) => view.step(key).state === 'finished');
}

const isPending = ({ state }: StepRow): boolean => state === 'waiting' || state === 'interrupted';

/** The steps that must be finished before; none for a trunk's. */
function needsOf({ spec, parent, base, aligned }: StepRow): string[] {
  return spec.kind === 'trunk' ? [] : [parent, base, aligned].filter((key) => key !== null);
}

/** Trunk -> where its shortest unfinished piece ends. */
function nextOfTrunks(view: QueueView): Map<string, number> {
  const shortest = new Map<string, number>();
  for (const key of view.experiments.flatMap(({ keys }) => keys)) {
    const trunk = view.trunk(key);
    if (trunk === null) continue;
    const step = view.step(key);
    if (!isPending(step) && step.state !== 'running') continue;
    shortest.set(trunk, Math.min(shortest.get(trunk) ?? Number.POSITIVE_INFINITY, step.spec.to));
  }
  return shortest;
}

/**
 * How an experiment stands: `open` while a step of it can still be trained, otherwise `finished` when all are, or
 * `failed`. A step whose ancestor failed can not be trained, so one failure ends only the runs that pass through it.
 */
export function outcome(
  keys: readonly string[],
  step: (key: string) => StepRow,
): 'open' | 'finished' | 'failed' {
  const dead = new Set<string>();
  let failed = false;
  for (const key of keys) {
    const row = step(key);
    if (row.state === 'finished') continue;
    const blocked = needsOf(row).some((need) => dead.has(need));
    if (!blocked && row.state !== 'failed' && row.state !== 'cancelled') return 'open';
    dead.add(key);
    failed = true;
  }
  return failed ? 'failed' : 'finished';
}
