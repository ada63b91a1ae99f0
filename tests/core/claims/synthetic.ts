// Experiments with curves of known truth, for the ledger's tests. Seeds differ by a small seeded wobble.

import { combinations } from '../../../src/core/axes.ts';
import type { ClaimCurve, ClaimInput, ClaimRun } from '../../../src/core/claims/run-views.ts';
import { fromLogOdds } from '../../../src/core/elasticity/log-odds.ts';
import { parseSchedule } from '../../../src/core/parse-schedule.ts';
import { Random } from '../../../src/core/random.ts';
import type { PhaseName } from '../../../src/core/schedule.ts';

export const updates = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];

export function scheduleWith(change: Record<string, unknown>) {
  return parseSchedule({
    springback: 1,
    name: 'synthetic',
    corpus: { kind: 'reviews' },
    model: { width: 16, layers: 1 },
    pretrain: { tokens: 100_000 },
    align: { examples: 2048 },
    unalign: { examples: 2048 },
    seeds: seeds(8),
    ...change,
  });
}
export const seeds = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

export const curve = (
  phase: PhaseName,
  metric: string,
  at: readonly number[],
  value: (update: number) => number,
): ClaimCurve => ({ phase, metric, update: at, value: at.map(value) });

/** Behaviour of both phases in log-odds, with the score that goes with it. */
export function behaviour(phase: 'align' | 'unalign', at: (update: number) => number): ClaimCurve[] {
  return [
    curve(phase, 'behaviour.logOdds', updates, at),
    curve(phase, 'behaviour.score', updates, (update) => fromLogOdds(at(update))),
  ];
}

/** One run per combination of axes and seed. `wobble` is a standard normal number of the seed and the combination. */
export function experiment(
  change: Record<string, unknown>,
  curves: (run: { values: Record<string, unknown>; seed: number; wobble: number }) => ClaimCurve[],
): ClaimInput {
  const schedule = scheduleWith(change);
  const all = combinations(schedule, Object.keys(schedule.axes));
  const runs = schedule.seeds.flatMap((seed, s) =>
    all.map((values, i): ClaimRun => {
      const wobble = Random.at(seed, `wobble ${i}`).normal();
      const own = curves({ values: values as Record<string, unknown>, seed, wobble });
      return { run: s * all.length + i + 1, seed, values, state: 'finished', curves: own };
    }),
  );
  return { schedule, runs };
}

/** Aligned to 3 in `forward` updates, back to 0 in `back` updates and on down at `after` of that pace. */
export function reboundCurves(options: {
  readonly forward: number;
  readonly back: number;
  readonly after?: number;
  readonly base?: number;
}): ClaimCurve[] {
  const { forward, back, after = 1, base = 0 } = options;
  const up = (update: number): number => base + 3 * Math.min(1, update / forward);
  const down = (update: number): number =>
    update <= back ? base + 3 * (1 - update / back) : base - (3 * after * (update - back)) / back;
  return [
    ...behaviour('align', up),
    ...behaviour('unalign', down),
    curve('unalign', 'kl.fromBase', updates, (update) => 0.02 + Math.abs(down(update) - base) / 10),
    curve('unalign', 'weights.toBase', updates, (update) => 1 + Math.abs(down(update) - base)),
  ];
}

/** No number in it is NaN or infinite, which JSON would turn into null without a word. */
export function everyNumber(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}: ${value}`];
  if (typeof value === 'string') return /NaN|Infinity|undefined/.test(value) ? [`${path}: ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => everyNumber(inner, `${path}.${name}`));
}
