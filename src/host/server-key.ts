// What lets a browser's window find its server again after a restart: the token and the port of last time, in a file of
// the data folder that its owner alone can read. See docs/decisions/0008-a-window-outlives-its-server.md.
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  token: z.string().regex(/^[\w-]{32,}$/),
  /** Of the last server here; null before there was one. */
  port: z.int().min(1).max(65_535).nullable(),
  /** When the token was made, milliseconds since the epoch. */
  made: z.number(),
});
export type ServerKey = z.infer<typeof schema>;

/** Milliseconds that a token lives. It is replaced only at a start, never under an open window. */
const lifetime = 30 * 24 * 3600 * 1000;

export const serverKeyFile = (home: string): string => join(home, 'server-key.json');

/**
 * The key of this data folder; a new one where there is none, where it is old, or where others may have read it. One from
 * the future, since the clock was set back, lives as if it were made now.
 */
export function serverKey(home: string, now: number): ServerKey {
  const kept = readKey(serverKeyFile(home));
  if (kept !== null && Math.abs(now - kept.made) < lifetime)
    return { ...kept, made: Math.min(kept.made, now) };
  return { token: randomBytes(24).toString('base64url'), port: kept?.port ?? null, made: now };
}

/** A disk that is full does not keep the server from starting: the key then lasts as long as it does. */
export function keepServerKey(home: string, key: ServerKey): void {
  const file = serverKeyFile(home);
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, JSON.stringify(key), { mode: 0o600 });
    renameSync(part, file);
  } catch {
    rmSync(part, { force: true });
  }
}

function readKey(file: string): ServerKey | null {
  try {
    if (!isPrivate(statSync(file).mode)) return null;
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // Not there, or not what was written here: a new one is made.
  }
}

/** Windows has no such bits; there the folder of the user is what keeps others out. */
const isPrivate = (mode: number): boolean => process.platform === 'win32' || (mode & 0o077) === 0;
