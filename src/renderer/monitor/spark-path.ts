// A row of shares as a line that comes in from the right. Pure.
import { bandPath, linePath } from '../../charts/line-path.ts';

/** `places`: how many values fill the width. The newest is at the right edge. */
export function sparkPath(
  shares: readonly (number | null)[],
  { width, height, places }: { width: number; height: number; places: number },
): { stroke: string; fill: string } {
  const stride = width / (places - 1);
  const shown = shares.slice(-places);
  const points = shown.map((share, index) => ({
    x: width - (shown.length - 1 - index) * stride,
    y: share === null ? Number.NaN : 1 + (height - 2) * (1 - Math.min(1, Math.max(0, share))),
  }));
  return {
    stroke: linePath(points.map(({ x, y }) => [x, y])),
    fill: bandPath(points.map(({ x, y }) => ({ x, low: Number.isNaN(y) ? y : height, high: y }))),
  };
}
