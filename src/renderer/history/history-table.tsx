// The table itself: a grid whose rows are drawn only where they are seen. It sorts and arranges columns; which rows there
// are, what is selected and what opening one means is its owner's.
import { Checkbox } from '@mantine/core';
import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  type Row as TableRowOf,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useCommands, useKeyHints } from '../shell/actions.ts';
import { doneBy } from '../shell/key-table.ts';
import { usePreferences } from '../shell/preferences.ts';
import { type HistoryColumn, nameColumn } from './columns.tsx';
import type { HistoryRow } from './history-rows.ts';
import { headKeys, pageRows, rowKeys, targetOfKey } from './row-keys.ts';
import { extend, type Selected, toggle, toggleAll } from './selection.ts';
import { TableHeader } from './table-header.tsx';
import { TableRow } from './table-row.tsx';
import { inOrder, type TableSettings } from './table-settings.ts';

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  columnOrderingFeature,
  columnSizingFeature,
  sortedRowModel: createSortedRowModel(),
});
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const rowPixels = 34;
/** Checkbox and star. */
const markPixels = 36;

function compareRows(
  a: TableRowOf<typeof features, HistoryRow>,
  b: TableRowOf<typeof features, HistoryRow>,
  column: string,
): number {
  const [x, y] = [a.getValue<unknown>(column), b.getValue<unknown>(column)];
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  // By code units where that is all that differs from the same words in another spelling.
  return x === y ? 0 : collator.compare(String(x), String(y));
}

interface Props {
  readonly label: string;
  readonly rows: readonly HistoryRow[];
  readonly columns: readonly HistoryColumn[];
  readonly settings: TableSettings;
  readonly onSettings: (settings: TableSettings) => void;
  readonly selected: Selected;
  readonly onSelected: (change: (selected: Selected) => Selected) => void;
  readonly onOpen: (row: HistoryRow) => void;
  /** null where nothing may be changed or a star makes no sense. */
  readonly onStar: ((row: HistoryRow) => void) | null;
}

export const HistoryTable = memo(function HistoryTable(props: Props) {
  const { label, rows, settings, selected, onSelected, onOpen, onSettings, onStar } = props;
  const { shown, sorted } = useArranged(props);
  useKeyHints('On a row of the table', rowKeys);
  useKeyHints('On a column’s head', headKeys);
  const order = useMemo(() => sorted.map((row) => row.key), [sorted]);
  const scroller = useRef<HTMLDivElement>(null);
  const { virtualizer, active, setActive, focusRow } = useRows(sorted, scroller);
  const template = useMemo(
    () =>
      [markPixels, markPixels, ...shown.map((column) => settings.widths[column.id] ?? column.width)]
        .map((width) => `${width / 16}rem`)
        .join(' '),
    [shown, settings.widths],
  );
  const more = useMoreToTheRight(scroller, template);
  // What the columns that stay cover: nothing that is focused may hide there.
  const covered = 2 * markPixels + (settings.widths.name ?? nameColumn.width);
  const change = useCallback(
    (key: string, range: boolean) =>
      onSelected((now) => (range ? extend(now, key, order) : toggle(now, key))),
    [onSelected, order],
  );
  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>): void => {
    const row = sorted[active];
    if (row === undefined || !(event.target as Element).matches('[role="row"]')) return;
    const does = doneBy(rowKeys, event);
    const target = targetOfKey(
      does,
      active,
      sorted.length,
      pageRows(scroller.current, virtualizer.options.estimateSize(0)),
    );
    if (target !== null) {
      focusRow(target);
      const key = order[target];
      if (event.shiftKey && key !== undefined)
        onSelected((now) => extend(now.anchor === null ? { ...now, anchor: row.key } : now, key, order));
    } else if (does === 'choose') change(row.key, event.shiftKey);
    else if (does === 'open') onOpen(row);
    else if (does === 'all')
      onSelected((now) => (order.every((key) => now.keys.has(key)) ? now : toggleAll(now, order)));
    else if (does === 'none' && selected.keys.size > 0) onSelected(() => ({ keys: new Set(), anchor: null }));
    else return;
    event.preventDefault();
  };
  useCommands('History', [
    {
      id: 'history.all',
      label: 'Select all shown',
      disabled: order.length === 0,
      run: () => onSelected((now) => (order.every((key) => now.keys.has(key)) ? now : toggleAll(now, order))),
    },
  ]);
  const chosen = order.reduce((count, key) => count + (selected.keys.has(key) ? 1 : 0), 0);
  return (
    <div className="history-frame" data-more={more}>
      <div className="history-scroller" ref={scroller} style={{ scrollPaddingLeft: `${covered / 16}rem` }}>
        {/* biome-ignore lint/a11y/useSemanticElements: only the rows that are seen are in the document */}
        <div
          role="grid"
          aria-label={label}
          aria-rowcount={rows.length + 1}
          aria-colcount={shown.length + 2}
          aria-multiselectable
          className="history-grid"
          style={{ '--columns': template } as React.CSSProperties}
          onKeyDown={onKeyDown}
        >
          <TableHeader columns={shown} settings={settings} onSettings={onSettings} hasRows={rows.length > 0}>
            <Checkbox
              size="xs"
              aria-label={`Select all ${rows.length} shown`}
              checked={chosen > 0 && chosen === order.length}
              indeterminate={chosen > 0 && chosen < order.length}
              onChange={() => onSelected((now) => toggleAll(now, order))}
            />
          </TableHeader>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          <div role="rowgroup" className="history-body" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const row = sorted[index];
              if (row === undefined) return null;
              return (
                <TableRow
                  key={row.key}
                  row={row}
                  index={index}
                  top={start - virtualizer.options.scrollMargin}
                  columns={shown}
                  selected={selected.keys.has(row.key)}
                  active={index === active}
                  onActive={setActive}
                  onSelect={change}
                  onOpen={onOpen}
                  onStar={onStar}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
});

/** Whether there is more to the right; `width` is of all columns. */
function useMoreToTheRight(scroller: RefObject<HTMLDivElement | null>, width: string): boolean {
  const [more, setMore] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns leave other room
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const look = (): void => setMore(box.scrollWidth - box.clientWidth - box.scrollLeft > 4);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, [scroller, width]);
  return more;
}

