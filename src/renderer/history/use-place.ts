// What the address says of the history: mode, filter, sorting, the open row, a dialog. All but opening a row takes the
// place of the address before it; an open row is a step of the window's history, so that Back closes it.
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { amend, go, type HistoryPlace } from '../router.ts';
import type { HistoryData, HistoryRow, RowMode } from './history-rows.ts';
import { historyRows } from './history-rows.ts';

export interface Place {
  readonly mode: RowMode;
  change(part: Partial<HistoryPlace>): void;
  setMode(mode: RowMode): void;
  openRow(row: HistoryRow): void;
  closeRow(): void;
}

export function usePlace(route: HistoryPlace): Place {
  const now = useRef(route);
  now.current = route;
  const opened = useRef(false);
  useEffect(() => {
    if (route.row === undefined) opened.current = false;
  }, [route.row]);
  const change = useCallback((part: Partial<HistoryPlace>) => amend({ ...now.current, ...part }), []);
  const setMode = useCallback(
    (mode: RowMode) =>
      change({ mode: mode === 'experiments' ? undefined : mode, sort: undefined, row: undefined }),
    [change],
  );
  const openRow = useCallback((row: HistoryRow) => {
    opened.current = true;
    go({ ...now.current, row: row.key });
  }, []);
  const closeRow = useCallback(() => {
    if (opened.current) history.back();
    else change({ row: undefined });
  }, [change]);
  return { mode: route.mode ?? 'experiments', change, setMode, openRow, closeRow };
}

/** The row that an address names, whatever the table shows; null where there is none, undefined until that is known. */
export function useNamedRow(
  key: string | undefined,
  shown: readonly HistoryRow[],
  data: HistoryData | null,
): HistoryRow | null | undefined {
  return useMemo(() => {
    const named = (rows: readonly HistoryRow[]) => rows.find((row) => row.key === key);
    if (key === undefined) return null;
    const found = named(shown);
    if (found !== undefined || data === null) return found;
    const modes: RowMode[] = key.startsWith('r') ? ['runs'] : ['experiments', 'trash'];
    return modes.map((mode) => named(historyRows(data, mode))).find((row) => row !== undefined) ?? null;
  }, [key, shown, data]);
}
