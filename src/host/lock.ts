// One host per data folder. Who holds it is written beside the lock, for the one who comes second and for the command
// line, which hands its wishes to a running server.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../lab/failure.ts';
import { holdExclusively } from '../store/exclusive.ts';
import { guarded } from '../store/store-error.ts';

export interface Holder {
  readonly pid: number;
  readonly kind: 'electron' | 'server' | 'cli';
  /** A server's address and the token that opens it, '' otherwise. */
  readonly url: string;
  readonly token: string;
}
export interface HostLock {
  /** Says where this host can be reached. */
  announce(where: Pick<Holder, 'url' | 'token'>): void;
  release(): void;
}

const lockFile = (home: string): string => join(home, 'host.lock');
const holderFile = (home: string): string => join(home, 'host.json');

/** Throws a `conflict` that names the process, and the address of a server, where another host holds the folder. */
export function lockHome(home: string, kind: Holder['kind']): HostLock {
  const hold = holdExclusively(lockFile(home));
  if (hold === null) throw new LabError('conflict', describe(home, readHolder(home)));
  const write = (where: Pick<Holder, 'url' | 'token'>): void => {
    const holder: Holder = { pid: process.pid, kind, ...where };
    rmSync(holderFile(home), { force: true }); // so that the mode is ours, whoever wrote it before
    const text = JSON.stringify(holder);
    guarded(holderFile(home), () => writeFileSync(holderFile(home), text, { mode: 0o600 })); // the token opens the server
  };
  try {
    write({ url: '', token: '' });
  } catch (error) {
    rmSync(holderFile(home), { force: true });
    hold.release();
    throw error;
  }
  return {
    announce: write,
    release() {
      rmSync(holderFile(home), { force: true });
      hold.release();
    },
  };
}

/** Who holds the folder now; null where nobody does. */
export function currentHolder(home: string): Holder | null {
  const holder = readHolder(home);
  if (holder === null) return null;
  const hold = holdExclusively(lockFile(home));
  if (hold === null) return holder;
  hold.release();
  return null;
}

function readHolder(home: string): Holder | null {
  try {
    return JSON.parse(readFileSync(holderFile(home), 'utf8')) as Holder;
  } catch {
    return null; // Not there, or being written at this moment: the lock alone decides, this only names.
  }
}

function describe(home: string, holder: Holder | null): string {
  if (holder === null) return `another Springback works on ${home}`;
  const who = {
    electron: 'the Springback window',
    server: 'a Springback server',
    cli: 'a springback command',
  };
  const where = holder.url === '' ? '' : ` at ${holder.url}`;
  return `${who[holder.kind]} (process ${holder.pid})${where} works on ${home}; end it, or name another folder with --home`;
}
