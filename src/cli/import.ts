// `springback import FILE`: by way of the server that works on the data folder, or in the history itself where no host
// does. Both are the commands that a window uses.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { BundleReport, Job } from '../contract/bundles.ts';
import type { CommandInput, CommandName, CommandOutput } from '../contract/window.ts';
import { InputError, inputError } from '../core/errors.ts';
import { currentHolder, type Holder } from '../host/lock.ts';
import { onInterrupt } from '../host/on-interrupt.ts';
import { openHost } from '../host/open-host.ts';
import { adoptFile, hashOfFile } from '../host/transfers.ts';
import type { Control } from '../lab/bundle-ports.ts';
import { LabError } from '../lab/failure.ts';
import { byteProgress } from './byte-progress.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { note, result, resultJson } from './output.ts';
import { callServer } from './server-call.ts';
import { bytes } from './text.ts';

export interface ImportOptions {
  readonly home: string;
  readonly onConflict: 'refuse' | 'rename';
  readonly json: boolean;
}
type View = Pick<Control, 'progress'>;
type Call = <C extends CommandName>(command: C, input: CommandInput<C>) => Promise<CommandOutput<C>>;
interface Target {
  readonly call: Call;
  /** Brings the file to where the host reads it. */
  bring(file: string, sha256: string): Promise<void>;
  close(): Promise<void>;
}

const partBytes = 3_000_000;
const pollMilliseconds = 100;

export async function importFile(file: string, options: ImportOptions): Promise<ExitCode> {
  requireFile(file);
  const target = openTarget(options.home);
  const view = byteProgress('Importing', { quiet: options.json });
  try {
    const sha256 = await hashOfFile(file, view);
    await target.bring(file, sha256);
    const { job, report } = await importBrought(target, { file, sha256, view, ...options });
    view.end();
    return say(job, report, { file, json: options.json });
  } finally {
    view.end();
    await target.close();
  }
}

/** What was not imported does not stay with the host. */
async function importBrought(
  { call }: Target,
  { file, sha256, view, onConflict }: { file: string; sha256: string; view: View } & ImportOptions,
): Promise<{ job: Job | null; report: BundleReport | null }> {
  let [interrupted, id]: [boolean, number | null] = [false, null];
  onInterrupt(() => {
    interrupted = true;
    if (id !== null) call('job.cancel', { id }).catch(() => undefined); // it may have ended just now
  });
  let [job, report]: [Job | null, BundleReport | null] = [null, null];
  try {
    report = await asOf(file, () => call('bundle.inspect', { sha256 }));
    if (!interrupted) id = (await call('bundle.import', { sha256, onConflict })).job;
    if (id !== null) job = await endOf(call, id, view);
    return { job, report };
  } finally {
    if (job?.state !== 'finished') await call('upload.discard', { sha256 }).catch(() => undefined); // the error is told
  }
}

function requireFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw inputError(file, 'the file does not exist');
  if (!found.isFile()) throw inputError(file, 'expected a bundle, which is a file; this is none');
}

/** The server that works on the folder, or the folder itself. */
function openTarget(home: string): Target {
  const holder = currentHolder(home);
  return holder === null ? openHere(home) : openThere(holder);
}

function openHere(home: string): Target {
  const host = openHost({ kind: 'cli', home });
  for (const warning of host.warnings) note(warning);
  return {
    call: (command, input) => host.lab.dispatch(command, input),
    bring: async (file, sha256) => adoptFile(host.home, file, sha256),
    close: () => host.close(),
  };
}

function openThere(holder: Holder): Target {
  if (holder.url === '') {
    const where =
      holder.kind === 'electron' ? 'import it in its window' : 'wait for it, or end it with Ctrl-C';
    throw new LabError('conflict', `process ${holder.pid} works on this data folder: ${where}`);
  }
  const call: Call = (command, input) => callServer(holder, command, input);
  return { call, bring: (file, sha256) => upload(call, file, sha256), close: async () => undefined };
}

/** Goes on where an upload of the same file stopped. */
async function upload(call: Call, file: string, sha256: string): Promise<void> {
  const { size } = statSync(file);
  const handle = openSync(file, 'r');
  const part = Buffer.alloc(partBytes);
  try {
    let { received } = await call('upload.status', { sha256, bytes: size });
    while (received < size) {
      const read = readSync(handle, part, 0, partBytes, received);
      if (read === 0) throw inputError(file, 'this file became shorter while it was read');
      const data = part.toString('base64', 0, read);
      ({ received } = await call('upload.append', { sha256, offset: received, data }));
    }
  } finally {
    closeSync(handle);
  }
}

/** Errors of the host call the file "the bundle"; here its name is known. */
async function asOf<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) throw inputError(file, error.message.replace(/^the bundle: /, ''));
    throw error;
  }
}

/** The job once it has ended. */
async function endOf(
  call: Call,
  id: number,
  view: { progress(done: number, total: number): void },
): Promise<Job> {
  for (;;) {
    const job = (await call('job.list', {})).find((each) => each.id === id);
    if (job === undefined) throw new Error(`job ${id} is unknown: the server was started anew`);
    if (job.state !== 'running') return job;
    view.progress(job.done, job.total);
    await delay(pollMilliseconds);
  }
}

function say(
  job: Job | null,
  report: BundleReport | null,
  { file, json }: { file: string; json: boolean },
): ExitCode {
  if (job === null || report === null || job.state === 'cancelled') {
    note('Interrupted: nothing was imported.');
    return exitCodes.interrupted;
  }
  if (job.state === 'failed')
    throw new LabError('conflict', `${file}: ${job.error.replace(/^the bundle: /, '')}`);
  const { experiments, notes } = job.imported!;
  if (json) {
    resultJson({ file, experiments, notes });
    return exitCodes.done;
  }
  const ids = experiments.length === 0 ? '' : ` (${experiments.join(', ')})`;
  const many = `${experiments.length} ${experiments.length === 1 ? 'experiment' : 'experiments'}`;
  const what = experiments.length === 0 ? 'nothing new' : `${many}${ids}`;
  result(`Imported ${file}: ${what}; ${bytes(report.bytes)} of ${report.created.slice(0, 10)}.`);
  for (const line of notes) note(line);
  return exitCodes.done;
}
