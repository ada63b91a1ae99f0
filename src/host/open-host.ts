// A host: the data folder locked, its history opened, a lab over it. The server, the command line and Electron's main
// differ in how a user reaches the lab, and in how a trainer is started.
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Bundle } from '../core/bundle/bundle.ts';
import { inputError } from '../core/errors.ts';
import { createLab, type Lab } from '../lab/lab.ts';
import { unpackBundle } from '../lab/pack-bundle.ts';
import type { HostPorts } from '../lab/ports.ts';
import { wasMovedAside } from '../store/backups.ts';
import { openMemoryStore } from '../store/memory-store.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { readBundleFile } from './bundle-file.ts';
import { freeBytes, removeCheckpoint, setAsideCheckpoint, sweepCheckpoints } from './checkpoint-files.ts';
import { openCorpusFiles } from './corpus-files.ts';
import { createHome, type HomeFolders, homeFolders } from './home.ts';
import { type Holder, type HostLock, lockHome } from './lock.ts';
import { builtInSchedule, packageVersion } from './package-root.ts';
import { startTrainerProcess } from './trainer-process.ts';

export interface HostOptions {
  readonly kind: Holder['kind'];
  readonly home: string;
  /** Trainers at once; one per core unless given. */
  readonly workers?: number;
  readonly startTrainer?: HostPorts['startTrainer'];
  /** Seconds between checkpoints inside a step; SPRINGBACK_CHECKPOINT_SECONDS, or 20. */
  readonly checkpointSeconds?: number;
  readonly silenceSeconds?: number;
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
    const history = openStore(folders.database);
    const known = new Set(history.allCheckpoints().map(({ file }) => file));
    sweepCheckpoints(folders.checkpoints, known, known.size === 0 && wasMovedAside(folders.database));
    const lab = createLab(hostPorts(history, folders, options));
    let closing: Promise<void> | null = null;
    const end = async (): Promise<void> => {
      await lab.shutdown();
      history.close();
      lock.release();
    };
    return {
      home: folders.home,
      lab,
      history,
      warnings: history.warnings,
      announce: lock.announce,
      close() {
        closing ??= end();
        return closing;
      },
    };
  } catch (error) {
    lock.release();
    throw error;
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
  const lab = createLab({ ...ports, about: { ...ports.about, readOnly: true } });
  return { lab, history, close: () => history.close() };
}

/**
 * A bundle in place of a data folder: its history is in memory, nothing on the disk is touched or locked. Throws an
 * InputError that names the file where it cannot be read.
 */
export function openBundle(file: string, kind: Holder['kind'] = 'cli'): BundleHost {
  const bundle = readBundleFile(file);
  const history = openMemoryStore(file, (store) => unpackBundle(bundle, store));
  const folders = homeFolders(dirname(resolve(file)));
  const ports = hostPorts(history, folders, { kind, home: folders.home, startTrainer: startNothing });
  const { created, version, machine } = bundle;
  const shown = { file, created, version, machine };
  const lab = createLab({
    ...ports,
    workers: 0,
    about: { ...ports.about, home: file, quickstart: null, readOnly: true, bundle: shown },
  });
  const close = async (): Promise<void> => history.close();
  return { home: file, lab, history, warnings: [], bundle, announce: () => undefined, close };
}

const startNothing = (): never => {
  throw new Error('this history is open for reading only');
};

function hostPorts(history: Store, folders: HomeFolders, options: HostOptions): HostPorts {
  const folder = folders.checkpoints;
  return {
    history,
    startTrainer: options.startTrainer ?? ((events) => startTrainerProcess(events)),
    now: () => Date.now(),
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    checkpointFolder: folder,
    checkpointSeconds: options.checkpointSeconds ?? environmentSeconds('SPRINGBACK_CHECKPOINT_SECONDS') ?? 20,
    silenceSeconds: options.silenceSeconds ?? 120,
    workers: options.workers ?? Math.max(1, availableParallelism()),
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
  };
}

function environmentSeconds(name: string): number | null {
  const text = process.env[name];
  if (text === undefined || text === '') return null;
  const seconds = Number(text);
  if (!(seconds > 0)) throw inputError(name, `expected seconds above 0, got ${JSON.stringify(text)}`);
  return seconds;
}
