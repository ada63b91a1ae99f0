// What is written in the cells of a heatmap: in all alike, or in none.
import { formatCount, formatValue } from '../format.ts';
import { textWidth } from '../scene.ts';
import type { CellValue } from './cells.ts';

/** What stands in the cells, in all alike: nothing, their values, or their values with n; upright where they are narrow. */
export type Lettering = { readonly size: number; readonly n: boolean; readonly upright: boolean } | null;

export function letteringOf(
  cells: readonly CellValue[],
  { width, height }: { width: number; height: number },
  told: (value: number) => string,
): Lettering {
  const values = cells.map((cell) => cellWords(cell, told));
  const widest = (size: number): number => Math.max(...values.map((text) => textWidth(text, size)));
  const ns = Math.max(...cells.map((cell) => textWidth(nText(cell), nSize)));
  const n = height >= 34 && ns <= width - 4;
  const across = [11.5, 10].find((size) => widest(size) <= width - 4);
  if (across !== undefined && height >= 16) return { size: across, n, upright: false };
  const up = width >= 13 ? [11.5, 10].find((size) => widest(size) <= height - 4) : undefined;
  return up === undefined ? null : { size: Math.min(up, width - 2), n: false, upright: true };
}

export const cellWords = ({ centre: { mean } }: CellValue, told: (value: number) => string): string =>
  Number.isFinite(mean) ? told(mean) : 'not back';
export const nText = ({ seeds }: CellValue): string => `n = ${seeds.length}`;
export const nSize = 10;

/** As many decimals in every cell as give the largest value three digits. */
export function cellText(values: readonly number[]): (value: number) => string {
  const largest = Math.max(0, ...values.map(Math.abs));
  if (largest >= 10_000) return formatCount;
  const decimals = largest > 0 ? Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(largest)))) : 0;
  return (value) => formatValue(value, decimals);
}
