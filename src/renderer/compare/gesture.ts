// What a pointer's gesture makes of a chart's scales. Pure: pixels in, domains out.
import type { Hit, Scene, ScenePanel } from '../../charts/scene.ts';
import { movedDomain, scaleOf } from '../../charts/view/panel-scale.ts';
import type { View } from '../../core/view.ts';
import type { Motion } from './paint-scene.ts';

export type Zoom = NonNullable<View['zoom']>;
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Index of the panel under a point, -1 for none. */
export const panelAt = ({ panels = [] }: Scene, { x, y }: Point): number =>
  panels.findIndex((p) => x >= p.left && x <= p.right && y >= p.top && y <= p.bottom && zoomable(p));

/** A panel of cells has no scale to zoom. */
export const zoomable = ({ x }: ScenePanel): boolean => x.domain[0] !== x.domain[1];

/** The domains that a dragged box stands for; a box that is thin in one direction keeps all of that. null if too small. */
export function boxZoom(panel: ScenePanel, from: Point, to: Point): Zoom | null {
  const [x1, x2] = between(from.x, to.x, panel.left, panel.right);
  const [y1, y2] = between(from.y, to.y, panel.top, panel.bottom);
  const [wide, high] = [x2 - x1 >= 8, y2 - y1 >= 8];
  if (!wide && !high) return null;
  const x = scaleOf(panel.x, [panel.left, panel.right]);
  const y = scaleOf(panel.y, [panel.bottom, panel.top]);
  return {
    x: wide ? rounded([x.at(x1), x.at(x2)]) : rounded(panel.x.domain),
    y: high ? rounded([y.at(y2), y.at(y1)]) : rounded(panel.y.domain),
  };
}

function between(a: number, b: number, low: number, high: number): [number, number] {
  const inside = (value: number): number => Math.min(high, Math.max(low, value));
  return [inside(Math.min(a, b)), inside(Math.max(a, b))];
}

/** The domains after a motion. */
export function movedZoom(panel: ScenePanel, { dx, dy, sx, sy }: Motion): Zoom {
  const [width, height] = [panel.right - panel.left, panel.bottom - panel.top];
  // x' = left + (x − left) · sx + dx: the place that stays is where both sides are equal.
  const x = movedDomain(panel.x, { share: dx / width / sx, factor: sx, anchor: 0 });
  const y = movedDomain(panel.y, { share: -(dy / height / sy), factor: sy, anchor: 1 });
  return { x: rounded(x), y: rounded(y) };
}

/** A motion stretched `factor` times more around a point of a panel. */
export function stretched(
  motion: Motion,
  panel: ScenePanel,
  { x, y }: Point,
  factor: number,
  only?: 'x' | 'y',
): Motion {
  const [fx, fy] = [only === 'y' ? 1 : factor, only === 'x' ? 1 : factor];
  return {
    sx: motion.sx * fx,
    sy: motion.sy * fy,
    dx: (motion.dx - (x - panel.left)) * fx + (x - panel.left),
    dy: (motion.dy - (y - panel.top)) * fy + (y - panel.top),
  };
}

/** Six digits are more than a screen has pixels, and keep the address short. */
const rounded = ([low, high]: readonly [number, number]): [number, number] => {
  const digits = (value: number): number => {
    const step = Math.abs(high - low) / 1e5;
    return step > 0 && Number.isFinite(step)
      ? Number((Math.round(value / step) * step).toPrecision(8))
      : value;
  };
  return [digits(low), digits(high)];
};

/** The scene's panels as they look during a motion. */
export const movedPanel = (panel: ScenePanel, motion: Motion): ScenePanel => {
  const { x, y } = movedZoom(panel, motion);
  return { ...panel, x: { ...panel.x, domain: x! }, y: { ...panel.y, domain: y! } };
};

/** Runs whose marks lie inside a closed line: of single runs where there are any, of means otherwise. */
export function lassoRuns(hits: readonly Hit[], line: readonly Point[]): number[] {
  const caught = hits.filter((hit) => insideOf(line, hit));
  const single = caught.filter(({ runs }) => runs?.length === 1);
  const chosen = single.length > 0 ? single : caught;
  return [...new Set(chosen.flatMap(({ runs = [] }) => runs))].sort((a, b) => a - b);
}

/** Even-odd rule. */
export function insideOf(line: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  line.forEach((a, i) => {
    const b = line[(i + 1) % line.length]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  });
  return inside;
}
