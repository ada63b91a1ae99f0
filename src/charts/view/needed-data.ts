// What must be read before a view can be drawn.
import type { PhaseName } from '../../core/schedule.ts';
import type { View } from '../../core/view.ts';
import { hookeMetrics } from './hooke-data.ts';

export interface NeededSeries {
  readonly metrics: readonly string[];
  readonly phases: readonly PhaseName[];
}

/** null for the charts that are not drawn from series. */
export function neededSeries(view: View): NeededSeries | null {
  switch (view.chart) {
    case 'curves':
      return { metrics: [view.metric], phases: withLevel(view.phases) };
    case 'trend':
    case 'heatmap':
      if (view.reduction === 'resistanceIndex' && view.chart === 'trend')
        return { metrics: ['behaviour.logOdds'], phases: ['align', 'unalign'] };
      return {
        metrics: [
          ...new Set([view.metric, ...(view.reduction === 'resistanceIndex' ? ['behaviour.logOdds'] : [])]),
        ],
        phases: [...new Set<PhaseName>(['align', 'unalign', view.phases.at(-1)!])],
      };
    case 'path':
      return { metrics: ['weights.toBase', 'weights.toAligned'], phases: ['align', 'unalign', 'realign'] };
    case 'hooke':
      return { metrics: hookeMetrics, phases: ['align', 'unalign'] };
    case 'samples':
      return { metrics: ['behaviour.score'], phases: ['align', 'unalign'] };
    case 'resistance':
    case 'ledger':
      return null;
  }
}

/** The pretrained level is the first point of alignment. */
const withLevel = (phases: readonly PhaseName[]): PhaseName[] =>
  phases.includes('unalign') || phases.includes('align')
    ? [...new Set<PhaseName>(['align', ...phases])]
    : [...phases];
