// The commands of `contract/bundles.ts`.
import type { bundleCommands } from '../contract/bundles.ts';
import type { CommandRequest } from '../contract/window.ts';
import type { Control } from './bundle-ports.ts';
import { LabError } from './failure.ts';
import type { HandlersOf, LabParts } from './handlers.ts';
import { importBundle } from './import-bundle.ts';
import { inspectBundle } from './inspect-bundle.ts';
import { openPacking } from './pack-bundle.ts';

export function bundleHandlers(parts: LabParts): HandlersOf<typeof bundleCommands> {
  const { ports, jobs } = parts;
  const { transfers } = ports;
  /** Files that a job reads now. */
  const used = new Set<string>();
  const free = (sha256: string): void => {
    if (used.has(sha256))
      throw new LabError('conflict', 'this bundle is being read: wait for its job, or cancel it');
  };
  return {
    'bundle.export': (request) => ({ job: startExport(parts, request) }),
    'upload.status': ({ sha256, bytes }) => ({ received: transfers.received(sha256, bytes) }),
    'upload.append': ({ sha256, offset, data }) => {
      free(sha256);
      return { received: transfers.append(sha256, offset, data) };
    },
    'upload.discard': ({ sha256 }) => {
      free(sha256);
      transfers.discard(sha256);
      return {};
    },
    'bundle.inspect': async ({ sha256 }) => {
      const name = `${sha256.slice(0, 12)}….springback`;
      const work = async (control: Control) => {
        const source = await transfers.open(sha256, control);
        try {
          return { report: await inspectBundle(parts, source, { name, control }) };
        } finally {
          await source.close();
        }
      };
      const about = { kind: 'inspect', title: `Look into ${name}`, unit: 'bytes' } as const;
      return (await jobs.start(about, (control) => using(used, sha256, () => work(control))).end).report;
    },
    'bundle.import': ({ sha256, onConflict }) => {
      free(sha256);
      const work = async (control: Control) => {
        const source = await transfers.open(sha256, control);
        try {
          const imported = await importBundle(parts, source, { onConflict, control });
          return { imported };
        } finally {
          await source.close();
        }
      };
      const about = { kind: 'import', title: 'Import a bundle', unit: 'bytes' } as const;
      const { id, end } = jobs.start(about, (control) => using(used, sha256, () => work(control)));
      end.then(
        () => transfers.discard(sha256),
        () => undefined, // told by the job; the file stays for another try
      );
      return { job: id };
    },
    'job.list': () => jobs.list(),
    'job.cancel': ({ id }) => {
      jobs.cancel(id);
      return {};
    },
  };
}

async function using<T>(used: Set<string>, sha256: string, work: () => Promise<T>): Promise<T> {
  used.add(sha256);
  try {
    return await work();
  } finally {
    used.delete(sha256);
  }
}

function startExport({ ports, jobs }: LabParts, request: CommandRequest<'bundle.export'>): number {
  const created = new Date(ports.now()).toISOString();
  const { version } = ports.about;
  const machine = ports.transfers.machine();
  const packing = openPacking(ports.history, request, {
    created,
    version,
    machine,
    digits: null,
    omitted: [],
  });
  const name =
    request.name ?? defaultName(ports.history.experiment(request.experiments[0]!)!.name, packing, created);
  const about = {
    kind: 'export',
    title: `Export ${name}`,
    unit: packing.checkpoints.length > 0 ? 'bytes' : 'steps',
  } as const;
  const { id, end } = jobs.start(about, async (control) => ({
    file: await ports.transfers.write(name, packing, control),
  }));
  end.catch(() => undefined); // told by the job
  return id;
}

function defaultName(first: string, { header }: ReturnType<typeof openPacking>, created: string): string {
  const others = header.holds.experiments - 1;
  return `${first}${others > 0 ? ` and ${others} more` : ''} ${created.slice(0, 10)}`;
}
