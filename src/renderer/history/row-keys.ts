// Where the keys of a table lead. Pure but for asking how tall the table is.

/** Rows that a page key moves by. */
export const pageRows = (scroller: { clientHeight: number } | null, rowPixels: number): number =>
  Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / rowPixels) - 2);

/** The row that a key moves to from this one; null where the key does not move. */
export function targetOfKey(key: string, active: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const inside = (index: number): number => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return inside(active + 1);
    case 'ArrowUp':
      return inside(active - 1);
    case 'PageDown':
      return inside(active + page);
    case 'PageUp':
      return inside(active - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
