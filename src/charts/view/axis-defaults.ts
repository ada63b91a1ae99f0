// Which axes a trend and a heatmap stand on where the view leaves the choice open.
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { varyingPaths } from './run-values.ts';

/** What claims are made about comes first: amounts of alignment, of pretraining, size. */
const preferred = ['align.examples', 'pretrain.tokens', 'parameters', 'model.width'];

function candidates(runs: readonly ComparedRun[], taken: readonly (string | null)[]): string[] {
  const varying = varyingPaths(runs).filter((path) => path !== 'seed' && !taken.includes(path));
  const first = preferred.filter((path) => varying.includes(path));
  const own = varying.filter((path) => !preferred.includes(path));
  return [...first, ...own];
}

/** The axis of a trend, the rows of a heatmap; null where the runs differ in nothing. */
export function againstOf(view: View, runs: readonly ComparedRun[]): string | null {
  const taken = [view.colour, view.dash, view.column, view.row, view.second];
  return view.against ?? candidates(runs, taken)[0] ?? candidates(runs, [])[0] ?? null;
}

/** The columns of a heatmap: another axis, or the updates of the phase, which are n⁻ where it unaligns. */
export function secondOf(view: View, runs: readonly ComparedRun[]): string {
  if (view.second !== null) return view.second;
  const first = againstOf(view, runs);
  const varying = varyingPaths(runs);
  return first !== 'unalign.examples' && varying.includes('unalign.examples')
    ? 'unalign.examples'
    : 'updates';
}
