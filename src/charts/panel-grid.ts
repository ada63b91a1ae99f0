// Where the panels of a figure go: small multiples in rows, all of one size.
import type { Frame } from './axes.ts';

export interface Cell extends Frame {
  readonly column: number;
  /** Whether no panel is below: it carries the axis's name. */
  readonly last: boolean;
}

/** Frames of `count` panels inside a box; a panel is at least `minimum` pixels wide where the box allows. */
export function panelGrid(count: number, box: Frame, options: { minimum: number; titles: boolean }): Cell[] {
  const gapX = 22;
  const width = box.right - box.left;
  const columns = Math.max(1, Math.min(count, Math.floor((width + gapX) / (options.minimum + gapX))));
  const rows = Math.ceil(count / columns);
  const titleHeight = options.titles ? 24 : 4;
  const axisHeight = 24;
  const cellWidth = (width - gapX * (columns - 1)) / columns;
  const cellHeight = (box.bottom - box.top) / rows - titleHeight - axisHeight;
  return Array.from({ length: count }, (_, index) => {
    const column = index % columns;
    const left = box.left + column * (cellWidth + gapX);
    const top = box.top + Math.floor(index / columns) * (cellHeight + titleHeight + axisHeight) + titleHeight;
    const last = index + columns >= count;
    return { column, last, left, top, right: left + cellWidth, bottom: top + cellHeight };
  });
}
