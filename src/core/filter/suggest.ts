// What could stand at the caret of a filter expression: names of fields, their values, the words between them.
import { builtInFields, type FieldKind, fieldAliases, lastName, rowStates } from './filter-row.ts';

export interface FilterVocabulary {
  /** Axis path -> the values that occur. */
  readonly axes: Readonly<Record<string, readonly unknown[]>>;
  readonly tags: readonly string[];
  readonly names: readonly string[];
}
export interface Suggestion {
  /** What is put in. */
  readonly text: string;
  readonly about: string;
}
export interface Suggestions {
  /** The part of the text that a suggestion takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly options: readonly Suggestion[];
}

const comparisonBefore = /([^\s"'(),;=<>!~:&|]+)\s*(!=|!~|==|<=|>=|=|:|~|<|>|\bin\s*\((?:[^()]*,)?)\s*$/;
const wordBefore = /(?:"[^"]*|[^\s"'(),;=<>!~:&|]*)$/;
const wordAfter = /^[^\s"'(),;=<>!~:&|]*/;

/** At most `most` suggestions for the word that the caret is in or behind. */
export function suggestFilter(
  text: string,
  caret: number,
  vocabulary: FilterVocabulary,
  most = 8,
): Suggestions {
  const before = text.slice(0, caret);
  const started = wordBefore.exec(before)![0];
  const from = caret - started.length;
  const to = caret + wordAfter.exec(text.slice(caret))![0].length;
  const head = before.slice(0, from);
  const [, compared, operator = ''] = comparisonBefore.exec(head) ?? [];
  const needle = started.replace(/^"/, '').toLowerCase();
  const all = compared === undefined ? words(head, vocabulary) : valuesFor(compared, operator, vocabulary);
  const options = ranked(all, needle)
    .filter(({ text: whole }) => whole.toLowerCase() !== needle)
    .slice(0, most);
  return { from, to, options };
}

/** Those that begin with it, then those that have it inside. */
function ranked(all: readonly Suggestion[], needle: string): Suggestion[] {
  const bare = ({ text }: Suggestion): string => text.replace(/^"/, '').toLowerCase();
  const begin = all.filter((one) => bare(one).startsWith(needle));
  const inside = all.filter((one) => !bare(one).startsWith(needle) && bare(one).includes(needle));
  return needle === '' ? [...all] : [...begin, ...inside];
}

function words(head: string, { axes }: FilterVocabulary): Suggestion[] {
  const fields = builtInFields.map(({ name, about }) => ({ text: name, about }));
  const paths = Object.keys(axes);
  const shared = (path: string): boolean =>
    paths.some((other) => other !== path && lastName(other) === lastName(path)) ||
    builtInFields.some(({ name }) => name === lastName(path).toLowerCase());
  const axisFields = paths.map((path) => ({
    text: shared(path) ? path : lastName(path),
    about: `axis ${path}`,
  }));
  const complete = head.trim() !== '' && !/(\b(and|or|not|AND|OR|NOT)|[(!])\s*$/.test(head);
  const between = complete
    ? [
        { text: 'and', about: 'both' },
        { text: 'or', about: 'either' },
      ]
    : [];
  return [...between, ...axisFields, ...fields, { text: 'not', about: 'the opposite of what follows' }];
}

function valuesFor(given: string, operator: string, vocabulary: FilterVocabulary): Suggestion[] {
  const lower = given.toLowerCase();
  const name = fieldAliases[lower] ?? lower;
  const kind: FieldKind = builtInFields.find((field) => field.name === name)?.kind ?? 'axis';
  if (name === 'state') return rowStates.map((text) => ({ text, about: 'state' }));
  if (kind === 'flag') return ['true', 'false'].map((text) => ({ text, about: name }));
  if (kind === 'tags') return vocabulary.tags.map((tag) => ({ text: quoted(tag), about: 'tag' }));
  if (name === 'name') return vocabulary.names.map((one) => ({ text: quoted(one), about: 'experiment' }));
  const columns = /^[<>]=?$/.test(operator) ? columnsFor(name, vocabulary) : [];
  if (kind !== 'axis') return kind === 'number' ? columns : [];
  const values = Object.entries(vocabulary.axes)
    .filter(([path]) => path.toLowerCase() === lower || lastName(path).toLowerCase() === lower)
    .flatMap(([path, all]) => all.map((value) => ({ text: valueText(value), about: path })));
  return [...values.filter(({ text }) => text !== ''), ...columns];
}

/** What a column of numbers can be held against: the scores first, which are in one unit. */
function columnsFor(own: string, { axes }: FilterVocabulary): Suggestion[] {
  const numbers = builtInFields.filter(({ kind, name }) => kind === 'number' && name !== own);
  const scores = ['pretrained', 'aligned', 'final'];
  const place = ({ name }: { name: string }): number =>
    scores.includes(name) === scores.includes(own) ? 0 : 1;
  const paths = Object.keys(axes).filter((path) => axes[path]!.some((value) => typeof value === 'number'));
  return [
    ...numbers
      .toSorted((a, b) => place(a) - place(b))
      .map(({ name, about }) => ({ text: name, about: `column: ${about}` })),
    ...paths.map((path) => ({ text: path, about: 'column of this axis' })),
  ];
}

const valueText = (value: unknown): string =>
  typeof value === 'string' ? quoted(value) : typeof value === 'number' ? String(value) : '';

/** As it has to be written: in quotes where a bare word would not do. */
export function quoted(text: string): string {
  const plain = /^[^\s"'(),;=<>!~:&|-][^\s"'(),;=<>!~:&|]*$/.test(text);
  const reserved = /^(and|or|not|in|none)$/i.test(text);
  return plain && !reserved ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
