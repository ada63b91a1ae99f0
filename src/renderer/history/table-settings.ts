// How the user arranged the table: which columns, in which order, how wide, sorted by what. Kept in this browser.
import type { RowMode } from './history-rows.ts';

export interface TableSettings {
  /** Column ids in their order; those not named come after, as they are. */
  readonly order: readonly string[];
  /** Column id -> shown; what is not named is as the column says. */
  readonly shown: Readonly<Record<string, boolean>>;
  /** Column id -> pixels at a text size of 100 %. */
  readonly widths: Readonly<Record<string, number>>;
  readonly sorting: readonly { readonly id: string; readonly desc: boolean }[];
}

const sortedBy: Readonly<Record<RowMode, TableSettings['sorting']>> = {
  // As the host lists them: the newest first.
  experiments: [],
  runs: [],
  trash: [{ id: 'trashed', desc: true }],
};
export const defaultSettings = (mode: RowMode): TableSettings => ({
  order: [],
  shown: {},
  widths: {},
  sorting: sortedBy[mode],
});
export const narrowest = 48;
export const widest = 900;
export const clampWidth = (width: number): number => Math.round(Math.min(widest, Math.max(narrowest, width)));

const keyOf = (mode: RowMode): string => `springback.history.${mode}`;

/** What was stored, part by part; whatever is not there or makes no sense is as at first. */
export function parseSettings(text: string | null, mode: RowMode): TableSettings {
  const first = defaultSettings(mode);
  let stored: Record<string, unknown> = {};
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    if (isFields(read)) stored = read;
  } catch {
    // Written by something else: as at first.
  }
  return {
    order: Array.isArray(stored.order) ? stored.order.filter((id) => typeof id === 'string') : first.order,
    shown: fieldsOf(stored.shown, (value) => typeof value === 'boolean'),
    widths: fieldsOf(stored.widths, (value) => typeof value === 'number' && clampWidth(value) === value),
    sorting: Array.isArray(stored.sorting) ? stored.sorting.filter(isSort) : first.sorting,
  };
}

/** As it stands in an address: `name,-final`; '' for none. */
export const sortText = (sorting: TableSettings['sorting']): string =>
  sorting.map(({ id, desc }) => `${desc ? '-' : ''}${id}`).join(',');

export const parseSort = (text: string): TableSettings['sorting'] =>
  text
    .split(',')
    .filter((part) => part !== '' && part !== '-')
    .map((part) => (part.startsWith('-') ? { id: part.slice(1), desc: true } : { id: part, desc: false }));

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSort = (value: unknown): value is TableSettings['sorting'][number] =>
  isFields(value) && typeof value.id === 'string' && typeof value.desc === 'boolean';

function fieldsOf<T>(value: unknown, fits: (field: unknown) => boolean): Record<string, T> {
  if (!isFields(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, field]) => fits(field))) as Record<string, T>;
}

export function loadSettings(mode: RowMode): TableSettings {
  try {
    return parseSettings(localStorage.getItem(keyOf(mode)), mode);
  } catch {
    // A window without storage.
    return defaultSettings(mode);
  }
}

export function saveSettings(mode: RowMode, settings: TableSettings): void {
  try {
    localStorage.setItem(keyOf(mode), JSON.stringify(settings));
  } catch {
    // A window without storage: it holds until the window closes.
  }
}

/** These ids in the user's order; those that it does not name keep their place at the end. */
export function inOrder(ids: readonly string[], order: readonly string[]): string[] {
  const named = order.filter((id) => ids.includes(id));
  return [...named, ...ids.filter((id) => !named.includes(id))];
}

/** `ids` with one moved by so many places, as far as there is room. */
export function moved(ids: readonly string[], id: string, places: number): string[] {
  const from = ids.indexOf(id);
  if (from < 0) return [...ids];
  const rest = ids.filter((other) => other !== id);
  rest.splice(Math.max(0, Math.min(rest.length, from + places)), 0, id);
  return rest;
}

/** The next sorting when a header is pressed: ascending, descending, none; `add` keeps the others. */
export function nextSorting(
  sorting: TableSettings['sorting'],
  id: string,
  options: { add: boolean; descendingFirst: boolean },
): TableSettings['sorting'] {
  const now = sorting.find((one) => one.id === id);
  const { add, descendingFirst } = options;
  const next =
    now === undefined
      ? { id, desc: descendingFirst }
      : now.desc === descendingFirst
        ? { id, desc: !descendingFirst }
        : null;
  if (!add) return next === null ? [] : [next];
  if (now !== undefined)
    return sorting.flatMap((one) => (one.id !== id ? [one] : next === null ? [] : [next]));
  return next === null ? sorting : [...sorting, next];
}
