// What tests of exports and imports share: jobs awaited, files sent as a window sends them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Job } from '../../src/contract/bundles.ts';
import type { CommandInput } from '../../src/contract/window.ts';
import type { Host } from '../../src/host/open-host.ts';

type Lab = Pick<Host, 'lab'>;
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The job once it has ended, however it has. */
export async function endOf({ lab }: Lab, id: number): Promise<Job> {
  for (let tries = 0; tries < 2000; tries++) {
    const job = (await lab.dispatch('job.list', {})).find((each) => each.id === id)!;
    if (job.state !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`job ${id} did not end`);
}

/** Exports and returns the file. */
export async function exported(
  host: Lab,
  request: CommandInput<'bundle.export'>,
): Promise<NonNullable<Job['file']>> {
  const { job } = await host.lab.dispatch('bundle.export', request);
  const ended = await endOf(host, job);
  if (ended.file === null) throw new Error(`the export ${ended.state}: ${ended.error}`);
  return ended.file;
}

/** Sends a file in parts, from where the host has it. Returns its SHA-256. */
export async function sent({ lab }: Lab, bytes: Buffer, partBytes = 1_000_000): Promise<string> {
  const sha256 = hashOf(bytes);
  let { received } = await lab.dispatch('upload.status', { sha256, bytes: bytes.length });
  while (received < bytes.length) {
    const data = bytes.subarray(received, received + partBytes).toString('base64');
    ({ received } = await lab.dispatch('upload.append', { sha256, offset: received, data }));
  }
  return sha256;
}

/** Sends and imports; the job as it ended. */
export async function imported(
  host: Lab,
  file: string | Buffer,
  onConflict: 'refuse' | 'rename' = 'refuse',
): Promise<Job> {
  const sha256 = await sent(host, typeof file === 'string' ? readFileSync(file) : file);
  const { job } = await host.lab.dispatch('bundle.import', { sha256, onConflict });
  return endOf(host, job);
}
