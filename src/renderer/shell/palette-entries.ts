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

/** What the page at hand offers comes before what is always there. */
const always: ReadonlySet<string> = new Set(['Go to', 'Window']);
export function pageFirst(entries: readonly PaletteEntry[]): PaletteEntry[] {
  return [
    ...entries.filter(({ group }) => !always.has(group)),
    ...entries.filter(({ group }) => group === 'Go to'),
    ...entries.filter(({ group }) => group === 'Window'),
  ];
}

/** Those that fit, the best first, otherwise as offered. */
export function fitting(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  return entries
    .map((entry) => ({ entry, rank: rank(entry, query) }))
    .filter((one): one is { entry: PaletteEntry; rank: number } => one.rank !== null)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

/** By group, groups in the order of their best entry; each at most `mostOfGroup` long. */
export function grouped(entries: readonly PaletteEntry[]): { group: string; entries: PaletteEntry[] }[] {
  const groups = new Map<string, PaletteEntry[]>();
  for (const entry of entries) {
    const list = groups.get(entry.group) ?? [];
    if (list.length < mostOfGroup) list.push(entry);
    groups.set(entry.group, list);
  }
  return [...groups].map(([group, list]) => ({ group, entries: list }));
}

/** The hash of a link of this window, of any host, that was pasted as a query; null for anything else. */
export const linkedHash = (query: string): string | null => /^\S*?(#\/\S*)$/.exec(query.trim())?.[1] ?? null;
