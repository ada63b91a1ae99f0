// From numbers per seed to an estimator of a claim: estimate, interval, test, and how it will be judged once the p-values
// of the whole ledger are corrected together.
import { bootstrapClusters, errorOfMeans, meanOfMeans } from '../elasticity/bootstrap.ts';
import { type Equivalence, equivalence } from '../elasticity/equivalence.ts';
import { mean, tInterval } from '../elasticity/interval.ts';
import { pairedT } from '../elasticity/paired-tests.ts';
import { allEqual, type TestResult } from '../elasticity/test-result.ts';
import { type Judgement, verdictOf } from '../elasticity/verdict.ts';
import { verdictOfEquality } from '../elasticity/verdict-of-equality.ts';
import { verdictOfTest } from '../elasticity/verdict-of-test.ts';
import { metricWords, phaseTitle } from '../names.ts';
import type { LedgerChart, LedgerEstimator, LedgerInterval, LedgerTable, Summary } from './ledger-schema.ts';

/** An estimator before the correction for the family that it is in. */
export interface Draft extends Pick<LedgerEstimator, 'id' | 'name' | 'estimate' | 'n' | 'units' | 'test'> {
  readonly interval: LedgerInterval | null;
  readonly p: number | null;
  /** Not of the family that is corrected: an equivalence test, whose small p says that two numbers are the same. */
  readonly alone?: true;
  judge(adjusted: number | null): Judgement;
}
/** All that a claim's file has to say. */
export interface ClaimDraft {
  readonly title: string;
  readonly statement: string;
  readonly estimators: readonly Draft[];
  readonly tables: readonly LedgerTable[];
  readonly charts: readonly LedgerChart[];
  readonly notes: readonly string[];
  readonly paper: readonly LedgerTable[];
}

export const level = 0.95;
/** Of every bootstrap and permutation: the ledger of the same data is the same ledger. */
export const drawSeed = 20_240_610;

export const finite = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : value;

/** Each seed's numbers; seeds without any are left out. */
export type BySeed = ReadonlyMap<number, readonly number[]>;

/** Null values and values that are not finite are left out. */
export function bySeed<T extends { readonly seed: number }>(
  list: readonly T[],
  value: (item: T) => number | null,
): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const item of list) {
    const number = finite(value(item));
    if (number === null) continue;
    const before = found.get(item.seed);
    if (before === undefined) found.set(item.seed, [number]);
    else before.push(number);
  }
  return found;
}

export const seedMeans = (values: BySeed): number[] => [...values.values()].map((list) => mean(list));

export function summaryOf(values: BySeed): Summary {
  const seeds = seedMeans(values);
  if (seeds.length === 0) return { mean: null, low: null, high: null, n: 0, seeds };
  return { ...tInterval(seeds, level), seeds };
}

export interface About {
  readonly id: string;
  readonly name: string;
  readonly units: string;
  readonly claimed: 'positive' | 'negative';
  readonly minimumSeeds?: number;
  /** Why there may be nothing, or less than was planned. */
  readonly note?: string | null;
  /** What the number is the mean of; default: `the mean over seeds`. */
  readonly of?: string;
}

const judged = (about: About) => ({
  claimed: about.claimed,
  level,
  ...(about.minimumSeeds === undefined ? {} : { minimumSeeds: about.minimumSeeds }),
});

/** A mean over seeds that the claim says is above (or below) 0: Student's t interval and paired t test. */
export function meanEstimator(values: BySeed, about: About): Draft {
  const seeds = seedMeans(values);
  const test = pairedT(seeds);
  const interval = seeds.length === 0 ? null : tInterval(seeds, level);
  return draft(about, {
    estimate: interval?.mean ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    n: seeds.length,
    of: `${about.of ?? 'the mean over seeds'}, Student's t`,
    test,
  });
}

/** The same mean with the hierarchical bootstrap: seeds are drawn, then cells within them. */
export function hierarchicalEstimator(values: BySeed, about: About): Draft {
  const clusters = [...values.values()];
  const drawn = bootstrapClusters(clusters, meanOfMeans, {
    seed: drawSeed,
    level,
    within: true,
    standardError: errorOfMeans,
  });
  const seeds = seedMeans(values);
  return draft(about, {
    ...(allEqual(seeds) ? { ...drawn, low: drawn.estimate, high: drawn.estimate } : drawn),
    of: `${about.of ?? 'the mean over seeds'}, hierarchical bootstrap`,
    test: pairedT(seeds),
  });
}

interface Parts {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly of: string;
  readonly test: TestResult;
}

export function draft(about: About, { estimate, low, high, n, of, test }: Parts): Draft {
  const evidence = { estimate: finite(estimate), low: finite(low), high: finite(high), n };
  const note = about.note ?? test.note;
  return {
    id: about.id,
    name: about.name,
    units: about.units,
    estimate: evidence.estimate,
    interval: evidence.low === null && evidence.high === null ? null : { ...bounds(evidence), level, of },
    n,
    test: test.test,
    p: finite(test.p?.twoSided),
    judge: (adjustedP) => verdictOf({ ...evidence, ...judged(about), adjustedP, note }),
  };
}

const bounds = ({ low, high }: { low: number | null; high: number | null }) => ({ low, high });

/** A test of an order or of times, which has a p-value and no interval. */
export function testEstimator(test: TestResult, about: About & { readonly n: number }): Draft {
  const { minimumSeeds, n, note } = about;
  const told = note === null || note === undefined ? test : { ...test, note };
  return {
    id: about.id,
    name: about.name,
    units: about.units,
    estimate: finite(test.statistic),
    interval: null,
    n,
    test: test.test,
    p: finite(test.p?.twoSided),
    judge: (adjustedP) =>
      verdictOfTest({
        test: told,
        claimed: about.claimed === 'positive' ? 'up' : 'down',
        n,
        adjustedP,
        ...(minimumSeeds === undefined ? {} : { minimumSeeds }),
      }),
  };
}

/** A mean over seeds that the claim says is `center`, within a margin: two one-sided tests. */
export function equalityEstimator(
  values: readonly number[],
  about: About & { readonly center: number; readonly margin: number },
): Draft {
  const { center, margin, minimumSeeds, note } = about;
  const result: Equivalence =
    values.length === 0 ? noEquivalence(center, margin) : equivalence(values, { center, margin });
  const { low, high, intervalLevel, n } = result;
  const same = values.length > 1 && allEqual(values);
  const evidence = {
    estimate: finite(result.mean),
    low: finite(same ? result.mean : low),
    high: finite(same ? result.mean : high),
    intervalLevel,
    center,
    margin,
    n,
    note: note ?? result.note,
    ...(minimumSeeds === undefined ? {} : { minimumSeeds }),
  };
  return {
    id: about.id,
    name: about.name,
    units: about.units,
    estimate: evidence.estimate,
    interval:
      evidence.low === null
        ? null
        : {
            ...bounds(evidence),
            level: intervalLevel,
            of: `${about.of ?? 'the mean over seeds'}, two one-sided t`,
          },
    n,
    test: `equivalence to ${center} ± ${margin}`,
    p: finite(result.p),
    alone: true,
    judge: () => verdictOfEquality(evidence),
  };
}

const noEquivalence = (center: number, margin: number): Equivalence => ({
  mean: null,
  low: null,
  high: null,
  intervalLevel: 0.9,
  p: null,
  equivalent: null,
  n: 0,
  center,
  margin,
  note: 'nothing to test',
});

/** A metric that no run of a phase has, in words. */
export const neverMeasured = (metric: string, phase: string): string =>
  `${metricWords(metric)} was never measured during ${phaseTitle(phase)} of a finished run`;
