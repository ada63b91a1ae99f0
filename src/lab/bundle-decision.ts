// What becomes of each experiment of a bundle in this history: the same, new, or new under a name that is taken.
import type { BundleExperiment } from '../core/bundle/bundle.ts';
import { isolated } from '../core/isolated.ts';
import { LabError } from './failure.ts';
import type { ExperimentRow, History } from './ports.ts';

export type Decision =
  | { readonly kind: 'same'; readonly row: ExperimentRow }
  | { readonly kind: 'new'; readonly taken: boolean };

/**
 * An experiment is the same where it was created at the same millisecond with the same runs and steps: whatever either
 * side calls it by now.
 */
export function decide(
  experiments: readonly BundleExperiment[],
  history: History,
): Map<BundleExperiment, Decision> {
  const rows = history.experiments();
  const byCreated = Map.groupBy(rows, ({ created }) => created);
  const names = new Set(rows.filter(({ trashed }) => trashed === null).map(({ name }) => name));
  return new Map(
    experiments.map((experiment): [BundleExperiment, Decision] => {
      const same = (byCreated.get(experiment.created) ?? []).find((row) => isSame(experiment, row, history));
      if (same !== undefined) return [experiment, { kind: 'same', row: same }];
      return [experiment, { kind: 'new', taken: names.has(experiment.name) }];
    }),
  );
}

function isSame({ plan }: BundleExperiment, { id }: ExperimentRow, history: History): boolean {
  if (history.runs(id).length !== plan.runs.length) return false;
  const keys = new Set(history.steps(id).map(({ key }) => key));
  return keys.size === plan.steps.length && plan.steps.every(({ key }) => keys.has(key));
}

/** Throws a `conflict` that names the experiments whose names are taken. */
export function requireNames(decisions: ReadonlyMap<BundleExperiment, Decision>): void {
  const taken = [...decisions].filter(([, decision]) => decision.kind === 'new' && decision.taken);
  if (taken.length === 0) return;
  const names = taken.map(([{ name }]) => `“${isolated(name)}”`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  throw new LabError(
    'conflict',
    `another experiment here is named ${names.slice(0, 5).join(', ')}${more}: nothing was imported; import with renaming, or rename yours first`,
  );
}
