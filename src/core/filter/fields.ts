// Names of a filter expression -> what a row has under them: a built-in field, or an axis by its path or its last name.
import { FilterError } from './filter-error.ts';
import { builtInFields, type FilterField, type FilterRow, fieldAliases, lastName } from './filter-row.ts';
import { nearestName } from './nearest-name.ts';

export interface FilterOptions {
  /** Schedule paths that occur as axes. Where given, other names are errors, and so are short names of several paths. */
  readonly axes?: readonly string[];
}
export interface FoundField {
  readonly kind: FilterField['kind'];
  readonly name: string;
  /** What a row has of it. Several where a short name stands for several axes. */
  read(row: FilterRow): readonly unknown[];
}

export const isNumeric = ({ kind }: FoundField): boolean => kind === 'number' || kind === 'axis';

/** Whether a word is a field's name; of an axis, where the axes are known. */
export function namesField(name: string, { axes = [] }: FilterOptions): boolean {
  const lower = name.toLowerCase();
  const builtIn = fieldAliases[lower] ?? lower;
  return (
    builtInFields.some((field) => field.name === builtIn) ||
    axes.some((path) => path.toLowerCase() === lower || lastName(path).toLowerCase() === lower)
  );
}

export function findField(given: string, position: number, { axes }: FilterOptions): FoundField {
  const lower = given.toLowerCase();
  const name = fieldAliases[lower] ?? lower;
  const builtIn = builtInFields.find((field) => field.name === name);
  if (builtIn !== undefined) return { ...builtIn, read: builtInReader(builtIn) };
  const matches = (path: string): boolean =>
    path.toLowerCase() === lower || lastName(path).toLowerCase() === lower;
  if (axes !== undefined) checkAxis(given, position, axes, axes.filter(matches));
  const read = (row: FilterRow): unknown[] =>
    Object.entries(row.values).flatMap(([path, value]) => (matches(path) ? [value] : []));
  return { kind: 'axis', name: given, read };
}

function builtInReader({ name, kind }: FilterField): (row: FilterRow) => readonly unknown[] {
  if (kind === 'tags') return (row) => row.tags;
  return (row) => [row[name as Exclude<keyof FilterRow, 'values' | 'tags'>]];
}

function checkAxis(given: string, position: number, axes: readonly string[], found: readonly string[]): void {
  const exact = found.some((path) => path.toLowerCase() === given.toLowerCase());
  if (found.length > 1 && !exact)
    throw new FilterError(`“${given}” is ${found.join(' or ')}: write one of them`, position);
  if (found.length > 0) return;
  const names = [...builtInFields.map(({ name }) => name), ...axes.flatMap((path) => [lastName(path), path])];
  const near = nearestName(given.toLowerCase(), names);
  const hint = near === null ? '' : `: did you mean “${near}”?`;
  throw new FilterError(`there is no field “${given}”${hint}`, position);
}

/** Numbers that count nothing. */
const labels = ['id', 'experiment', 'seed'];
/** `: did you mean “aligned”?`, '' where no column of numbers is near. */
export function meantColumn(text: string, { axes = [] }: FilterOptions): string {
  const numbers = builtInFields
    .filter(({ kind, name }) => kind === 'number' && !labels.includes(name))
    .map(({ name }) => name);
  const near = nearestName(text.toLowerCase(), [
    ...numbers,
    ...axes.flatMap((path) => [lastName(path), path]),
  ]);
  return near === null ? '' : `: did you mean “${near}”?`;
}
