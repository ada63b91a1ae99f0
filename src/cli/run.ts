// `springback run FILE`: trains a schedule to its end, or goes on with it where it was left.
import type { ExperimentSummary } from '../contract/window.ts';
import { onInterrupt } from '../host/on-interrupt.ts';
import { type Host, openHost } from '../host/open-host.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { note, result, resultJson } from './output.ts';
import { progressView } from './progress-view.ts';
import { readScheduleFile, type ScheduleFile, withFileName } from './schedule-file.ts';
import { duration } from './text.ts';

export interface RunOptions {
  readonly home: string;
  readonly workers?: number;
  readonly json: boolean;
}

export async function run(file: string, options: RunOptions): Promise<ExitCode> {
  const schedule = readScheduleFile(file);
  const { home, workers } = options;
  const host = openHost({ kind: 'cli', home, ...(workers === undefined ? {} : { workers }) });
  for (const warning of host.warnings) note(warning);
  try {
    return await runIn(host, schedule, options);
  } finally {
    await host.close();
  }
}

async function runIn(host: Host, schedule: ScheduleFile, { json }: RunOptions): Promise<ExitCode> {
  const interruption = new Promise<'interrupted'>((resolve) => onInterrupt(() => resolve('interrupted')));
  const started = performance.now();
  host.lab.start('chosen');
  const { id, before } = await begin(host, schedule, json);
  const view = progressView(id, json ? 'json' : process.stderr.isTTY ? 'terminal' : 'lines');
  const stop = host.lab.listen((event) => view.hear(event));
  const end = await Promise.race([settled(host, id), interruption]);
  if (end === 'interrupted') {
    note('Writing checkpoints …');
    await host.close();
    view.close();
    note(`Interrupted. "springback run" with the same file goes on from here.`);
    return exitCodes.interrupted;
  }
  stop();
  view.close();
  report(end, before, { json, seconds: (performance.now() - started) / 1000 });
  return end.state === 'finished' ? exitCodes.done : exitCodes.failed;
}

/** Submits the schedule, or goes on with an experiment that is the same. */
async function begin(
  host: Host,
  file: ScheduleFile,
  json: boolean,
): Promise<{ id: number; before: ExperimentSummary }> {
  const { lab } = host;
  const { source, folder } = file;
  const same = withFileName(file, () => lab.same(source, folder));
  const known = same === null ? null : await lab.dispatch('experiment.get', { id: same.id });
  let id = same?.id;
  if (id === undefined) id = withFileName(file, () => lab.submit(source, folder));
  else if (known!.summary.state !== 'finished') await lab.dispatch('experiment.resume', { id });
  const before = known?.summary ?? (await lab.dispatch('experiment.get', { id })).summary;
  if (json) resultJson({ type: 'begun', id, name: before.name, continued: same !== null });
  else note(`Experiment ${id}${same === null ? '' : ' goes on'}: ${before.name}`);
  return { id, before };
}

/** The summary once nothing more happens by itself. */
function settled(host: Host, id: number): Promise<ExperimentSummary> {
  return new Promise((resolve, reject) => {
    const look = (summary: ExperimentSummary): void => {
      if (summary.state !== 'queued' && summary.state !== 'running') resolve(summary);
    };
    host.lab.listen((event) => {
      if (event.type === 'experiment' && event.summary.id === id) look(event.summary);
    });
    host.lab.dispatch('experiment.get', { id }).then(({ summary }) => look(summary), reject);
  });
}

function report(
  end: ExperimentSummary,
  before: ExperimentSummary,
  how: { json: boolean; seconds: number },
): void {
  const { steps, stepsFinished, runs, runsFinished } = end.progress;
  const trained = stepsFinished - before.progress.stepsFinished;
  if (how.json) {
    const { id, state, error } = end;
    resultJson({
      type: 'ended',
      id,
      state,
      error,
      stepsTrained: trained,
      steps,
      runs,
      runsFinished,
      seconds: how.seconds,
    });
    return;
  }
  if (end.state !== 'finished') {
    note(
      `Experiment ${end.id} ${end.state}: ${end.error || 'no reason was given'} (${runsFinished} of ${runs} runs are finished)`,
    );
  } else if (trained === 0) {
    result(`Experiment ${end.id} is finished: nothing was trained, all ${steps} steps were there already.`);
  } else {
    const reused = steps - trained;
    const there = reused === 0 ? '' : `, ${reused} were there already`;
    result(
      `Experiment ${end.id} is finished: ${runs} runs, ${trained} steps trained${there}, ${duration(how.seconds)}.`,
    );
  }
}
