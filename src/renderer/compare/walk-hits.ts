// How arrow keys walk over a chart's points: left and right along a series, up and down to the series beside it, page keys
// from panel to panel. Pure.
import type { Hit } from '../../charts/scene.ts';
import type { KeyRow } from '../shell/key-table.ts';

export type Step = 'next' | 'previous' | 'up' | 'down' | 'nextPanel' | 'previousPanel';
const steps = [
  { label: 'Along the points of a series', keys: { ArrowLeft: 'previous', ArrowRight: 'next' } },
  { label: 'To the series above or below', keys: { ArrowUp: 'up', ArrowDown: 'down' } },
  { label: 'To the panel before or after', keys: { PageUp: 'previousPanel', PageDown: 'nextPanel' } },
] as const satisfies readonly KeyRow<Step>[];

export const isStep = (does: string): does is Step =>
  steps.some(({ keys }) => Object.values<string>(keys).includes(does));

export const chartKeys: readonly KeyRow<Step | 'pick' | 'letGo' | 'showAll' | 'zoomIn' | 'zoomOut'>[] = [
  ...steps,
  { label: 'Show the runs of the point', keys: { Enter: 'pick' } },
  { label: 'Zoom in or out', keys: { '+': 'zoomIn', '-': 'zoomOut' } },
  { label: 'Undo the zoom', keys: { '0': 'showAll' } },
  { label: 'Leave the point', keys: { Escape: 'letGo' } },
];

/** Index of the hit after the step; `from` null starts at the first one. null where there is none. */
export function walk(hits: readonly Hit[], from: number | null, step: Step): number | null {
  if (hits.length === 0) return null;
  const here = from === null ? undefined : hits[from];
  if (here === undefined) return step === 'previous' ? hits.length - 1 : 0;
  const all = hits.map((_, index) => index);
  const panel = (index: number): number => hits[index]!.panel ?? 0;
  switch (step) {
    case 'next':
    case 'previous': {
      const own = all.filter((i) => hits[i]!.series === here.series && panel(i) === (here.panel ?? 0));
      const at = own.indexOf(from!) + (step === 'next' ? 1 : -1);
      // Past the end of its series to the neighbour in the list, so that the keys reach every point.
      return own[at] ?? (from! + (step === 'next' ? 1 : -1) + hits.length) % hits.length;
    }
    case 'up':
    case 'down': {
      const sign = step === 'up' ? -1 : 1;
      const others = all.filter(
        (i) => i !== from && panel(i) === (here.panel ?? 0) && hits[i]!.series !== here.series,
      );
      return (
        nearestOf(
          others.filter((i) => (hits[i]!.y - here.y) * sign > 0),
          hits,
          here,
        ) ?? from
      );
    }
    default: {
      const sign = step === 'nextPanel' ? 1 : -1;
      const panels = [...new Set(all.map(panel))].sort((a, b) => a - b);
      const to = panels[panels.indexOf(here.panel ?? 0) + sign];
      return to === undefined ? from : (all.find((i) => panel(i) === to) ?? from);
    }
  }
}

/** The nearest one, a step aside counting four times as much as a step up. */
function nearestOf(list: readonly number[], hits: readonly Hit[], { x, y }: Hit): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const index of list) {
    const hit = hits[index]!;
    const distance = Math.abs(hit.x - x) * 4 + Math.abs(hit.y - y);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}
