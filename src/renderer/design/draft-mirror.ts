// What was written and is not yet with the host, kept in this browser so that neither a crash of the host nor of the
// window loses it. A mirror is there only while it is needed: once the host has the text, it goes.

export interface Mirror {
  readonly text: string;
  readonly folder: string;
  /** The draft's revision that it was made from; 0 for none. */
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}
/** The part of Storage that is used: a window without one forgets. */
export type MirrorStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;
const prefix = 'springback.design.';

export function readMirror(storage: MirrorStorage, key: string): Mirror | null {
  try {
    const stored = JSON.parse(storage.getItem(prefix + key) ?? 'null') as Partial<Mirror> | null;
    if (typeof stored?.text !== 'string') return null;
    const { text, folder = '', revision = 0, at = 0 } = stored;
    return { text, folder, revision, at: Number.isNaN(new Date(at).getTime()) ? 0 : at };
  } catch {
    return null; // Storage is closed to us, or holds something else.
  }
}

export function writeMirror(storage: MirrorStorage, key: string, mirror: Mirror | null): void {
  try {
    if (mirror === null) storage.removeItem(prefix + key);
    else storage.setItem(prefix + key, JSON.stringify(mirror));
  } catch {
    // Full or closed: the host's copy is the one that counts.
  }
}

/** Keys of all that is kept, of new documents and of drafts. */
export function mirrorKeys(storage: MirrorStorage): string[] {
  try {
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}
