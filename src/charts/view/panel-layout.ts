// Where the panels of a view go: a grid of columns and rows, or one row of panels that wraps.
import type { Frame } from '../axes.ts';

export interface PlacedPanel extends Frame {
  /** Whether it stands at the left, and whether none is below it: those carry the numbers. */
  readonly first: boolean;
  readonly last: boolean;
}
interface Grid {
  readonly columns: number;
  readonly rows: number;
}
export interface LayoutOptions {
  readonly grid: Grid;
  readonly titles: boolean;
  /** Whether phases are named above each panel. */
  readonly phases: boolean;
}
const gapX = 24;
const axisHeight = 24;
const smallest = 190;

/** Columns and rows of `count` panels in a width: fixed where both are asked for, wrapped otherwise. */
export function gridOf(count: number, asked: Grid, width: number): Grid {
  if (asked.rows > 1) return asked;
  const columns = Math.max(1, Math.min(count, Math.floor((width + gapX) / (smallest + gapX))));
  const rows = Math.ceil(count / columns);
  return { rows, columns: Math.ceil(count / rows) };
}

export const headHeight = ({ titles, phases }: Omit<LayoutOptions, 'grid'>): number =>
  6 + (titles ? 20 : 0) + (phases ? 18 : 0);

/** Frames of the panels at `places` (column, row of an asked grid, or their order) inside a box. */
export function placePanels(
  places: readonly { column: number; row: number }[],
  box: Frame,
  options: LayoutOptions,
): PlacedPanel[] {
  const { grid } = options;
  const { columns, rows } = gridOf(places.length, grid, box.right - box.left);
  const head = headHeight(options);
  const width = (box.right - box.left - gapX * (columns - 1)) / columns;
  const height = (box.bottom - box.top) / rows - head - axisHeight;
  return places.map(({ column, row }, index) => {
    const fixed = grid.rows > 1;
    const [c, r] = fixed ? [column, row] : [index % columns, Math.floor(index / columns)];
    const left = box.left + c * (width + gapX);
    const top = box.top + r * (height + head + axisHeight) + head;
    const last = fixed ? row === rows - 1 : index + columns >= places.length;
    return { first: c === 0, last, left, top, right: left + width, bottom: top + height };
  });
}
