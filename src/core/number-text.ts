// How numbers are written for people, everywhere: a true minus sign, and powers of ten as 1.2×10⁻⁹. Files for programs
// (CSV, JSON) keep the plain form.

const digits = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];
const raised = (power: string): string =>
  [...power].map((sign) => (sign === '-' ? '⁻' : digits[Number(sign)]!)).join('');

/** `-1.2e-9` -> `−1.2×10⁻⁹`: what JavaScript writes, as people write it. */
export function typeset(plain: string): string {
  return plain.replace(/e\+?(-?\d+)$/, (_, power: string) => `×10${raised(power)}`).replace('-', '−');
}

/** So many significant digits without trailing zeros; a power of ten below 10⁻⁴ and from 10¹² on. */
export function significant(value: number, precision = 3): string {
  const rounded = Number(value.toPrecision(precision));
  const size = Math.abs(rounded);
  return typeset(size !== 0 && (size < 1e-4 || size >= 1e12) ? rounded.toExponential() : String(rounded));
}

/** `1 seed`, `8 seeds`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
