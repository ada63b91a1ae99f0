// A host: the data folder locked, its history opened, a lab over it. The server, the command line and Electron's main
// differ in how a user reaches the lab, and in how a trainer is started.
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Bundle } from '../core/bundle/bundle.ts';
import { inputError } from '../core/errors.ts';
import { createLab, type Lab } from '../lab/lab.ts';
import type { HostPorts } from '../lab/ports.ts';
import { unpackBundle } from '../lab/unpack-bundle.ts';
import {
  keepAside,
  keptBackups,
  restoreBackup,
  takeBack,
  thinBackups,
  wasMovedAside,
} from '../store/backups.ts';
import { openMemoryStore } from '../store/memory-store.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { readBundleFile } from './bundle-file.ts';
import {
  freeBytes,
  reclaimCheckpoints,
  removeCheckpoint,
  setAsideCheckpoint,
  sweepCheckpoints,
} from './checkpoint-files.ts';
import { openCorpusFiles } from './corpus-files.ts';
import { noDisk, openDisk } from './data-folder.ts';
import { examine } from './doctor.ts';
import { elapsed } from './elapsed.ts';
import { createHome, type HomeFolders, homeFolders } from './home.ts';
import { type Holder, type HostLock, lockHome } from './lock.ts';
import { openMeters } from './machine.ts';
import { builtInSchedule, packageVersion } from './package-root.ts';
import { openPreferences } from './preferences.ts';
import { ReplaceableLab } from './replaceable-lab.ts';
import { showcaseServer } from './showcase-server.ts';
import { readTemplates } from './templates.ts';
import { startTrainerProcess } from './trainer-process.ts';
import { noTransfers, openTransfers, sweepTransfers } from './transfers.ts';

export interface HostOptions {
  readonly kind: Holder['kind'];
  readonly home: string;
  /** Trainers at once; one per core unless given. */
  readonly workers?: number;
  readonly startTrainer?: HostPorts['startTrainer'];
  /** In a server process unless given. */
  readonly openShowcase?: HostPorts['openShowcase'];
  /** Seconds between checkpoints inside a step; SPRINGBACK_CHECKPOINT_SECONDS, or 20. */
  readonly checkpointSeconds?: number;
  readonly silenceSeconds?: number;
  /** See `preferencesFile`; for tests. */
  readonly preferences?: string;
}
export interface Host {
  readonly home: string;
  readonly lab: Lab;
  readonly history: Store;
  /** What went wrong on opening without keeping the history from being used. */
  readonly warnings: readonly string[];
  announce: HostLock['announce'];
  /** Checkpoints what is in flight, ends the trainers, closes the history, frees the folder. */
  close(): Promise<void>;
}

/**
 * Throws an InputError where the folder cannot be written, a `conflict` where another host has it, a StoreError where
 * the history cannot be opened. The lab does not train before `lab.start`.
 */
