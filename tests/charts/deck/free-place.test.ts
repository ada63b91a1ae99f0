import { describe, expect, it } from 'vitest';
import { freePlace, pointsAlong } from '../../../src/charts/deck/free-place.ts';

const frame = { left: 0, right: 200, top: 0, bottom: 100 };
const label = { width: 40, height: 12 };

describe('the place of a label', () => {
  it('is the wanted one where nothing is in the way, moved inside where it would stand out', () => {
    expect(freePlace(label, [100, 50], frame, [])).toEqual([100, 50]);
    expect(freePlace(label, [0, 200], frame, [])).toEqual([20, 94]);
  });
  it('is beside a line that runs through the wanted one, as near as it gets', () => {
    const line = pointsAlong([
      [0, 50],
      [200, 50],
    ]);
    const [x, y] = freePlace(label, [100, 48], frame, line);
    expect(x).toBe(100);
    // Half the label and three pixels above the line, to the next of the places that are tried.
    expect(50 - y).toBeGreaterThanOrEqual(9);
    expect(50 - y).toBeLessThan(18);
  });
  it('covers as little as it can where everything is covered', () => {
    const full = pointsAlong(
      [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].flatMap(
        (y) =>
          [
            [0, y],
            [200, y],
          ] as const,
      ),
    );
    const [x, y] = freePlace(label, [100, 50], frame, full);
    expect(x >= 20 && x <= 180 && y >= 6 && y <= 94).toBe(true);
  });
  it('has no gap in a line through which it could slip', () => {
    const points = pointsAlong([
      [0, 0],
      [30, 40],
    ]);
    const gaps = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i]![0], y - points[i]![1]));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3);
  });
});
