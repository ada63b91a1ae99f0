// Which words of the glossary a view uses: its metric, what is reckoned from it, and what its chart shows. Pure.
import type { TermName } from '../../core/glossary.ts';
import type { ChartKind, Reduction, View } from '../../core/view.ts';

const measures: Readonly<Record<string, TermName>> = {
  'behaviour.score': 'score',
  'behaviour.logOdds': 'logOdds',
  'train.divergence': 'kl',
  'kl.fromBase': 'kl',
  'kl.toBase': 'kl',
  'weights.toBase': 'theta0',
  'weights.toAligned': 'theta1',
};
const ofSets: Readonly<Record<string, TermName>> = {
  gamma: 'gamma',
  gammaNormalised: 'gammaNormalised',
  bitsPerToken: 'bitsPerToken',
  klGrammar: 'kl',
};

/** `kl.fromBase` -> KL, `pretrain.gamma` -> γ; null for a metric without a word of the field. */
export const metricTerm = (metric: string): TermName | null =>
  measures[metric] ?? ofSets[metric.split('.')[1] ?? ''] ?? null;

export const reductionTerms: Readonly<Partial<Record<Reduction, TermName>>> = {
  change: 'delta',
  early: 'delta',
  updatesToReturn: 'censored',
  resistanceIndex: 'indexR',
};

const ofCharts: Readonly<Record<ChartKind, readonly TermName[]>> = {
  curves: ['theta0', 'theta1', 'update', 'interval', 'seed'],
  trend: ['interval', 'seed', 'rebound'],
  heatmap: ['nPositive', 'nNegative', 'seed'],
  path: ['theta0', 'theta1'],
  hooke: ['hooke', 'stiffness', 'kl'],
  resistance: ['resistance', 'indexR', 'interval'],
  ledger: ['verdict', 'primaryEstimator', 'interval', 'holm'],
  samples: ['theta0', 'theta1', 'responseScore'],
};

export function viewWords(view: View): TermName[] {
  const { chart, metric, reduction } = view;
  const reduced = chart === 'trend' || chart === 'heatmap';
  const own = [
    chart === 'curves' || (reduced && reduction !== 'resistanceIndex') ? metricTerm(metric) : null,
    reduced ? reductionTerms[reduction] : null,
  ];
  return [...new Set([...own.filter((name) => name !== null && name !== undefined), ...ofCharts[chart]])];
}
