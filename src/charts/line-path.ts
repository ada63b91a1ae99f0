// Lines and bands as SVG paths. A point without a finite value breaks the line; it is never drawn.
import { area } from 'd3-shape';

export type Pixel = readonly [x: number, y: number];

/** '' if no two neighbouring points can be joined and none stands alone. */
export const linePath = (points: readonly Pixel[]): string =>
  indexPath(
    points.length,
    (index) => points[index]![0],
    (index) => points[index]![1],
  );

/** As `linePath`, of points that are looked up; written as d3-shape writes a line, in a third of its time. */
export function indexPath(count: number, x: (index: number) => number, y: (index: number) => number): string {
  let path = '';
  /** Points of the piece that is being written. */
  let joined = 0;
  for (let index = 0; index < count; index++) {
    const [left, top] = [x(index), y(index)];
    if (Number.isFinite(left) && Number.isFinite(top)) {
      path += `${joined === 0 ? 'M' : 'L'}${round(left)},${round(top)}`;
      joined += 1;
      continue;
    }
    if (joined === 1) path += 'Z';
    joined = 0;
  }
  return joined === 1 ? `${path}Z` : path;
}

/** What tells the places of two pairs of scales apart: each is known by three of its values. */
export const placesKey = (x: { of(value: number): number }, y: { of(value: number): number }): string =>
  [0, 1, 1000].map((value) => `${x.of(value)} ${y.of(value)}`).join();

const round = (pixels: number): number => Math.round(pixels * 100) / 100;

/** The area between `low` and `high` (pixels) over x. */
export function bandPath(points: readonly { x: number; low: number; high: number }[]): string {
  const path = area<{ x: number; low: number; high: number }>()
    .defined(({ x, low, high }) => [x, low, high].every(Number.isFinite))
    .x(({ x }) => x)
    .y0(({ low }) => low)
    .y1(({ high }) => high)
    .digits(2);
  return path(points as { x: number; low: number; high: number }[]) ?? '';
}
