// Any chart of a claim ledger as a scene.
import type { LedgerChart } from '../core/claims/ledger-schema.ts';
import type { Theme } from './color.ts';
import { heatmapChart } from './heatmap-chart.ts';
import { pairChart, pairChartHeight } from './pair-chart.ts';
import type { Scene } from './scene.ts';
import { survivalChart } from './survival-chart.ts';
import { trendChart } from './trend-chart.ts';

export function ledgerChart(
  chart: LedgerChart,
  options: { width: number; height: number; theme: Theme },
): Scene {
  switch (chart.type) {
    case 'trend':
      return trendChart(chart, options);
    case 'pairs':
      return pairChart(chart, options);
    case 'survival':
      return survivalChart(chart, options);
    case 'heatmap':
      return heatmapChart(chart, options);
  }
}

/** Pixels that a chart should be high. */
export function ledgerChartHeight(chart: LedgerChart): number {
  if (chart.type === 'pairs') return pairChartHeight(chart);
  if (chart.type === 'heatmap') return 120 + 30 * Math.max(5, chart.y.length);
  return 330;
}
