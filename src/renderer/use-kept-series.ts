// Series of a live chart in which those that did not grow stay the same objects.
import { useMemo, useRef } from 'react';
import { keepSeries } from '../charts/kept-series.ts';

export function useKeptSeries<T extends Parameters<typeof keepSeries>[0][number]>(
  series: readonly T[],
): readonly T[] {
  const before = useRef<readonly T[]>([]);
  return useMemo(() => {
    before.current = keepSeries(before.current, series);
    return before.current;
  }, [series]);
}
