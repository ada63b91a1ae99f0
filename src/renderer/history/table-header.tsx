// The head of the table. One of its buttons is in the Tab order, arrows go on; Enter sorts, with Shift as one more key;
// Alt and arrows make a column narrower or wider, with Shift they move it.
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useCommands } from '../shell/actions.ts';
import { doneBy } from '../shell/key-table.ts';
import { choiceGroups } from '../shell/palette-entries.ts';
import type { HistoryColumn } from './columns.tsx';
import { headKeys } from './row-keys.ts';
import { clampWidth, moved, nextSorting, type TableSettings } from './table-settings.ts';

interface Props {
  readonly columns: readonly HistoryColumn[];
  readonly settings: TableSettings;
  readonly onSettings: (settings: TableSettings) => void;
  readonly hasRows: boolean;
  /** The checkbox of all rows. */
  readonly children: ReactNode;
}

export function TableHeader({ columns, settings, onSettings, hasRows, children }: Props) {
  const [place, setPlace] = useState(0);
  const here = Math.min(place, columns.length - 1);
  const widthOf = (column: HistoryColumn): number => settings.widths[column.id] ?? column.width;
  const resize = (column: HistoryColumn, width: number): void =>
    onSettings({ ...settings, widths: { ...settings.widths, [column.id]: clampWidth(width) } });
  const sort = (column: HistoryColumn, add: boolean): void =>
    onSettings({
      ...settings,
      sorting: nextSorting(settings.sorting, column.id, {
        add,
        descendingFirst: column.numeric || column.id === 'created' || column.id === 'trashed',
      }),
    });
  useCommands(
    choiceGroups.table,
    columns.map((column) => ({
      id: `history.sort.${column.id}`,
      label: `Sort by ${column.title}`,
      keywords: 'order column',
      run: () => sort(column, false),
    })),
  );
  const onKeyDown = (event: React.KeyboardEvent<HTMLButtonElement>, column: HistoryColumn): void => {
    const does = doneBy(headKeys, event);
    if (does === null) return;
    event.preventDefault();
    const step = does === 'right' || does === 'wider' || does === 'moveRight' ? 1 : -1;
    if (does === 'moveLeft' || does === 'moveRight') {
      if (column.id === 'name') return;
      const ids = columns.slice(1).map(({ id }) => id);
      onSettings({ ...settings, order: moved(ids, column.id, step) });
      setPlace(Math.max(1, Math.min(columns.length - 1, here + step)));
    } else if (does === 'narrower' || does === 'wider') resize(column, widthOf(column) + step * 16);
    else {
      const next = Math.max(0, Math.min(columns.length - 1, here + step));
      setPlace(next);
      event.currentTarget
        .closest('[role="row"]')
        ?.querySelectorAll<HTMLElement>('.history-sort')
        [next]?.focus();
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of elements that are only there where they are seen
    <div role="rowgroup" className="history-head">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its buttons have the focus */}
      <div role="row" aria-rowindex={1} className="history-row">
        <Head index={1} className="history-check">
          {hasRows ? children : <span className="history-hidden">selected</span>}
        </Head>
        <Head index={2} className="history-star">
          <span className="history-hidden">starred</span>
        </Head>
        {columns.map((column, index) => (
          <Head
            key={column.id}
            index={index + 3}
            className={column.id === 'name' ? 'history-name' : ''}
            numeric={column.numeric}
            sort={settings.sorting.find(({ id }) => id === column.id)?.desc}
          >
            <button
              type="button"
              className="history-sort"
              tabIndex={index === here ? 0 : -1}
              title={column.about || undefined}
              onFocus={() => setPlace(index)}
              onKeyDown={(event) => onKeyDown(event, column)}
              onClick={(event) => sort(column, event.shiftKey)}
            >
              <span className="history-title">{column.title}</span>
              <SortSign column={column.id} sorting={settings.sorting} />
            </button>
            <Grip width={widthOf(column)} onWidth={(width) => resize(column, width)} />
          </Head>
        ))}
      </div>
    </div>
  );
}

interface HeadProps {
  readonly index: number;
  readonly className: string;
  readonly numeric?: boolean;
  /** Sorted by it: descending or not; undefined where it is not. */
  readonly sort?: boolean | undefined;
  readonly children: ReactNode;
}

function Head({ index, className, numeric = false, sort, children }: HeadProps) {
  const told = sort === undefined ? undefined : sort ? 'descending' : 'ascending';
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      role="columnheader"
      aria-colindex={index}
      {...(told !== undefined && { 'aria-sort': told })}
      className={`history-cell ${className}`}
      data-numeric={numeric}
    >
      {children}
    </div>
  );
}

function SortSign({ column, sorting }: { column: string; sorting: TableSettings['sorting'] }) {
  const place = sorting.findIndex(({ id }) => id === column);
  if (place < 0) return null;
  return (
    <span aria-hidden className="history-sign">
      {sorting[place]!.desc ? '↓' : '↑'}
      {sorting.length > 1 && <sub>{place + 1}</sub>}
    </span>
  );
}

/** Dragged by the pointer; the keyboard has Alt and arrows. */
function Grip({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const start = (event: React.PointerEvent<HTMLSpanElement>): void => {
    const element = event.currentTarget;
    const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const from = event.clientX;
    element.setPointerCapture(event.pointerId);
    element.onpointermove = (moving) => onWidth(width + (moving.clientX - from) / scale);
    element.onpointerup = () => {
      element.onpointermove = null;
      element.onpointerup = null;
    };
    event.preventDefault();
  };
  return <span aria-hidden className="history-grip" onPointerDown={start} />;
}
