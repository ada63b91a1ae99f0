// Lines and bands as SVG paths. A point without a finite value breaks the line; it is never drawn.
import { area, line } from 'd3-shape';

export type Pixel = readonly [x: number, y: number];

/** '' if no two neighbouring points can be joined and none stands alone. */
export function linePath(points: readonly Pixel[]): string {
  const path = line<Pixel>()
    .defined(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .digits(2);
  return path(points as Pixel[]) ?? '';
}

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
