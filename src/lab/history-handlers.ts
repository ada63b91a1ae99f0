// The commands of `contract/history.ts`.
import type { HistoryExperiment, historyCommands } from '../contract/history.ts';
import type { CommandOutput } from '../contract/window.ts';
import type { Schedule } from '../core/schedule.ts';
import { valueAt } from '../core/schedule-shape.ts';
import type { StepSpec } from '../core/step.ts';
import { Cleanup } from './cleanup.ts';
import type { BackupFile } from './disk-port.ts';
import { LabError } from './failure.ts';
import type { HandlersOf, LabParts } from './handlers.ts';
import { runState, stateWithin } from './progress.ts';
import type { Experiment } from './records.ts';
import { parametersOf } from './submission.ts';

/** More than this and the windows read the whole list again instead. */
const announcedOneByOne = 20;

export function historyHandlers(parts: LabParts): HandlersOf<typeof historyCommands> {
  const { ports, announcer } = parts;
  const { history, disk } = ports;
  const cleanup = new Cleanup(parts);
  return {
    'history.runs': () => historyRuns(parts),
    'history.experiments': () => historyExperiments(parts),
    'history.usage': () => ({ ...disk.usage(), free: ports.freeBytes(), points: history.figures.points() }),
    'experiment.annotate': ({ ids, ...marks }) => {
      requireAll(parts, { experiments: ids, runs: [] });
      history.marks.annotateExperiments(ids, marks);
      return tellMarked(parts, ids);
    },
    'run.annotate': ({ ids, ...marks }) => {
      requireAll(parts, { experiments: [], runs: ids });
      history.marks.annotateRuns(ids, marks);
      return tellMarked(parts, []);
    },
    'history.tag': (change) => {
      requireAll(parts, change);
      history.marks.tag(change);
      return tellMarked(parts, change.experiments);
    },
    'experiment.trash': ({ ids }) => {
      requireAll(parts, { experiments: ids, runs: [] });
      for (const id of ids) requireAtRest(parts, id);
      history.marks.setTrashed(ids, new Date(ports.now()).toISOString());
      return tellMarked(parts, ids);
    },
    'experiment.untrash': ({ ids }) => {
      requireAll(parts, { experiments: ids, runs: [] });
      history.marks.setTrashed(ids, null);
      return tellMarked(parts, ids);
    },
    'cleanup.preview': (request) => cleanup.preview(request),
    'cleanup.run': (request) => cleanup.run(request),
    'backup.list': () => disk.backups().map(backupOf),
    'backup.create': async () => {
      const made = await disk.createBackup();
      announcer.changed('history');
      return backupOf(made);
    },
    'backup.delete': ({ file }) => {
      disk.removeBackup(file);
      announcer.changed('history');
      return {};
    },
    'backup.restore': async ({ file }) => ({ keptAs: await disk.restoreBackup(file) }),
  };
}

const backupOf = ({
  file,
  created,
  bytes,
  keptAside,
  asked,
}: BackupFile): CommandOutput<'backup.create'> => ({
  file,
  created,
  bytes,
  kind: keptAside ? 'replaced' : asked ? 'asked' : 'daily',
});

/** Throws `missing`, and then nothing is changed. */
function requireAll(
  { ports }: LabParts,
  ids: { experiments: readonly number[]; runs: readonly number[] },
): void {
  const { experiments, runs } = ports.history.marks.missing(ids);
  if (experiments.length > 0)
    throw new LabError('missing', `there is no experiment ${experiments.join(', ')}`);
  if (runs.length > 0) throw new LabError('missing', `there is no run ${runs.join(', ')}`);
}

/** Throws a `conflict` where it waits to be trained or is being trained. */
function requireAtRest({ records, scheduler }: LabParts, id: number): void {
  const { row, keys } = records.experiment(id);
  if (row.state === 'queued' || row.state === 'running')
    throw new LabError('conflict', `experiment ${id} is ${row.state}: cancel it before you throw it away`);
  const held = scheduler.pool.held();
  const stopping = keys.some(
    (key) => held.has(key) && !records.holding(key).some((each) => records.isActive(each)),
  );
  if (stopping)
    throw new LabError('conflict', `experiment ${id} is still being stopped: try again in a moment`);
}

function tellMarked({ records, announcer }: LabParts, experiments: readonly number[]): Record<string, never> {
  records.refreshMarks(experiments);
  if (experiments.length <= announcedOneByOne)
    for (const id of experiments) if (records.experiment(id).row.trashed === null) announcer.state(id);
  announcer.changed('history');
  return {};
}

function historyExperiments({ ports, records }: LabParts): CommandOutput<'history.experiments'> {
  const schedules = new Map(records.all().map(({ row }) => [row.id, row.schedule]));
  const varied = new Set([...schedules.values()].flatMap(({ axes }) => Object.keys(axes)));
  const paths = [...varied].map((path) => [path, path.split('.')] as const);
  const fixedIn = (schedule: Schedule | undefined): HistoryExperiment['fixed'] => {
    const fixed: HistoryExperiment['fixed'] = {};
    if (schedule === undefined) return fixed; // in the trash
    for (const [path, parts] of paths) {
      if (Object.hasOwn(schedule.axes, path)) continue;
      const value = valueAt(schedule, parts);
      if (value !== undefined) fixed[path] = value as HistoryExperiment['fixed'][string];
    }
    return fixed;
  };
  return ports.history.figures
    .experiments()
    .map((figures) => ({ ...figures, fixed: fixedIn(schedules.get(figures.id)) }));
}

type HistoryRun = CommandOutput<'history.runs'>[number];

function historyRuns({ ports, records }: LabParts): HistoryRun[] {
  const figures = ports.history.figures.runs();
  return records.all().flatMap((experiment) =>
    experiment.runs.flatMap((run) => {
      const figure = figures.get(run.id);
      const { experiment: owner, seed, values } = run;
      const own = { experiment: owner, seed, values: { ...values } as HistoryRun['values'] };
      return figure === undefined
        ? []
        : [{ ...figure, ...own, ...trainingOf(run.steps, experiment, records) }];
    }),
  );
}

/** The model's parameters are those of the run's first step; its pretraining ends with its last step of that phase. */
function trainingOf(
  keys: readonly string[],
  { row }: Experiment,
  records: LabParts['records'],
): Pick<HistoryRun, 'state' | 'parameters' | 'pretrainTokens'> {
  const steps = keys.map((key) => records.step(key));
  const [first] = steps;
  const last = steps.findLast(({ spec }) => spec.kind === 'trunk' || spec.kind === 'cooldown')?.spec;
  return {
    state: runState(steps.map((step) => stateWithin(row, step))),
    parameters: first === undefined ? 0 : knownParameters(first.spec),
    pretrainTokens: last === undefined ? 0 : tokensAt(last),
  };
}

const tokensAt = (spec: StepSpec): number =>
  spec.kind === 'trunk' || spec.kind === 'cooldown' ? spec.to * spec.optimizer.batch * spec.model.context : 0;

/** A step's spec is one object for as long as the lab holds it. */
const parameters = new WeakMap<StepSpec, number>();
function knownParameters(spec: StepSpec): number {
  const count = parameters.get(spec) ?? parametersOf(spec);
  parameters.set(spec, count);
  return count;
}
