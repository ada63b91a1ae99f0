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
  /** Width over height that panels had best have, where one unit is as long both ways. */
  readonly shape?: number | undefined;
}
const gapX = 24;
const axisHeight = 24;
const smallest = 190;

/**
 * Columns and rows of `count` panels in a box: fixed where both are asked for, wrapped otherwise; where panels have a shape,
 * in as many columns as give it the most room.
 */
export function gridOf(
  count: number,
  { width, height }: { width: number; height: number },
  { grid, shape, ...heads }: LayoutOptions,
): Grid {
  if (grid.rows > 1) return grid;
  const most = Math.max(1, Math.min(count, Math.floor((width + gapX) / (smallest + gapX))));
  const wrapped = (columns: number): Grid => {
    const rows = Math.ceil(count / columns);
    return { rows, columns: Math.ceil(count / rows) };
  };
  if (shape === undefined) return wrapped(most);
  const room = ({ columns, rows }: Grid): number =>
    Math.min(panelWidth(width, columns), shape * (height / rows - headHeight(heads) - axisHeight));
  const grids = Array.from({ length: most }, (_, i) => wrapped(most - i));
  return grids.reduce((best, next) => (room(next) > room(best) ? next : best));
}

const panelWidth = (width: number, columns: number): number => (width - gapX * (columns - 1)) / columns;

export const headHeight = ({ titles, phases }: Pick<LayoutOptions, 'titles' | 'phases'>): number =>
  6 + (titles ? 20 : 0) + (phases ? 18 : 0);

/** Frames of the panels at `places` (column, row of an asked grid, or their order) inside a box. */
export function placePanels(
  places: readonly { column: number; row: number }[],
  box: Frame,
  options: LayoutOptions,
): PlacedPanel[] {
  const { grid } = options;
  const room = { width: box.right - box.left, height: box.bottom - box.top };
  const { columns, rows } = gridOf(places.length, room, options);
  const head = headHeight(options);
  const width = panelWidth(room.width, columns);
  const height = room.height / rows - head - axisHeight;
  return places.map(({ column, row }, index) => {
    const fixed = grid.rows > 1;
    const [c, r] = fixed ? [column, row] : [index % columns, Math.floor(index / columns)];
    const left = box.left + c * (width + gapX);
    const top = box.top + r * (height + head + axisHeight) + head;
    const last = fixed ? row === rows - 1 : index + columns >= places.length;
    return { first: c === 0, last, left, top, right: left + width, bottom: top + height };
  });
}
