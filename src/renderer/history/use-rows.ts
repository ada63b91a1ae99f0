// The rows that the table shows: of a mode, less the archived, through the filter; and what a filter could say of them.
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { compileFilter } from '../../core/filter/compile.ts';
import type { FilterVocabulary } from '../../core/filter/suggest.ts';
import { type Axis, historyColumns } from './columns.tsx';
import {
  distinctValues,
  type HistoryData,
  type HistoryRow,
  historyRows,
  type RowMode,
} from './history-rows.ts';

const nothing: readonly never[] = [];
/** The rows of a mode, those that the filter finds, and what a filter could say about them. */
export function useRowsOf(data: HistoryData | null, mode: RowMode, filter: string, withArchived: boolean) {
  const all = useMemo(() => (data === null ? nothing : historyRows(data, mode)), [data, mode]);
  const vocabulary = useMemo(() => vocabularyOf(data), [data]);
  const axes = useMemo(() => Object.keys(vocabulary.axes), [vocabulary]);
  const axesKey = JSON.stringify(axesOf(vocabulary, all));
  const columns = useMemo(() => historyColumns(mode, JSON.parse(axesKey) as Axis[]), [mode, axesKey]);
  const deferred = useDeferredValue(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const compiled = useMemo(() => compileFilter(deferred, { axes }), [deferred, axesKey]);
  const error = compiled.error ?? null;
  const lastGood = useLastGood(compiled.error === undefined ? compiled : null);
  const archived = useMemo(() => all.reduce((sum, row) => sum + (row.archived ? 1 : 0), 0), [all]);
  const shows = withArchived || mode === 'trash' || /archived/i.test(deferred);
  const rows = useMemo(
    () =>
      all.filter(
        (row) =>
          (shows || !row.archived) && (lastGood === null || row.filterRows.some((one) => lastGood.test(one))),
      ),
    [all, shows, lastGood],
  );
  return { all, rows, columns, vocabulary, error, archived };
}

function axesOf({ axes }: FilterVocabulary, rows: readonly HistoryRow[]): Axis[] {
  const counts = new Map<string, number>();
  for (const { values } of rows)
    for (const path of Object.keys(values)) counts.set(path, (counts.get(path) ?? 0) + 1);
  return Object.entries(axes).map(([path, values]) => ({
    path,
    numeric: values.every((value) => typeof value === 'number'),
    rows: counts.get(path) ?? 0,
  }));
}

/** While a filter is half typed the last whole one holds, so that rows do not jump. */
function useLastGood<T>(value: T | null): T | null {
  const [last, setLast] = useState(value);
  useEffect(() => {
    if (value !== null) setLast(value);
  }, [value]);
  return value ?? last;
}

function vocabularyOf(data: HistoryData | null): FilterVocabulary {
  if (data === null) return { axes: {}, tags: [], names: [] };
  const counts = new Map<string, number>();
  for (const { tags } of [...data.summaries, ...data.runs])
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const tags = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([tag]) => tag);
  return {
    axes: distinctValues(data.runs),
    tags,
    names: [...new Set(data.summaries.map(({ name }) => name))],
  };
}
