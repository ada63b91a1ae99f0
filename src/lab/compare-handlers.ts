// The commands of `contract/compare.ts`: runs of any experiments beside each other.
import type { compareCommands } from '../contract/compare.ts';
import type { ComparedRun } from '../core/frozen-data.ts';
import { batchOf } from '../core/planned-step.ts';
import { phaseOfSpec } from '../core/step.ts';
import { LabError } from './failure.ts';
import type { HandlersOf, LabParts } from './handlers.ts';
import type { ComparedRow } from './ports.ts';
import { runState } from './progress.ts';
import { parametersOf } from './submission.ts';

export function compareHandlers({ ports }: LabParts): HandlersOf<typeof compareCommands> {
  const { comparison } = ports.history;
  return {
    'compare.series': ({ runs, ...query }) => ({
      runs: comparison.runs(runs).map((row) => comparedRun(row)),
      series: comparison.series(runs, query),
    }),
    'compare.metrics': ({ runs }) => comparison.metrics(runs),
    'compare.samples': ({ runs }) => comparison.samples(runs),
    'compare.points': ({ run, metrics }) => {
      if (comparison.runs([run]).length === 0) throw new LabError('missing', `there is no run ${run}`);
      return comparison.points(run, metrics);
    },
  };
}

function comparedRun({ steps, ...row }: ComparedRow): ComparedRun {
  const specs = steps.map(({ spec }) => spec);
  const perUpdate = specs.map((spec) => [phaseOfSpec(spec), batchOf(spec), spec.model.context] as const);
  const pretrain = specs.findLast((spec) => phaseOfSpec(spec) === 'pretrain');
  return {
    ...row,
    values: row.values as ComparedRun['values'],
    state: runState(steps.map(({ state }) => state)),
    parameters: specs[0] === undefined ? 0 : parametersOf(specs[0]),
    pretrainTokens: pretrain === undefined ? 0 : pretrain.to * batchOf(pretrain) * pretrain.model.context,
    examplesPerUpdate: Object.fromEntries(perUpdate.map(([phase, batch]) => [phase, batch])),
    tokensPerUpdate: Object.fromEntries(perUpdate.map(([phase, batch, context]) => [phase, batch * context])),
  };
}
