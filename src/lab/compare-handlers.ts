// The commands of `contract/compare.ts`: runs of any experiments beside each other.
import type { compareCommands } from '../contract/compare.ts';
import { withValue, withValues } from '../core/axes.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { ComparedRun } from '../core/frozen-data.ts';
import { batchOf } from '../core/planned-step.ts';
import type { Schedule } from '../core/schedule.ts';
import { valueAt } from '../core/schedule-shape.ts';
import { phaseOfSpec } from '../core/step.ts';
import { LabError } from './failure.ts';
import type { HandlersOf, LabParts } from './handlers.ts';
import type { ComparedRow } from './ports.ts';
import { runState } from './progress.ts';
import { parametersOf } from './submission.ts';

type Fixed = NonNullable<ComparedRun['fixed']>;

export function compareHandlers({ ports }: LabParts): HandlersOf<typeof compareCommands> {
  const { comparison } = ports.history;
  return {
    'compare.series': ({ runs, ...query }) => {
      const rows = comparison.runs(runs);
      const varied = variedValues(rows);
      return {
        runs: rows.map((row) => comparedRun(row, varied)),
        series: comparison.series(runs, query),
      };
    },
    'compare.metrics': ({ runs }) => comparison.metrics(runs),
    'compare.samples': ({ runs }) => comparison.samples(runs),
    'compare.points': ({ run, metrics }) => {
      if (comparison.runs([run]).length === 0) throw new LabError('missing', `there is no run ${run}`);
      return comparison.points(run, metrics);
    },
  };
}

function comparedRun(compared: ComparedRow, varied: Varied): ComparedRun {
  const { steps, schedule: _, ...row } = compared;
  const fixed = fixedValues(compared, varied);
  const specs = steps.map(({ spec }) => spec);
  const perUpdate = specs.map((spec) => [phaseOfSpec(spec), batchOf(spec), spec.model.context] as const);
  const pretrain = specs.findLast((spec) => phaseOfSpec(spec) === 'pretrain');
  return {
    ...row,
    values: row.values as ComparedRun['values'],
    ...(Object.keys(fixed).length === 0 ? {} : { fixed }),
    state: runState(steps.map(({ state }) => state)),
    parameters: specs[0] === undefined ? 0 : parametersOf(specs[0]),
    pretrainTokens: pretrain === undefined ? 0 : pretrain.to * batchOf(pretrain) * pretrain.model.context,
    examplesPerUpdate: Object.fromEntries(perUpdate.map(([phase, batch]) => [phase, batch])),
    tokensPerUpdate: Object.fromEntries(perUpdate.map(([phase, batch, context]) => [phase, batch * context])),
  };
}

/** The values of each axis that any of the runs varies, each once. */
type Varied = ReadonlyMap<string, readonly unknown[]>;

function variedValues(rows: readonly ComparedRow[]): Varied {
  const found = new Map<string, Map<string, unknown>>();
  for (const { values } of rows)
    for (const [path, value] of Object.entries(values)) {
      const known = found.get(path) ?? new Map<string, unknown>();
      found.set(path, known.set(canonicalJson(value), value));
    }
  return new Map([...found].map(([path, known]) => [path, [...known.values()]]));
}

/** Of axes that others vary: what its own schedule says, or its model where that follows from the schedule. */
function fixedValues({ schedule, values, steps }: ComparedRow, varied: Varied): Fixed {
  const open = [...varied].filter(([path]) => values[path] === undefined);
  if (open.length === 0) return {};
  const own = {
    ...(withValues(schedule, values) as Schedule),
    ...(steps[0] && { model: steps[0].spec.model }),
  };
  return Object.fromEntries(
    open.flatMap(([path, others]) => {
      const value = asOthersSay(valueAt(own, path.split('.')), others);
      return value === undefined ? [] : [[path, value as Fixed[string]]];
    }),
  );
}

/**
 * An axis may give a part of what a schedule says in full: the value that it gives where that would change nothing. undefined
 * where the schedule does not say, or says at length what no other run is called by.
 */
function asOthersSay(value: unknown, others: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const own = canonicalJson(value);
  return others.find((other) => canonicalJson(withValue(value, [], other)) === own);
}
