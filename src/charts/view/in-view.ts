// What of a curve lies between the left and the right edge of a zoomed chart.
import type { View } from '../../core/view.ts';
import type { PanelScale } from '../scene.ts';
import type { LineCurve } from './curve-lines.ts';
import { startOf } from './phase-start.ts';

/** Whether a place in the curve's phase is in view; everything is where nothing is zoomed. */
export function inView(
  view: View,
  x: PanelScale,
  { phase }: Pick<LineCurve, 'phase'>,
): (at: number) => boolean {
  if (view.zoom?.x == null) return () => true;
  const [low, high] = x.domain;
  const start = startOf(x, phase);
  return (at) => start + at >= low && start + at <= high;
}
