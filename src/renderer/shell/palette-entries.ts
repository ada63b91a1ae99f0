// Which entries of the palette fit what was typed, and in which order. Pure.

export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly keywords: string;
  readonly shortcut: string;
  run(): void;
}

/** Most entries of one group: a history may have thousands of experiments. */
const mostOfGroup = 12;

/** Groups of choices, one entry each: long lists that are searched rather than read. */
export const choiceGroups = { drawn: 'What is drawn', axes: 'Fields and axes', table: 'Table' } as const;

/** Letters alone, without accents and case. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word must be found. 0: the label begins with the query; 1: a word of it does; 2: inside it; 3: a keyword; null: no. */
export function rank({ label, keywords, group }: PaletteEntry, query: string): number | null {
  const typed = plain(query).trim();
  if (typed === '') return 0;
  const name = plain(label);
  const words = typed.split(/\s+/);
  if (words.some((word) => !`${name} ${plain(keywords)} ${plain(group)}`.includes(word))) return null;
  if (name.startsWith(typed)) return 0;
  if (words.every((word) => name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word)))) return 1;
  return words.every((word) => name.includes(word)) ? 2 : 3;
}

/** What the page at hand offers comes before what is always there, and its actions before its many choices. */
const late: readonly string[] = [
  choiceGroups.drawn,
  choiceGroups.axes,
  choiceGroups.table,
  'Go to',
  'Window',
];
export const pageFirst = (entries: readonly PaletteEntry[]): PaletteEntry[] =>
  entries.toSorted((a, b) => late.indexOf(a.group) - late.indexOf(b.group));

/** Those that fit, the best first, otherwise as offered. */
export function fitting(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  return entries
    .map((entry) => ({ entry, rank: rank(entry, query) }))
    .filter((one): one is { entry: PaletteEntry; rank: number } => one.rank !== null)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

export interface PaletteGroup {
  readonly group: string;
  /** The group's name, and how many of its entries are shown where that is not all. */
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

/** By group, groups in the order of their best entry; each at most `mostOfGroup` long. */
export const grouped = (entries: readonly PaletteEntry[]): PaletteGroup[] =>
  [...Map.groupBy(entries, ({ group }) => group)].map(([group, list]) => ({
    group,
    title:
      list.length > mostOfGroup
        ? `${group}: ${mostOfGroup} of ${list.length.toLocaleString('en')}, type for the others`
        : group,
    entries: list.slice(0, mostOfGroup),
  }));

/** The hash of a link of this window, of any host, that was pasted as a query; null for anything else. */
export const linkedHash = (query: string): string | null => /^\S*?(#\/\S*)$/.exec(query.trim())?.[1] ?? null;
