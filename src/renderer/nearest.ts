// Finds what a pointer means.
import type { Hit } from '../charts/scene.ts';

const reach = 36;

/** Index of the hit nearest to a place, null if none is within 36 pixels. */
export function nearest(hits: readonly Hit[], x: number, y: number): number | null {
  let best: number | null = null;
  let distance = reach ** 2;
  hits.forEach((hit, index) => {
    const square = (hit.x - x) ** 2 + (hit.y - y) ** 2;
    if (square < distance) [best, distance] = [index, square];
  });
  return best;
}
