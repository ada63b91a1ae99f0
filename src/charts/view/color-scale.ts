// Colours of amounts in cells: diverging where a value means "nothing" (log-odds 0, a score of one half, no change), the
// sequential ramp otherwise. Both are told by a scale beside the cells.
import type { View } from '../../core/view.ts';
import { sequential, type Theme } from '../color.ts';
import { diverging } from '../heatmap-chart.ts';

export interface ColorScale {
  readonly domain: readonly [number, number];
  readonly centre: number | null;
  of(value: number): string;
}

export function centreOf({ metric, reduction }: View, overUpdates: boolean): number | null {
  if (!overUpdates) {
    if (reduction === 'change' || reduction === 'early') return 0;
    if (reduction === 'resistanceIndex') return 1;
    if (reduction === 'updatesToReturn') return null;
  }
  if (metric === 'behaviour.logOdds') return 0;
  return metric === 'behaviour.score' || metric === 'behaviour.sampled' ? 0.5 : null;
}

/** Symmetric around the centre where there is one. */
export function colorScale(values: readonly number[], centre: number | null, theme: Theme): ColorScale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (centre === null) {
    const span = high - low || 1;
    return { domain: [low, high], centre, of: (value) => sequential(theme, (value - low) / span) };
  }
  const reach = Math.max(high - centre, centre - low) || 1;
  return {
    domain: [centre - reach, centre + reach],
    centre,
    of: (value) => diverging(theme, 0.5 + (value - centre) / reach / 2),
  };
}
