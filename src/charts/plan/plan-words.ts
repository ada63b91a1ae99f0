// What a plan's graph says: the labels along its lines, the notes at a step, the sentences below.
import { formatCount } from '../format.ts';
import { type PlanGroup, type PlanStep, type PlanTree, planStates } from './plan-tree.ts';

const kindWords: Readonly<Record<string, string>> = {
  trunk: 'pretraining',
  cooldown: 'cool-down to θ0',
  align: 'alignment',
  unalign: 'unalignment',
  realign: 'realignment',
  transfer: 'transfer',
  joint: 'joint training',
};

const plural = (count: number, one: string): string =>
  `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** What a root is, for the margin: `width 32, seed 1`, `width 32, 3 seeds`, `3 sizes, 8 seeds`. */
export function rootLabel({ steps }: PlanGroup): string {
  const heads = distinct(steps.map(({ label }) => label.split(' · ')[0]!));
  const seeds = distinct(steps.map(({ seed }) => seed));
  const what = heads.length === 1 ? heads[0]! : plural(heads.length, 'model');
  return `${what}, ${seeds.length === 1 ? `seed ${seeds[0]}` : plural(seeds.length, 'seed')}`;
}

/** What may stand along a group's line, the fullest first; a root's model stands in the margin. */
export function lineLabels(group: PlanGroup): string[] {
  const labels = distinct(group.steps.map(({ label }) => shortened(label)));
  const count = group.steps.length > 1 ? ` ×${formatCount(group.steps.length)}` : '';
  const label = labels.length === 1 ? labels[0]! : group.kind;
  return distinct([label, withoutUnit(label)].map((text) => `${text}${count}`));
}

/** `to 96.8 k tokens` -> `to 96.8 k`. */
const withoutUnit = (label: string): string =>
  label.replace(/(\d(?: [kMG])?) (?:tokens|examples|responses)$/, '$1');

const shortened = (label: string): string => (label.split(' · ')[1] ?? label).replace(/^cool-down /, '');

/** The lines of the note at a group. */
export function notesOf(group: PlanGroup): string[] {
  const [first] = group.steps;
  if (first === undefined) return [];
  const kind = kindWords[group.kind] ?? group.kind;
  if (group.steps.length === 1) return noteOfStep(first, kind);
  const seeds = distinct(group.steps.map(({ seed }) => seed));
  const labels = distinct(group.steps.map(({ label }) => label));
  const runs = Math.max(...group.steps.map(({ runs }) => runs));
  return [
    `${plural(group.steps.length, 'step')} of ${kind}, ${plural(seeds.length, 'seed')}`,
    labels.length <= 3 ? labels.join('; ') : `${labels.slice(0, 2).join('; ')} and ${labels.length - 2} more`,
    countsOf(group.steps),
    runs > 1 ? `each for up to ${plural(runs, 'run')}` : '',
  ].filter((line) => line !== '');
}

function noteOfStep(step: PlanStep, kind: string): string[] {
  const { label, seed, state, update, updates, tokens, runs } = step;
  const reached =
    state === 'new' || state === 'waiting'
      ? plural(updates, 'update')
      : `${update} of ${plural(updates, 'update')}`;
  return [
    `${label}, seed ${seed}`,
    `${kind}: ${state === 'new' ? 'not in the history' : state}`,
    `${reached}, ${formatCount(tokens)} tokens`,
    runs > 1 ? `shared by ${plural(runs, 'run')}` : '',
  ].filter((line) => line !== '');
}

/** `31 finished, 2 running, 30 waiting`. */
export function countsOf(steps: readonly Pick<PlanStep, 'state'>[]): string {
  return planStates
    .toReversed()
    .map((state) => ({ state, count: steps.filter((step) => step.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${formatCount(count)} ${state}`)
    .join(', ');
}

/** `total` may be more than what is drawn. */
export function sentencesOf(tree: PlanTree, steps: readonly PlanStep[], total: number): string[] {
  const shared = steps.filter(({ runs }) => runs > 1).length;
  return [
    `${plural(steps.length, 'step')}: ${countsOf(steps)}.`,
    shared > 0 ? `${formatCount(shared)} shared by several runs.` : '',
    tree.merged === 'seeds' ? 'Steps that differ by seed alone are drawn as one.' : '',
    tree.merged === 'alike' ? 'Steps that are alike are drawn as one.' : '',
    total > steps.length
      ? `The first ${formatCount(steps.length)} of ${formatCount(total)} steps are drawn.`
      : '',
  ].filter((sentence) => sentence !== '');
}
