// Which runs a view is of: a selection held against the history. Pure.
import type { HistoryRun } from '../../contract/history.ts';
import { compileFilter, type FilterFailure } from '../../core/filter/compile.ts';
import type { Selection, View } from '../../core/view.ts';
import { type Described, filterRowOf } from '../history/history-rows.ts';
import { unsettled } from './settle-view.ts';

export interface Chosen {
  /** Also those that are left out by hand: they keep their places in the legend. */
  readonly ids: readonly number[];
  readonly error: FilterFailure['error'] | null;
}

/** A filter that cannot be read lets nothing be dropped. Ids rise, so that an equal selection asks an equal question. */
export function selectRuns(
  selection: Selection,
  runs: readonly HistoryRun[],
  summaries: readonly (Described & { readonly id: number })[],
): Chosen {
  const [experiments, single] = [new Set(selection.experiments), new Set(selection.runs)];
  const union = runs.filter((run) => experiments.has(run.experiment) || single.has(run.id));
  const filter = compileFilter(selection.filter);
  if (filter.error !== undefined) return { ids: idsOf(union), error: filter.error };
  if (selection.filter.trim() === '') return { ids: idsOf(union), error: null };
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  return {
    ids: idsOf(union.filter((run) => filter.test(filterRowOf(run, byId.get(run.experiment))))),
    error: null,
  };
}

const idsOf = (runs: readonly HistoryRun[]): number[] => runs.map(({ id }) => id).sort((a, b) => a - b);

/** `runs` drawn no longer, or, where all of them were left out, drawn again. */
export function toggled(selection: Selection, runs: readonly number[]): Selection {
  const out = new Set(selection.without);
  const all = runs.every((id) => out.has(id));
  for (const id of runs) all ? out.delete(id) : out.add(id);
  return { ...selection, without: [...out].sort((a, b) => a - b) };
}

/** Of the runs that are `drawn`, only `kept` are drawn on. */
export function onlyThese(
  selection: Selection,
  drawn: readonly number[],
  kept: readonly number[],
): Selection {
  const keep = new Set(kept);
  const out = new Set([...selection.without, ...drawn.filter((id) => !keep.has(id))]);
  return { ...selection, without: [...out].sort((a, b) => a - b) };
}

/** The runs of these experiments: what nobody chose is chosen for them, what means nothing without its runs is dropped. */
export function withExperiments(
  view: View,
  experiments: readonly number[],
  runs: readonly HistoryRun[],
): View {
  const inside = new Set(experiments);
  const out = view.selection.without.filter((id) =>
    runs.some((run) => run.id === id && inside.has(run.experiment)),
  );
  return {
    ...unsettled(view),
    zoom: null,
    selection: { ...view.selection, experiments: [...experiments], without: out },
  };
}
