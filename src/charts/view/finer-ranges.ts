// Which updates of which runs a zoomed view is read at finer resolution. It follows from the view and from what was measured
// alone, so that a link, a saved view and a slide are drawn from the same points.
import type { ComparedRun, ComparedSeries, FrozenData } from '../../core/frozen-data.ts';
import type { PhaseName } from '../../core/schedule.ts';
import type { View } from '../../core/view.ts';
import { shownRuns } from './arrange-runs.ts';
import { indexSeries, perUpdate, type SeriesIndex, seriesOf } from './curve-lines.ts';
import { phasePieces } from './phase-pieces.ts';
import { weightPath } from './weight-path.ts';

export interface FinerRange {
  readonly runs: readonly number[];
  readonly phase: PhaseName;
  readonly updates: readonly [number, number];
  readonly buckets: number;
}
/** More than half of a range is in view, and a wide chart has about so many pixels; of many runs, no more points in all. */
const mostBuckets = 1000;
const leastBuckets = 200;
const mostPoints = 60_000;

/** Empty where nothing is zoomed, or all that is in view is already drawn point by point. */
export function finerRanges(view: View, data: FrozenData): FinerRange[] {
  const runs = view.zoom === null ? [] : shownRuns(view, data);
  if (runs.length === 0) return [];
  const index = indexSeries(data);
  const buckets = Math.min(mostBuckets, Math.max(leastBuckets, Math.floor(mostPoints / runs.length)));
  const asked =
    view.chart === 'curves'
      ? curveRanges(view, runs, index)
      : view.chart === 'path'
        ? pathRanges(view, runs, index)
        : [];
  return asked.map((range) => ({ ...range, buckets }));
}

type Asked = Omit<FinerRange, 'buckets'>;

/** The part of each phase that is in view; a phase that is in view as a whole stays as it is. */
function curveRanges(view: View, runs: readonly ComparedRun[], index: SeriesIndex): Asked[] {
  const [left, right] = view.zoom?.x ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return phasePieces(view, runs, index).flatMap(({ phase, at, length }): Asked[] => {
    const [low, high] = [Math.max(0, left - at), Math.min(length, right - at)];
    if (!(low < high) || (low === 0 && high === length)) return [];
    // Examples and tokens of one update differ from run to run: each kind is asked for its own updates.
    const kinds = Map.groupBy(runs, (run) => perUpdate(run, phase, view.x));
    return [...kinds].flatMap(([unit, own]): Asked[] => {
      if (!(unit > 0)) return [];
      const updates = around(low / unit, high / unit);
      const reduced = own.filter((run) => isReduced(seriesOf(index, run, phase, view.metric), updates));
      return reduced.length === 0 ? [] : [{ runs: reduced.map(({ id }) => id), phase, updates }];
    });
  });
}

/** From the first to the last update whose place lies in the box. */
function pathRanges(view: View, runs: readonly ComparedRun[], index: SeriesIndex): Asked[] {
  const { x, y } = view.zoom ?? { x: null, y: null };
  const within = (value: number, range: readonly [number, number] | null): boolean =>
    range === null || (value >= range[0] && value <= range[1]);
  return (['unalign', 'realign'] as const).flatMap((phase): Asked[] => {
    const [inside, reduced]: [number[], number[]] = [[], []];
    for (const run of runs) {
      const points = weightPath(index, run, phase) ?? [];
      const at = points.flatMap((p, i) => (within(p.along, x) && within(p.beside, y) ? [i] : []));
      if (at.length === 0) continue;
      // The lines that lead into the box and out of it are in view too.
      inside.push(points[Math.max(0, at[0]! - 1)]!.update, (points[at.at(-1)! + 1] ?? points.at(-1)!).update);
      if (seriesOf(index, run, phase, 'weights.toBase')?.count.some((count) => count > 1))
        reduced.push(run.id);
    }
    if (reduced.length === 0) return [];
    return [{ runs: reduced, phase, updates: around(Math.min(...inside), Math.max(...inside)) }];
  });
}

/**
 * A little more than what is in view, on a grid that small steps of a pan do not leave: its unit is a power of two between
 * a sixteenth and an eighth of the range.
 */
function around(low: number, high: number): [number, number] {
  const room = (high - low) / 8;
  const unit = Math.max(1, 2 ** Math.floor(Math.log2(room)));
  return [Math.max(0, Math.floor((low - room) / unit) * unit), Math.ceil((high + room) / unit) * unit];
}

/** Whether a point in the range, or beside it, stands for more than one measurement. */
function isReduced(series: ComparedSeries | undefined, [from, until]: readonly [number, number]): boolean {
  if (series === undefined) return false;
  const { update, count } = series;
  const first = update.findIndex((at) => at >= from);
  const begin = Math.max(0, (first < 0 ? update.length : first) - 1);
  for (let i = begin; i < update.length; i++) {
    if (count[i]! > 1) return true;
    if (update[i]! > until) break;
  }
  return false;
}

/** The same data with these series in place of what they are a finer reading of. */
export function withFiner(data: FrozenData, finer: readonly ComparedSeries[]): FrozenData {
  const better = indexSeries({ series: [...finer] });
  const series = data.series.map((one) => better.get(`${one.run} ${one.phase} ${one.metric}`) ?? one);
  return { ...data, series };
}
