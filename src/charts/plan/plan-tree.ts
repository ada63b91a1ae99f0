// A plan as a tree that fits its place: where there are more branches than rows, steps that are alike are drawn as one,
// first those that differ by seed alone, then, from the last phase inwards, those that differ in their label.
import type { PhaseName } from '../../core/schedule.ts';

export const planStates = [
  'new',
  'waiting',
  'running',
  'interrupted',
  'finished',
  'failed',
  'cancelled',
] as const;
export type PlanState = (typeof planStates)[number];

/** As the window's `experiment.plan` and `schedule.plan` answer. Parents come before children. */
export interface PlanStep {
  readonly key: string;
  readonly kind: string;
  readonly phase: PhaseName;
  readonly parent: string | null;
  readonly seed: number;
  readonly label: string;
  readonly updates: number;
  readonly tokens: number;
  readonly state: PlanState;
  readonly update: number;
  readonly runs: number;
}

/** One or more steps that are drawn as one. */
export interface PlanGroup {
  readonly steps: PlanStep[];
  readonly children: PlanGroup[];
  readonly kind: string;
  readonly phase: PhaseName;
  readonly parent: PlanGroup | null;
  /** Ancestors of the same kind: a trunk's pieces and alignment's slices follow each other. */
  readonly depth: number;
}
export interface PlanTree {
  readonly roots: readonly PlanGroup[];
  /** In the order in which they are drawn: ancestors before descendants, branch after branch. */
  readonly groups: readonly PlanGroup[];
  /** Ends of branches. */
  readonly leaves: number;
  /** What is drawn as one: nothing, seeds, or more. */
  readonly merged: 'nothing' | 'seeds' | 'alike';
}

/** The finest tree with at most `mostLeaves` ends, or the coarsest there is. */
export function planTree(steps: readonly PlanStep[], mostLeaves: number): PlanTree {
  const places = placesOf(steps);
  const last = Math.max(0, ...places.values());
  let tree = build(steps, 'nothing', (step) => step.key);
  if (tree.leaves <= mostLeaves) return tree;
  tree = build(steps, 'seeds', ({ kind, label }) => `${kind} ${label}`);
  for (let from = last; from >= 0 && tree.leaves > mostLeaves; from--) {
    tree = build(steps, 'alike', ({ key, kind, label }) =>
      places.get(key)! >= from ? kind : `${kind} ${label}`,
    );
  }
  return tree;
}

/** How many steps come before each one on its path. */
function placesOf(steps: readonly PlanStep[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const { key, parent } of steps) places.set(key, parent === null ? 0 : (places.get(parent) ?? -1) + 1);
  return places;
}

/** Steps with equal names under one group are one group. */
function build(
  steps: readonly PlanStep[],
  merged: PlanTree['merged'],
  name: (step: PlanStep) => string,
): PlanTree {
  const groupOf = new Map<string, PlanGroup>();
  const named = new Map<PlanGroup | null, Map<string, PlanGroup>>();
  const roots: PlanGroup[] = [];
  for (const step of steps) {
    const parent = (step.parent === null ? null : groupOf.get(step.parent)) ?? null;
    const siblings = named.get(parent) ?? new Map<string, PlanGroup>();
    named.set(parent, siblings);
    const own = name(step);
    const group = siblings.get(own) ?? newGroup(step, parent);
    if (!siblings.has(own)) (parent?.children ?? roots).push(group);
    siblings.set(own, group);
    group.steps.push(step);
    groupOf.set(step.key, group);
  }
  const groups = roots.flatMap(ordered);
  return { roots, groups, leaves: groups.filter(({ children }) => children.length === 0).length, merged };
}

function newGroup({ kind, phase }: PlanStep, parent: PlanGroup | null): PlanGroup {
  let depth = 0;
  for (let above = parent; above !== null; above = above.parent) if (above.kind === kind) depth++;
  return { steps: [], children: [], kind, phase, parent, depth };
}

/** A trunk goes on before its branches do, so that it is drawn as one straight line. */
function ordered(root: PlanGroup): PlanGroup[] {
  const list: PlanGroup[] = [];
  const waiting = [root];
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    list.push(group);
    group.children.sort((a, b) => Number(b.kind === 'trunk') - Number(a.kind === 'trunk'));
    waiting.push(...group.children.toReversed());
  }
  return list;
}

/** Updates done of those of a group, 0 … 1; steps without an update count as done when they are finished. */
export function shareOf({ steps }: Pick<PlanGroup, 'steps'>): number {
  const total = steps.reduce((sum, { updates }) => sum + updates, 0);
  if (total === 0) return steps.every(({ state }) => state === 'finished') ? 1 : 0;
  const done = steps.reduce(
    (sum, { state, update, updates }) => sum + (state === 'finished' ? updates : update),
    0,
  );
  return Math.min(1, done / total);
}

/** The most telling state of a group; `partly`: some are finished, the others wait. */
export function stateOf({ steps }: Pick<PlanGroup, 'steps'>): PlanState | 'partly' {
  const states = new Set(steps.map(({ state }) => state));
  if (states.size === 1) return steps[0]!.state;
  for (const telling of ['failed', 'running', 'interrupted'] as const)
    if (states.has(telling)) return telling;
  if (states.has('finished')) return 'partly';
  return states.has('waiting') ? 'waiting' : 'cancelled';
}
