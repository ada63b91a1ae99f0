// Finer readings of zoomed charts, one at a time: what is no longer wanted is not asked for, and what was read is kept for a
// while, so that a pan back and "Show all" cost nothing.
import type { FinerRange } from '../../charts/view/finer-ranges.ts';
import type { ComparedSeries } from '../../core/frozen-data.ts';

export interface FinerReader {
  /** `key` says what is read: the question, its ranges, the version of the history. null once another key was asked for. */
  read(
    key: string,
    ranges: readonly FinerRange[],
    readRange: ReadRange,
  ): Promise<readonly ComparedSeries[] | null>;
}
export type ReadRange = (range: FinerRange) => Promise<readonly ComparedSeries[]>;
const mostKept = 6;

export function createFinerReader(): FinerReader {
  const kept = new Map<string, readonly ComparedSeries[]>();
  let newest = '';
  let last: Promise<unknown> = Promise.resolve();

  const readNow = async (key: string, ranges: readonly FinerRange[], readRange: ReadRange) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found: ComparedSeries[] = [];
    for (const range of ranges) {
      if (newest !== key) return null;
      found.push(...(await readRange(range)));
    }
    keep(key, found);
    return newest === key ? found : null;
  };
  const keep = (key: string, series: readonly ComparedSeries[]): void => {
    kept.delete(key);
    kept.set(key, series);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  };
  return {
    async read(key, ranges, readRange) {
      newest = key;
      const known = kept.get(key);
      if (known !== undefined) {
        keep(key, known);
        return known;
      }
      // Whatever became of the one before: it has told whoever asked.
      const turn = last.then(
        () => readNow(key, ranges, readRange),
        () => readNow(key, ranges, readRange),
      );
      last = turn;
      return turn;
    },
  };
}