export function openHost(options: HostOptions): Host {
  const folders = createHome(options.home);
  const lock = lockHome(folders.home, options.kind);
  try {
    return new RestorableHost(folders, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class RestorableHost implements Host {
  readonly home: string;
  readonly lab: ReplaceableLab;
  history: Store;
  readonly warnings: readonly string[];
  readonly announce: HostLock['announce'];
  private readonly folders: HomeFolders;
  private readonly lock: HostLock;
  private readonly options: HostOptions;
  private closing: Promise<void> | null = null;
  /** Settled when no backup is being written. */
  private backingUp: Promise<unknown> = Promise.resolve();

  constructor(folders: HomeFolders, lock: HostLock, options: HostOptions) {
    this.home = folders.home;
    this.folders = folders;
    this.lock = lock;
    this.options = options;
    this.announce = lock.announce;
    this.history = this.openHistory(false);
    this.warnings = this.history.warnings;
    this.lab = new ReplaceableLab(this.createLab());
    this.close = this.close.bind(this);
    if (this.history.backupIsDue) this.backUpBeside();
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await this.lab.shutdown();
    await this.backingUp;
    this.history.close();
    this.lock.release();
  }

  /** After a history was replaced, checkpoints that only the other one knows are kept, and those that it knows come back. */
  private openHistory(replaced: boolean): Store {
    const { database, checkpoints } = this.folders;
    const history = openStore(database);
    history.cleaner.removeSlice(); // of a purge that its host did not live to finish
    const known = new Set(history.allCheckpoints().map(({ file }) => file));
    if (replaced) reclaimCheckpoints(checkpoints, known);
    history.exchange.discard(); // of a host that died in the middle of an import
    sweepTransfers(this.folders.home, Date.now());
    sweepCheckpoints(checkpoints, known, replaced || (known.size === 0 && wasMovedAside(database)));
    return history;
  }

  private createLab(): Lab {
    const disk = openDisk(this.folders, {
      backUp: () => this.backUp({ asked: true }),
      restore: (file) => this.restore(file),
    });
    return createLab({
      ...hostPorts(this.history, this.folders, this.options),
      disk,
      transfers: openTransfers(this.folders),
    });
  }

  private backUp(how: { asked: boolean }): Promise<string> {
    const made = this.backingUp.then(() => this.history.backUp(new Date(), how));
    this.backingUp = made.catch(() => undefined);
    return made;
  }

  /** The daily one, where it takes long. A full disk must not keep anybody from their history. */
  private backUpBeside(): void {
    this.backUp({ asked: false }).then(
      () => thinBackups(this.folders.database, keptBackups),
      (error: unknown) =>
        process.emitWarning(
          `no backup of the history was made: ${error instanceof Error ? error.message : error}`,
        ),
    );
  }

  private async restore(backup: string): Promise<string> {
    await this.backingUp;
    let kept = '';
    const { database } = this.folders;
    const reopen = (): Lab => {
      this.history = this.openHistory(true);
      return this.createLab();
    };
    await this.lab.replace(
      () => {
        this.history.close();
        kept = keepAside(database, new Date());
        restoreBackup(database, backup);
        return reopen();
      },
      () => {
        if (kept !== '') takeBack(database, kept);
        return reopen();
      },
    );
    return kept;
  }
}

export interface BundleHost extends Host {
  readonly bundle: Bundle;
}

/** The history of a folder that another host may hold: everything can be read, nothing changes. */
export function openReadOnly(home: string): { lab: Lab; history: Store; close(): void } {
  const folders = homeFolders(home);
  const history = openStore(folders.database, { readonly: true });
  const ports = hostPorts(history, folders, { kind: 'cli', home, startTrainer: startNothing });
  const disk = openDisk(folders, { backUp: startNothing, restore: startNothing });
  const lab = createLab({ ...ports, disk, about: { ...ports.about, readOnly: true } });
  return { lab, history, close: () => history.close() };
}

/**
 * A bundle in place of a data folder: its history is in memory, nothing on the disk is touched or locked. Throws an
 * InputError that names the file where it cannot be read.
 */
export async function openBundle(file: string, kind: Holder['kind'] = 'cli'): Promise<BundleHost> {
  const bundle = await readBundleFile(file);
  const history = openMemoryStore(file, (store) => unpackBundle(bundle, store));
  const folders = homeFolders(dirname(resolve(file)));
  const ports = hostPorts(history, folders, { kind, home: folders.home, startTrainer: startNothing });
  const { created, version, machine } = bundle;
  const shown = { file, created, version, machine };
  const lab = createLab({
    ...ports,
    session: { workers: 0, checkpointSeconds: null },
    machine: { ...ports.machine, examine: (devices) => examine(null, devices) },
    about: { ...ports.about, home: file, quickstart: null, readOnly: true, bundle: shown },
  });
  const close = async (): Promise<void> => history.close();
  return { home: file, lab, history, warnings: [], bundle, announce: () => undefined, close };
}

const startNothing = (): never => {
  throw new Error('this history is open for reading only');
};

/** Without backups: those are the affair of the host that may replace its history. */
function hostPorts(history: Store, folders: HomeFolders, options: HostOptions): HostPorts {
  const folder = folders.checkpoints;
  return {
    history,
    startTrainer: options.startTrainer ?? ((events) => startTrainerProcess(events)),
    openShowcase: options.openShowcase ?? showcaseServer(),
    now: () => Date.now(),
    elapsed,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    checkpointFolder: folder,
    ...dials(options),
    silenceSeconds: options.silenceSeconds ?? 120,
    about: {
      version: packageVersion(),
      host: options.kind,
      home: folders.home,
      readOnly: false,
      bundle: null,
      quickstart: builtInSchedule('quickstart') as HostPorts['about']['quickstart'],
    },
    removeCheckpoint: (file) => removeCheckpoint(folder, file),
    setAsideCheckpoint: (file) => setAsideCheckpoint(folder, file),
    ...openCorpusFiles(folders.home),
    freeBytes: () => freeBytes(folders.home),
    disk: noDisk,
    transfers: noTransfers,
    preferences: openPreferences(options.preferences),
    machine: {
      meters: openMeters(folders.home),
      examine: (devices) => examine(folders.home, devices),
    },
    templates: () => readTemplates(),
  };
}

/** What the session says of the number of trainers and of checkpoints; the lab adds what the user's settings say. */
function dials(options: HostOptions): Pick<HostPorts, 'workers' | 'checkpointSeconds' | 'session' | 'unset'> {
  const unset = { workers: Math.max(1, availableParallelism()), checkpointSeconds: 20 };
  const session = {
    workers: options.workers ?? null,
    checkpointSeconds: options.checkpointSeconds ?? environmentSeconds('SPRINGBACK_CHECKPOINT_SECONDS'),
  };
  return { ...unset, unset, session };
}

function environmentSeconds(name: string): number | null {
  const text = process.env[name];
  if (text === undefined || text === '') return null;
  const seconds = Number(text);
  if (!(seconds > 0)) throw inputError(name, `expected seconds above 0, got ${JSON.stringify(text)}`);
  return seconds;
}
