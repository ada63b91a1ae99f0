// What a run is grouped by: its axis values, and what every run has: experiment, seed, parameters, pretraining tokens.
import type { ComparedRun } from '../../core/frozen-data.ts';
import { isolated } from '../../core/isolated.ts';
import { axisName } from '../../core/names.ts';
import { axisValue, formatCount } from '../format.ts';
import { valueKey } from '../series.ts';

/** Paths that are no axis of a schedule. */
export const ownPaths = ['experiment', 'parameters', 'seed'] as const;

/** Varied or fixed by the run's schedule; undefined where that does not say. */
export function runValue(run: ComparedRun, path: string): unknown {
  switch (path) {
    case 'experiment':
      return run.experiment;
    case 'seed':
      return run.seed;
    case 'parameters':
      return run.parameters;
    case 'pretrain.tokens':
      return run.values[path] ?? run.fixed?.[path] ?? run.pretrainTokens;
    default:
      return run.values[path] ?? run.fixed?.[path];
  }
}

export const pathName = (path: string): string => (path === 'updates' ? 'update' : axisName(path));

/** What one side of a view stands for: the distinct values of a path over all runs, and what they are called. */
export interface Channel {
  readonly path: string;
  readonly values: readonly unknown[];
  readonly labels: readonly string[];
  /** Index of the run's value. */
  of(run: ComparedRun): number;
}

/** Numbers by size, anything else in the order of appearance, runs without a value last. */
export function channelOf(runs: readonly ComparedRun[], path: string): Channel {
  const byKey = distinct(runs, path);
  const there = [...byKey.values()].filter((value) => value !== undefined);
  const numbers = there.every((value) => typeof value === 'number');
  const sorted = numbers ? (there as number[]).sort((a, b) => a - b) : there;
  const values = byKey.size > sorted.length ? [...sorted, undefined] : sorted;
  const places = new Map(values.map((value, index) => [valueKey(value), index]));
  let labels: readonly string[] | null = null;
  return {
    path,
    values,
    // Most channels are asked for their values alone.
    get labels() {
      labels ??= values.map((value) => valueLabel(runs, path, value));
      return labels;
    },
    of: (run) => places.get(valueKey(runValue(run, path))) ?? -1,
  };
}

/** Values of a path over all runs, in the order of appearance. */
function distinct(runs: readonly ComparedRun[], path: string): Map<unknown, unknown> {
  const byKey = new Map<unknown, unknown>();
  for (const run of runs) {
    const value = runValue(run, path);
    byKey.set(valueKey(value), value);
  }
  return byKey;
}

function valueLabel(runs: readonly ComparedRun[], path: string, value: unknown): string {
  if (value === undefined) return 'not varied';
  if (path === 'experiment') return experimentLabel(runs, Number(value));
  if (path === 'parameters') return formatCount(Number(value));
  return axisValue(value);
}

/** Its name, with its number where two experiments have one name. */
function experimentLabel(runs: readonly ComparedRun[], id: number): string {
  const name = runs.find((run) => run.experiment === id)?.experimentName ?? '';
  const twin = runs.some((run) => run.experimentName === name && run.experiment !== id);
  return twin ? `${isolated(name)} (${id})` : isolated(name);
}

/** Paths in which these runs differ: axes first, in the order of appearance. */
export function varyingPaths(runs: readonly ComparedRun[]): string[] {
  const axes = [...new Set(runs.flatMap(({ values }) => Object.keys(values)))];
  return [...axes, ...ownPaths].filter((path) => distinct(runs, path).size > 1);
}

/** A run in words: `width 32, seed 3`. */
export function runLabel({ values, seed }: ComparedRun): string {
  const parts = Object.entries(values).map(([path, value]) => `${axisName(path)} ${axisValue(value)}`);
  return [...parts, `seed ${seed}`].join(', ');
}
