// Two columns of numbers held against each other: `final < aligned`.
import type { FilterRow } from './filter-row.ts';
import { ordered } from './value.ts';

interface Column {
  read(row: FilterRow): readonly unknown[];
}
export const columnComparisons: readonly string[] = ['<', '<=', '>', '>=', '=', '==', ':', '!='];

/** A row where one of the two is not measured is not found, whatever is asked. */
export function betweenColumns(left: Column, operator: string, right: Column): (row: FilterRow) => boolean {
  return (row) => {
    const others = numbersOf(right, row);
    return numbersOf(left, row).some((own) => others.some((other) => holds(operator, own, other)));
  };
}

const numbersOf = (column: Column, row: FilterRow): number[] =>
  column.read(row).filter((value) => typeof value === 'number');

function holds(operator: string, own: number, other: number): boolean {
  if (operator === '!=') return own !== other;
  return operator.startsWith('<') || operator.startsWith('>') ? ordered(operator, own, other) : own === other;
}
