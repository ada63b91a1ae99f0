// Numbers as the explanation says them: rounded for the ear, with a true minus sign, with their unit and interval.
import type { Interval } from '../elasticity/interval.ts';
import { axisName, valueText } from '../names.ts';
import { typeset } from '../number-text.ts';

export interface Unit {
  /** After a number, '' for a bare one. */
  readonly sign: string;
  readonly name: string;
}
export const unitOf = (metric: string): Unit =>
  metric === 'behaviour.logOdds' ? { sign: ' nats', name: 'log-odds' } : { sign: '', name: 'score (0 to 1)' };

/** Two decimals, no minus zero. */
export function number(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return typeset(Number(text) === 0 ? (0).toFixed(digits) : text);
}

/** 1500 -> "1,500"; 12.25 -> "12.3"; 3 -> "3". */
export function amount(value: number): string {
  const rounded = value < 100 ? Math.round(value * 10) / 10 : Math.round(value);
  const [whole = '', rest] = String(rounded).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** `0.62 [0.51, 0.73]`; without an interval the number alone. */
export function withInterval({ mean, low, high }: Interval, sign = ''): string {
  const range = low === null || high === null ? '' : ` [${number(low)}, ${number(high)}]`;
  return `${number(mean)}${sign}${range}`;
}

export const seedsOf = (n: number): string => (n === 1 ? 'one seed' : `${n} seeds`);
export const updatesOf = (n: number): string => `${amount(n)} ${n === 1 ? 'update' : 'updates'}`;
export const updatesAndExamples = (updates: number, examples: number | null): string =>
  examples === null
    ? updatesOf(updates)
    : `${updatesOf(updates)} (${amount(examples)} ${examples === 1 ? 'example' : 'examples'})`;

/**
 * `width 64, corpus reviews`: each axis and its value. Examples are left out: what was trained of them, in whole updates, is
 * said where the phase is told.
 */
export function settingText(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([path]) => path !== 'align.examples' && path !== 'unalign.examples')
    .map(([path, value]) => `${axisName(path)} ${valueText(value, amount)}`)
    .join(', ');
}
