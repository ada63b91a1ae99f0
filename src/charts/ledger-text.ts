// Numbers of a claim ledger as people read them.
import type { LedgerEstimator } from '../core/claims/ledger-schema.ts';
import { formatEstimate } from './format.ts';

/** `0.123 [0.1, 0.146]`; a dash where nothing was measured, a question mark for a bound that is not known. */
export function estimateText({ estimate, interval }: Pick<LedgerEstimator, 'estimate' | 'interval'>): string {
  if (estimate === null) return '–';
  if (interval === null) return formatEstimate(estimate);
  const bound = (value: number | null): string => (value === null ? '?' : formatEstimate(value));
  return `${formatEstimate(estimate)} [${bound(interval.low)}, ${bound(interval.high)}]`;
}

/** The estimate with what it is in: `−1.49 [−1.6, −1.29] ln(examples back / n⁺)`. */
export function estimateWithUnits(one: Pick<LedgerEstimator, 'estimate' | 'interval' | 'units'>): string {
  return one.estimate === null ? '–' : `${estimateText(one)} ${one.units}`.trim();
}

export function pText(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** What the interval is of, and the test: the small print of an estimator. */
export function smallPrint({ units, interval, test, p }: LedgerEstimator): string {
  const of =
    interval === null ? '' : `; ${formatEstimate(interval.level * 100)} % interval of ${interval.of}`;
  return `${units}${of}; ${test}${p === null ? '' : `, p ${p < 0.001 ? '' : '= '}${pText(p)}`}`;
}

/** A cell of a ledger's table: four digits. */
export function cellText(cell: string | number | null): string {
  if (cell === null) return '–';
  return typeof cell === 'number' ? formatEstimate(cell, Math.abs(cell) >= 1000 ? 9 : 4) : cell;
}
