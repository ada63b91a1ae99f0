// What the toolbar offers: charts, reductions, paths and metrics as people read them. Pure.
import { againstOf, secondOf } from '../../charts/view/axis-defaults.ts';
import { channelOf, pathName, varyingPaths } from '../../charts/view/run-values.ts';
import type { ComparedRun } from '../../core/frozen-data.ts';
import { metricName } from '../../core/names.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { ChartKind, Reduction, View } from '../../core/view.ts';

export interface Choice<T extends string = string> {
  readonly value: T;
  readonly label: string;
}

export const chartChoices: readonly Choice<ChartKind>[] = [
  { value: 'curves', label: 'Curves' },
  { value: 'trend', label: 'Trend' },
  { value: 'heatmap', label: 'Heatmap' },
  { value: 'path', label: 'Weight path' },
  { value: 'hooke', label: 'Hooke' },
  { value: 'resistance', label: 'Resistance' },
  { value: 'ledger', label: 'Claims' },
  { value: 'samples', label: 'Samples' },
];

export const reductionChoices: readonly Choice<Reduction>[] = [
  { value: 'last', label: 'value at the end' },
  { value: 'change', label: 'change over the phase' },
  { value: 'early', label: 'change over the first updates' },
  { value: 'updatesToReturn', label: 'updates to return to θ0' },
  { value: 'area', label: 'mean over the phase' },
  { value: 'resistanceIndex', label: 'resistance index R' },
];

/** What the phases of a comparison may be; the value is their names joined. */
const phaseSets: readonly Choice[] = [
  { value: 'align,unalign', label: 'alignment, unalignment' },
  { value: 'pretrain,align,unalign', label: 'all, end to end' },
  { value: 'pretrain', label: 'pretraining' },
  { value: 'align', label: 'alignment' },
  { value: 'unalign', label: 'unalignment' },
  { value: 'align,unalign,realign', label: 'to realignment' },
  { value: 'realign', label: 'realignment' },
  { value: 'transfer', label: 'transfer' },
  { value: 'joint', label: 'joint training' },
];

/** Those that some run has, and what is chosen now. */
export function phaseChoices(runs: readonly ComparedRun[], now: readonly PhaseName[]): Choice[] {
  const known = new Set(runs.flatMap(({ tokensPerUpdate }) => Object.keys(tokensPerUpdate)));
  const own = now.join(',');
  const offered = phaseSets.filter(
    ({ value }) => value === own || value.split(',').every((phase) => known.has(phase)),
  );
  return offered.some(({ value }) => value === own) ? offered : [{ value: own, label: own }, ...offered];
}

/** Primary metrics first; then by set. */
const first = [
  'behaviour.logOdds',
  'behaviour.score',
  'behaviour.cost',
  'kl.fromBase',
  'kl.toBase',
  'train.loss',
];
export function metricChoices(known: readonly string[], now: string): Choice[] {
  const all = known.includes(now) ? known : [now, ...known];
  const rank = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  return all
    .toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((name) => ({ value: name, label: metricName(name) === name ? name : metricName(name) }));
}

/** Paths that these runs differ in; the chosen one stays even where they do not. */
export function pathChoices(runs: readonly ComparedRun[], now: string | null, seeds = true): Choice[] {
  const varying = varyingPaths(runs).filter((path) => seeds || path !== 'seed');
  const all = now !== null && now !== 'updates' && !varying.includes(now) ? [now, ...varying] : varying;
  return all.map((path) => ({ value: path, label: pathName(path) }));
}

/** What no side of the view stands for: averaged over, or held at one value. */
export function restPaths(view: View, runs: readonly ComparedRun[]): string[] {
  const used = new Set<string | null>([view.colour, view.dash, view.column, view.row]);
  if (view.chart === 'trend' || view.chart === 'heatmap') used.add(againstOf(view, runs));
  if (view.chart === 'heatmap') used.add(secondOf(view, runs));
  const offered = new Set(['experiment', ...runs.flatMap(({ values }) => Object.keys(values))]);
  const held = Object.keys(view.selection.held);
  const open = varyingPaths(runs).filter((path) => offered.has(path) && !used.has(path));
  return [...new Set([...held, ...open])];
}

/** Every value of an axis as its JSON text, numbers by size. */
export function heldChoices(runs: readonly ComparedRun[], path: string): Choice[] {
  const { values, labels } = channelOf(runs, path);
  return values.flatMap((value, i) =>
    value === undefined ? [] : [{ value: JSON.stringify(value), label: labels[i]! }],
  );
}
