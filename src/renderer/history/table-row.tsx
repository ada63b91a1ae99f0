// One row: checkbox, star, name, the rest; plain elements, since hundreds are drawn while one scrolls. Its controls are reached by Tab only from the row that the keyboard is on.
import { StarFilledIcon, StarIcon } from '@radix-ui/react-icons';
import { memo } from 'react';
import type { HistoryColumn } from './columns.tsx';
import type { HistoryRow } from './history-rows.ts';

interface Props {
  readonly row: HistoryRow;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly HistoryColumn[];
  readonly selected: boolean;
  readonly active: boolean;
  readonly onActive: (key: string) => void;
  readonly onSelect: (key: string, range: boolean) => void;
  readonly onOpen: (row: HistoryRow) => void;
  readonly onStar: ((row: HistoryRow) => void) | null;
}

/** How a row is called where its cells are not heard: `Prior sweep, seed 3`. */
export const rowLabel = (row: HistoryRow): string =>
  row.kind === 'run' ? `${row.name}, run ${row.id}` : row.name || `experiment ${row.id}`;

export const TableRow = memo(function TableRow(props: Props) {
  const { row, index, columns, selected, active, onActive, onSelect, onOpen } = props;
  const inside = active ? 0 : -1;
  const press = (event: React.MouseEvent<HTMLDivElement>): void => {
    if ((event.target as Element).closest('button, a, input, label') !== null) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) onSelect(row.key, event.shiftKey);
    else onOpen(row);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: only the rows that are seen are in the document
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys of all rows
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-index={index}
      className="history-row"
      tabIndex={inside}
      style={{ transform: `translateY(${props.top}px)` }}
      onFocus={() => onActive(row.key)}
      onClick={press}
    >
      <Mark index={1} className="history-check">
        <input
          type="checkbox"
          tabIndex={inside}
          checked={selected}
          aria-label={`Select ${rowLabel(row)}`}
          onChange={() => {}}
          onClick={(event) => onSelect(row.key, event.shiftKey)}
        />
      </Mark>
      <Mark index={2} className="history-star">
        <Star {...props} />
      </Mark>
      {columns.map((column, place) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: rows have the focus, as a grid may
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={place + 3}
          className={column.id === 'name' ? 'history-cell history-name' : 'history-cell'}
          data-numeric={column.numeric}
          title={titleOf(column, row)}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
});

const titleOf = (column: HistoryColumn, row: HistoryRow): string | undefined =>
  column.id === 'name'
    ? row.kind === 'run'
      ? rowLabel(row)
      : row.name
    : column.id === 'tags'
      ? row.tags.slice(0, 40).join(', ') || undefined
      : undefined;

function Mark({
  index,
  className,
  children,
}: {
  index: number;
  className: string;
  children: React.ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div role="gridcell" aria-colindex={index} className={`history-cell ${className}`}>
      {children}
    </div>
  );
}

function Star({ row, active, onStar }: Props) {
  const icon = row.starred ? <StarFilledIcon /> : <StarIcon />;
  if (onStar === null)
    return row.starred ? (
      <span role="img" aria-label="starred" className="history-starred">
        <StarFilledIcon />
      </span>
    ) : null;
  return (
    <button
      type="button"
      tabIndex={active ? 0 : -1}
      aria-pressed={row.starred}
      aria-label={`Star ${rowLabel(row)}`}
      className={row.starred ? 'history-starred' : 'history-unstarred'}
      onClick={() => onStar(row)}
    >
      {icon}
    </button>
  );
}
