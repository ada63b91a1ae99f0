// Where a label stands beside curves: the nearest place inside a panel that none of them crosses.
import type { Frame } from '../axes.ts';

export type Point = readonly [x: number, y: number];
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels between points of a line that is put in the way, and that a label keeps from one. */
const step = 3;
const margin = 3;
/** A crossing counts as so many pixels of distance: a label goes far before it covers a curve. */
const crossing = 60;

/** A line as points close enough together that no label fits between two of them. */
export function pointsAlong(line: readonly Point[]): Point[] {
  return line.slice(1).flatMap((end, index): Point[] => {
    const [x, y] = line[index]!;
    const parts = Math.max(1, Math.ceil(Math.hypot(end[0] - x, end[1] - y) / step));
    return Array.from({ length: parts + 1 }, (_, i) => [
      x + ((end[0] - x) * i) / parts,
      y + ((end[1] - y) * i) / parts,
    ]);
  });
}

/** The middle of a box of this size: as near to `wanted` as it gets without covering a point; the least covering otherwise. */
export function freePlace(size: Size, wanted: Point, frame: Frame, inTheWay: readonly Point[]): Point {
  const [halfWidth, halfHeight] = [size.width / 2, size.height / 2];
  const across = placesBetween(frame.left + halfWidth, frame.right - halfWidth, wanted[0]);
  const along = placesBetween(frame.top + halfHeight, frame.bottom - halfHeight, wanted[1]);
  const covered = ([x, y]: Point): number =>
    inTheWay.filter(
      ([px, py]) => Math.abs(px - x) < halfWidth + margin && Math.abs(py - y) < halfHeight + margin,
    ).length;
  let [best, least]: [Point, number] = [[across[0]!, along[0]!], Number.POSITIVE_INFINITY];
  for (const x of across)
    for (const y of along) {
      const distance = Math.hypot(x - wanted[0], y - wanted[1]);
      if (distance >= least) continue;
      const cost = distance + crossing * covered([x, y]);
      if (cost < least) [best, least] = [[x, y], cost];
    }
  return best;
}

/** The wanted place first, moved inside where it is not; then every few pixels from end to end. */
function placesBetween(low: number, high: number, wanted: number): number[] {
  if (high <= low) return [(low + high) / 2];
  const count = Math.ceil((high - low) / 8);
  const even = Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);
  return [Math.max(low, Math.min(wanted, high)), ...even];
}
