// The path of unalignment in the plane of three distances. θ0, θ1 and θ make a triangle whose sides were measured; its
// corner θ lies at a place along the line from θ0 to θ1, and so far beside it. To which side is not known.
import type { ComparedRun } from '../../core/frozen-data.ts';
import type { PhaseName } from '../../core/schedule.ts';
import { type SeriesIndex, seriesOf } from './curve-lines.ts';

export interface PathPoint {
  readonly update: number;
  /** Along θ0 → θ1, from θ0; and the distance from that line. Both in the units of the weights. */
  readonly along: number;
  readonly beside: number;
}

/** Law of cosines: sides a = ‖θ − θ0‖, b = ‖θ − θ1‖, d = ‖θ1 − θ0‖ > 0. A triangle that rounding has opened lies flat. */
export function corner(a: number, b: number, d: number): { along: number; beside: number } {
  const along = (a * a + d * d - b * b) / (2 * d);
  return { along, beside: Math.sqrt(Math.max(0, a * a - along * along)) };
}

/** null where a distance was not measured, or alignment did not move the weights. */
export function weightPath(
  index: SeriesIndex,
  run: ComparedRun,
  phase: PhaseName = 'unalign',
): PathPoint[] | null {
  const [base, aligned] = (['weights.toBase', 'weights.toAligned'] as const).map((metric) =>
    seriesOf(index, run, phase, metric),
  );
  if (base === undefined || aligned === undefined) return null;
  const d = alignedDistance(index, run);
  if (d === null || !(d > 0)) return null;
  const other = new Map(aligned.update.map((update, i) => [update, aligned.mean[i]]));
  const points = base.update.flatMap((update, i): PathPoint[] => {
    const [a, b] = [base.mean[i], other.get(update)];
    if (a === null || a === undefined || b === null || b === undefined) return [];
    return [{ update, ...corner(a, b, d) }];
  });
  return points.length === 0 ? null : points;
}

/** ‖θ1 − θ0‖: where unalignment starts, or alignment ended. */
function alignedDistance(index: SeriesIndex, run: ComparedRun): number | null {
  const start = seriesOf(index, run, 'unalign', 'weights.toBase');
  if (start?.update[0] === 0) return start.mean[0] ?? null;
  return seriesOf(index, run, 'align', 'weights.toBase')?.mean.at(-1) ?? null;
}
