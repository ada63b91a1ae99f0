// Everything that a user can do by name or by key: pages offer actions while they are shown; the command palette and the
// list of shortcuts read them.
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { KeyRow } from './key-table.ts';

export interface Action {
  /** Unique: `compare.copyLink`. */
  readonly id: string;
  /** As a command: `Copy a link to this view`. */
  readonly label: string;
  /** A heading of the palette: `Go to`, `Compare`, `Experiment`. */
  readonly group: string;
  /** Words that find it too. */
  readonly keywords?: string;
  /** As Mantine's useHotkeys writes it: `mod+K`, `G H`; '' or undefined for none. */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  run(): void;
}

/** Keys that a part of the page hears itself while it has the focus: listed, and run by that part alone. */
export interface KeyHint {
  readonly label: string;
  /** Where they are heard: `On a chart`. */
  readonly group: string;
  readonly shortcuts: readonly string[];
}

/** A list that mounted components add to. */
function createShelf<T>() {
  const offered = new Map<symbol, readonly T[]>();
  const listeners = new Set<() => void>();
  let all: readonly T[] = [];
  const changed = (): void => {
    all = [...offered.values()].flat();
    for (const listener of listeners) listener();
  };
  return {
    add(list: readonly T[]): () => void {
      const own = Symbol('offer');
      offered.set(own, list);
      changed();
      return () => {
        offered.delete(own);
        changed();
      };
    },
    listen(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => all,
  };
}

const actions = createShelf<Action>();
const hints = createShelf<KeyHint>();

/** Offers actions while the component is mounted. Keep the list's identity (useMemo) while nothing changed. */
export function useActions(list: readonly Action[]): void {
  useEffect(() => actions.add(list), [list]);
}

export type Command = Omit<Action, 'group'>;

/** As `useActions`, from a list that is made at every rendering: what is shown of it decides whether it changed. */
export function useCommands(group: string, commands: readonly Command[]): void {
  const newest = useRef(commands);
  useEffect(() => {
    newest.current = commands;
  });
  const key = JSON.stringify(commands);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all of the list but its functions, which are looked up
  const list = useMemo(
    () =>
      commands.map((command): Action => {
        const run = (): void => newest.current.find(({ id }) => id === command.id)?.run();
        return { ...command, group, run };
      }),
    [group, key],
  );
  useActions(list);
}

export interface Choices {
  readonly group: string;
  /** `compare.metric`. */
  readonly id: string;
  /** What is chosen: `Metric`. */
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly choose: (value: string) => void;
}

/** Offers each option of a control by name: `Metric: KL from base`. What is chosen already is not offered. */
export function useChoices({ group, id, label, options, value, choose }: Choices): void {
  useCommands(
    group,
    options.map((option) => ({
      id: `${id}.${option.value}`,
      label: `${label}: ${option.label}`,
      disabled: option.value === value,
      run: () => choose(option.value),
    })),
  );
}

/** Lists the keys of a table while the component is mounted; the table must stay the same one. */
export function useKeyHints(group: string, table: readonly KeyRow<string>[]): void {
  useEffect(
    () => hints.add(table.map(({ label, keys }) => ({ label, group, shortcuts: Object.keys(keys) }))),
    [group, table],
  );
}

/** All that is offered at this moment. */
export const offeredNow = (): readonly Action[] => actions.all();

const nothing: readonly Action[] = [];
/** The same, followed; nothing, and no drawing, while `wanted` is false. */
export const useOffered = (wanted: boolean): readonly Action[] =>
  useSyncExternalStore(actions.listen, wanted ? actions.all : () => nothing);

/** Each once, however many parts of the page hear them. */
export function useOfferedHints(): readonly KeyHint[] {
  const all = useSyncExternalStore(hints.listen, hints.all);
  return useMemo(
    () => [...new Map(all.map((hint) => [`${hint.group} ${hint.label}`, hint])).values()],
    [all],
  );
}
