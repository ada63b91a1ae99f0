// Cleaning up: what would be deleted and what depends on it, said before; then exactly that. The history commits first,
// files are deleted after, so that a file the history knows is never missing for this reason.
import type { CommandOutput, CommandRequest } from '../contract/window.ts';
import { hashOf } from '../core/canonical-json.ts';
import { isolated } from '../core/isolated.ts';
import type { Purge, Sparing } from './archive-ports.ts';
import { LabError } from './failure.ts';
import type { LabParts } from './handlers.ts';

type Request = CommandRequest<'cleanup.preview'>;
type Preview = CommandOutput<'cleanup.preview'>;
interface Doomed {
  readonly file: string;
  readonly bytes: number;
}
/** Something that can be deleted, and how. */
interface Proposal {
  readonly files: readonly Doomed[];
  readonly steps: number;
  readonly experiments: readonly { readonly id: number; readonly name: string }[];
  readonly consequences: readonly string[];
  /** All that decides what is deleted. */
  readonly what: unknown;
  delete(): void | Promise<void>;
}

export class Cleanup {
  private readonly parts: LabParts;
  private purging: Promise<void> = Promise.resolve();

  constructor(parts: LabParts) {
    this.parts = parts;
  }

  preview(request: Request): Preview {
    const { files, steps, experiments, consequences, what } = this.propose(request);
    return {
      bytes: sum(files),
      files: files.length,
      steps,
      experiments: experiments.map(({ id, name }) => ({ id, name })),
      consequences: [...consequences],
      token: hashOf([request.kind, what]),
    };
  }

  /** Throws a `conflict` where something else would be deleted than the preview said. */
  async run({ token, ...request }: Request & { token: string }): Promise<CommandOutput<'cleanup.run'>> {
    await this.purging;
    const proposal = this.propose(request);
    if (hashOf([request.kind, proposal.what]) !== token)
      throw new LabError(
        'conflict',
        'what would be deleted has changed since it was shown: look at it again',
      );
    await proposal.delete();
    this.parts.announcer.changed('history');
    return { bytes: sum(proposal.files), files: proposal.files.length };
  }

  private propose(request: WithIds): Proposal {
    const ids = request.experiments ?? null;
    switch (request.kind) {
      case 'trash':
        return this.trash(ids);
      case 'checkpoints':
        return this.checkpoints(ids);
      case 'leftovers':
        return this.leftovers();
      case 'backups':
        return this.backups();
    }
  }

  private trash(ids: readonly number[] | null): Proposal {
    const { ports, records } = this.parts;
    const purge = ports.history.cleaner.planPurge(ids);
    return {
      files: purge.files,
      steps: purge.steps.length,
      experiments: purge.experiments,
      consequences: purgeConsequences(purge),
      what: [purge.experiments.map(({ id }) => id), purge.files.map(({ file }) => file), purge.steps],
      delete: async () => {
        ports.history.cleaner.purge(purge);
        records.forget(purge.experiments.map(({ id }) => id));
        for (const { file } of purge.files) ports.removeCheckpoint(file);
        this.purging = this.removeSlices();
        await this.purging;
      },
    };
  }

  /** The host has other things to do between two slices. */
  private async removeSlices(): Promise<void> {
    const { ports } = this.parts;
    while (ports.history.cleaner.removeSlice())
      await new Promise<void>((resolve) => void ports.after(0, resolve));
  }

  private checkpoints(ids: readonly number[] | null): Proposal {
    const { ports, scheduler } = this.parts;
    const sparing = ports.history.cleaner.planSparing(ids);
    const held = scheduler.pool.held();
    const files = sparing.files.filter(({ key }) => !held.has(key));
    return {
      files,
      steps: new Set(files.map(({ key }) => key)).size,
      experiments: sparing.experiments,
      consequences: sparingConsequences(sparing),
      what: files.map(({ file }) => file),
      delete: () => {
        ports.history.cleaner.dropCheckpoints(files);
        for (const { file } of files) ports.removeCheckpoint(file);
      },
    };
  }

  private leftovers(): Proposal {
    const { disk } = this.parts.ports;
    const files = disk.leftovers();
    const some = files.length > 0;
    return {
      files,
      steps: 0,
      experiments: [],
      consequences: some
        ? [
            'Files that were damaged, and what was set aside with them, can no longer be looked into or mended by hand.',
            'A history that was kept aside by a restore may know some of these checkpoints: it would train them again.',
          ]
        : [],
      what: files.map(({ file, bytes }) => [file, bytes]),
      delete: () => {
        for (const { file } of files) disk.removeLeftover(file);
      },
    };
  }

  private backups(): Proposal {
    const { disk } = this.parts.ports;
    const all = disk.backups();
    const [newest, ...older] = all.filter(({ keptAside, asked }) => !keptAside && !asked);
    const asked = all.filter((backup) => backup.asked).length;
    const aside = all.filter(({ keptAside }) => keptAside);
    const consequences = [
      ...(newest === undefined || older.length === 0
        ? []
        : [`Of those made by themselves, only the backup of ${newest.created} is left to go back to.`]),
      ...(asked === 0 ? [] : [`${count(asked, 'backup')} that somebody asked for: not touched.`]),
      ...aside.map(({ file }) => `${file}, the history from before a restore, is not touched.`),
    ];
    return {
      files: older,
      steps: 0,
      experiments: [],
      consequences,
      what: older.map(({ file }) => file),
      delete: () => {
        for (const { file } of older) disk.removeBackup(file);
      },
    };
  }
}

interface WithIds {
  readonly kind: Request['kind'];
  readonly experiments?: readonly number[] | undefined;
}

const sum = (files: readonly Doomed[]): number => files.reduce((total, { bytes }) => total + bytes, 0);
const count = (n: number, thing: string): string => `${n.toLocaleString('en')} ${thing}${n === 1 ? '' : 's'}`;

function purgeConsequences({ experiments, steps, points, kept }: Purge): string[] {
  if (experiments.length === 0 && steps.length === 0) return [];
  const lines = [
    `${count(experiments.length, 'experiment')} with runs, notes and tags will be gone for ever, and with them ` +
      `${count(points, 'measurement')} of ${count(steps.length, 'step')} that no other experiment has.`,
    'Views that show them lose these runs; decks keep the data that was frozen in them.',
  ];
  if (kept > 0)
    lines.push(
      `The measurements of ${count(kept, 'step')} stay: the pretraining of another experiment went on from there.`,
    );
  if (points > 0)
    lines.push('The room of the measurements is used again by new ones; the database file keeps its size.');
  return lines;
}

function sparingConsequences({ experiments, needed }: Sparing): string[] {
  const lines = experiments.map(({ id, name, state, steps, tokens }) => {
    const wish =
      state === 'finished'
        ? 'extending it or unaligning it in another way'
        : `going on with it (it is ${state})`;
    return (
      `Experiment ${id} “${isolated(name)}”: ${wish} would train up to ${count(steps, 'step')} again, ` +
      `${count(tokens, 'token')}. Its measurements stay.`
    );
  });
  if (needed > 0)
    lines.push(
      `${count(needed, 'checkpoint')} of unfinished experiments stay: they are trained on from there.`,
    );
  return lines;
}
