// The host's settings as this page holds them: read, saved one field at a time, and the last change taken back.
import { useEffect, useRef, useState } from 'react';
import type { Settings } from '../../contract/settings.ts';
import { asFailure } from '../host-failure.ts';
import type { Workbench, WorkbenchStore } from '../workbench-store.ts';

export type Field = keyof Settings;
/** What became of the last change; it stands at its field. */
export type Note =
  | { readonly field: Field; readonly state: 'saving' }
  | { readonly field: Field; readonly state: 'saved'; readonly before: Settings }
  | { readonly field: Field; readonly state: 'restored' }
  | { readonly field: Field; readonly state: 'refused'; readonly message: string };

export interface HostSettings {
  readonly settings: Settings | null;
  /** '' unless they cannot be read. */
  readonly failure: string;
  readonly note: Note | null;
  save<F extends Field>(field: F, value: Settings[F]): void;
  undo(): void;
}

export function useSettings(store: WorkbenchStore, workbench: Workbench): HostSettings {
  const [settings, setSettings] = useState<Settings | null>(null);
  const [failure, setFailure] = useState('');
  const [note, setNote] = useState<Note | null>(null);
  const version = `${workbench.kept.settings}/${workbench.epoch}`;
  const newest = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is what asks again
  useEffect(() => {
    newest.current += 1;
    const asked = newest.current;
    store.link.call('settings.get', {}).then(
      (answer) => {
        if (asked !== newest.current) return;
        setSettings(answer);
        setFailure('');
      },
      (error) => asked === newest.current && setFailure(asFailure(error).message),
    );
  }, [store, version]);
  const send = (field: Field, change: Partial<Settings>, done: Note): void => {
    setNote({ field, state: 'saving' });
    store.link.call('settings.set', change).then(
      (answer) => {
        setSettings(answer);
        setNote(done);
      },
      (error) => setNote({ field, state: 'refused', message: refusal(error) }),
    );
  };
  return {
    settings,
    failure,
    note,
    save(field, value) {
      if (settings === null || settings[field] === value) return;
      send(field, { [field]: value }, { field, state: 'saved', before: settings });
    },
    undo() {
      if (note?.state !== 'saved') return;
      const { field, before } = note;
      send(field, { [field]: before[field] }, { field, state: 'restored' });
    },
  };
}

function refusal(error: unknown): string {
  const { issues, message } = asFailure(error);
  return issues.length === 0 ? message : issues.map((issue) => issue.message).join('; ');
}

/** Whole numbers from `least` to `most`; what is wrong with the text otherwise. */
export function wholeNumber(
  text: string | number,
  least: number,
  most: number,
): { value: number } | { problem: string } {
  const value = typeof text === 'number' ? text : Number(text.trim() === '' ? Number.NaN : text);
  if (Number.isInteger(value) && value >= least && value <= most) return { value };
  return { problem: `expected a whole number from ${least} to ${most}, got ${JSON.stringify(String(text))}` };
}
