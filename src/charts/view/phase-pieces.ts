// Phases laid end to end: where each begins on the axis of a curve chart, in its unit.
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { View } from '../../core/view.ts';
import { perUpdate, type SeriesIndex, seriesOf } from './curve-lines.ts';

export interface PhasePiece {
  readonly phase: PhaseName;
  readonly at: number;
  readonly length: number;
}

/** Every phase begins where the longest of the phase before it ends. Phases that no run has measured have no piece. */
export function phasePieces(
  view: Pick<View, 'phases' | 'metric' | 'x'>,
  runs: readonly ComparedRun[],
  index: SeriesIndex,
): PhasePiece[] {
  let at = 0;
  return view.phases.flatMap((phase) => {
    let last = Number.NaN;
    for (const run of runs) {
      const end = seriesOf(index, run, phase, view.metric)?.update.at(-1);
      const x = end === undefined ? Number.NaN : end * perUpdate(run, phase, view.x);
      if (!Number.isNaN(x) && !(x <= last)) last = x;
    }
    if (Number.isNaN(last)) return [];
    const piece = { phase, at, length: last || 1 };
    at += piece.length;
    return [piece];
  });
}