/** The columns that are shown, in their order, and the rows in theirs. */
function useArranged({ rows, columns, settings }: Props): { shown: HistoryColumn[]; sorted: HistoryRow[] } {
  const all = useMemo(() => [nameColumn, ...columns], [columns]);
  const definitions = useMemo(
    () =>
      all.map((column) => ({
        id: column.id,
        accessorFn: column.value,
        sortFn: compareRows,
        sortUndefined: 'last' as const,
      })),
    [all],
  );
  const state = useMemo(
    () => ({
      // A link may name a column that this history has not.
      sorting: settings.sorting
        .filter(({ id }) => all.some((column) => column.id === id))
        .map((sort) => ({ ...sort })),
      columnOrder: [
        'name',
        ...inOrder(
          columns.map(({ id }) => id),
          settings.order,
        ),
      ],
      columnVisibility: Object.fromEntries(
        all.map(({ id, shown }) => [id, id === 'name' || (settings.shown[id] ?? shown)]),
      ),
    }),
    [settings, columns, all],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows as HistoryRow[],
    getRowId: (row) => row.key,
    state,
  });
  const model = table.getRowModel();
  const leaves = table.getVisibleLeafColumns();
  const sorted = useMemo(() => model.rows.map(({ original }) => original), [model]);
  const shown = useMemo(
    () => leaves.flatMap(({ id }) => all.find((column) => column.id === id) ?? []),
    [leaves, all],
  );
  return { shown, sorted };
}

function useRows(sorted: readonly HistoryRow[], scroller: RefObject<HTMLDivElement | null>) {
  const { textSize } = usePreferences();
  const height = Math.round((rowPixels * textSize) / 100);
  // The row that the keyboard is on, by its key, so that it stays the same one while rows come and go.
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const found = activeKey === null ? 0 : sorted.findIndex(({ key }) => key === activeKey);
  const active = Math.max(0, found);
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => sorted[index]?.key ?? index,
    overscan: 10,
    scrollMargin: height,
    scrollPaddingStart: height,
    useFlushSync: false,
    // The focused row stays in the document, or the focus would be lost when it is scrolled away.
    rangeExtractor: (range) =>
      [...new Set([active, ...defaultRangeExtractor(range)])]
        .filter((index) => index < sorted.length)
        .sort((a, b) => a - b),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured again when their height changed
  useEffect(() => virtualizer.measure(), [height]);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[role="row"][data-index="${wanted.current}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const setActive = useCallback((key: string) => setActiveKey(key), []);
  const focusRow = (index: number): void => {
    const row = sorted[index];
    if (row === undefined) return;
    wanted.current = index;
    setActiveKey(row.key);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  };
  return { virtualizer, active, setActive, focusRow };
}
