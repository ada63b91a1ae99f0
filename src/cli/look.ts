// `springback list`, `show`, `estimate`: what the history holds and what a schedule would cost. They only read, so they
// work while a window or a server has the data folder.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Cost, ExperimentSummary, RunSummary } from '../contract/window.ts';
import { homeFolders } from '../host/home.ts';
import { type Host, openBundle, openHost, openReadOnly } from '../host/open-host.ts';
import { LabError } from '../lab/failure.ts';
import type { Lab } from '../lab/lab.ts';
import type { Store } from '../store/store.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { note, result, resultJson } from './output.ts';
import { readScheduleFile, withFileName } from './schedule-file.ts';
import { bytes, count, duration, table } from './text.ts';

/** Reads the history of a data folder, or of a bundle in its place; throws `missing` where there is none yet. */
export async function reading<T>(home: string, work: (lab: Lab, history: Store) => Promise<T>): Promise<T> {
  if (!isBundle(home) && !hasHistory(home)) {
    throw new LabError('missing', `there is no history in ${home}; "springback run FILE" begins one`);
  }
  const { lab, history, close } = isBundle(home) ? await openSaved(home) : openReadOnly(home);
  try {
    return await work(lab, history);
  } finally {
    await close();
  }
}

/** A data folder is a folder; a file in its place is a bundle. */
const isBundle = (home: string): boolean => statSync(home, { throwIfNoEntry: false })?.isFile() ?? false;

async function openSaved(file: string): Promise<Host> {
  const host = await openBundle(file);
  const { created, machine, digits } = host.bundle;
  const rounded = digits === null ? '' : `, metrics that no claim reads to ${digits} digits`;
  note(`Saved results, read-only: ${file} (${created.slice(0, 10)}, ${machine.cpu}${rounded})`);
  return host;
}

const hasHistory = (home: string): boolean => existsSync(join(homeFolders(home).database, 'history.sqlite'));

export async function list(home: string, json: boolean): Promise<ExitCode> {
  if (!isBundle(home) && !hasHistory(home)) return printList([], json);
  return reading(home, async (lab) => {
    return printList(await lab.dispatch('experiment.list', {}), json);
  });
}

function printList(experiments: readonly ExperimentSummary[], json: boolean): ExitCode {
  if (json) resultJson(experiments);
  else if (experiments.length === 0) note('No experiments yet. "springback run FILE" begins one.');
  else result(table(['id', 'state', 'runs', 'steps', 'created', 'name'], experiments.map(listRow)));
  return exitCodes.done;
}

function listRow({ id, state, progress, created, name }: ExperimentSummary): string[] {
  const { runsFinished, runs, stepsFinished, steps } = progress;
  return [
    String(id),
    state,
    `${runsFinished}/${runs}`,
    `${stepsFinished}/${steps}`,
    created.slice(0, 16),
    name,
  ];
}

export function show(home: string, id: number, json: boolean): Promise<ExitCode> {
  return reading(home, async (lab) => {
    const found = await lab.dispatch('experiment.get', { id });
    if (json) resultJson(found);
    else {
      for (const line of summaryLines(found.summary)) result(line);
      result('');
      result(runTable(found.runs));
    }
    return exitCodes.done;
  });
}

function summaryLines(summary: ExperimentSummary): string[] {
  const { progress } = summary;
  return [
    `${summary.name} (experiment ${summary.id})`,
    ...(summary.notes === '' ? [] : [summary.notes]),
    ...(summary.tags.length === 0 ? [] : [`tags: ${summary.tags.join(', ')}`]),
    `state: ${summary.state}${summary.error === '' ? '' : `: ${summary.error}`}`,
    `created: ${summary.created}`,
    `axes: ${summary.axes.join(', ') || 'none'}; seeds: ${summary.seeds}`,
    `runs: ${progress.runsFinished} of ${progress.runs} finished; steps: ${progress.stepsFinished} of ${progress.steps}` +
      `${progress.stepsFailed > 0 ? `, ${progress.stepsFailed} failed` : ''}`,
    `tokens: ${count(progress.tokensDone)} of ${count(progress.tokens)}`,
  ];
}

function runTable(runs: readonly RunSummary[]): string {
  const axes = [...new Set(runs.flatMap(({ values }) => Object.keys(values)))];
  const rows = runs.map((run) => [
    String(run.id),
    run.state,
    String(run.seed),
    ...axes.map((axis) => JSON.stringify(run.values[axis] ?? null)),
    run.steps
      .map(
        ({ kind, state, update, updates }) =>
          `${kind} ${state === 'finished' ? '✓' : `${update}/${updates}`}`,
      )
      .join(', '),
  ]);
  return table(['run', 'state', 'seed', ...axes, 'steps'], rows);
}

export async function estimate(home: string, file: string, json: boolean): Promise<ExitCode> {
  const schedule = readScheduleFile(file);
  if (!hasHistory(home)) await openHost({ kind: 'cli', home }).close(); // what is trained and how fast: nothing yet
  return reading(home, async (lab) => {
    const cost = withFileName(schedule, () => lab.estimate(schedule.source, schedule.folder));
    if (json) resultJson(cost);
    else for (const line of costLines(cost)) result(line);
    return exitCodes.done;
  });
}

function costLines(cost: Cost): string[] {
  const time =
    cost.seconds === null ? 'unknown: nothing was measured here yet' : `about ${duration(cost.seconds)}`;
  return [
    `runs:     ${count(cost.runs)}`,
    `steps:    ${count(cost.steps)} to train, ${count(cost.stepsReused)} reused`,
    `updates:  ${count(cost.updates)}`,
    `tokens:   ${count(cost.tokens)}`,
    `compute:  ${(cost.flops / 1e12).toPrecision(3)} TFLOP`,
    `time:     ${time}`,
    `disk:     ${bytes(cost.diskBytes)}`,
  ];
}
