// The small print of an elasticity chart: what lines and bands are, how many seeds, what is missing, what was reduced.
import { axisName } from '../core/names.ts';
import { counted } from '../core/number-text.ts';
import type { Arrangement, ElasticityLine } from './elasticity-data.ts';
import { formatCount } from './format.ts';
import type { Stage } from './nothing-measured.ts';
import { type ChartSeries, missingValues, mostPerPoint } from './series.ts';

export function elasticityNotes(
  list: readonly ChartSeries[],
  { panels, pooled }: Arrangement,
  options: { expectedRuns: number | null; stage: Stage; domain: readonly [number, number] },
): string[] {
  const unalign = list.filter((series) => series.phase === 'unalign');
  const lines = panels.flatMap((panel) => panel.lines);
  const ns = lines.flatMap((line) => line.mean.map((point) => point.n));
  return [
    kinds(ns, options.stage),
    cut(lines, options.domain),
    levelKind(lines.map((line) => line.pretrained?.n ?? 0)),
    missing(options, new Set(unalign.map((series) => series.run)).size),
    pooled.length === 0 ? '' : `Averaged over ${pooled.map(axisName).join(', ')} within each seed.`,
    reduction(unalign),
    left(missingValues(list)),
  ].filter((note) => note !== '');
}

function kinds(ns: readonly number[], stage: Stage): string {
  if (ns.length === 0)
    return `Unalignment has no point${stage === 'over' ? '' : ' yet'}: only the pretrained level is drawn.`;
  const [low, high] = [Math.min(...ns), Math.max(...ns)];
  const count = low === high ? `n = ${high}` : `n = ${low}–${high}`;
  if (high < 2) return `Lines: a single seed (${count}), so no interval can be given.`;
  const partly = low < 2 ? ', where two or more seeds are measured' : '';
  return `Thick lines: mean over seeds (${count}); bands: 95 % Student t interval of that mean${partly}; faint lines: each seed.`;
}

/** Student's interval does not know that a score has bounds. */
function cut(lines: readonly ElasticityLine[], [bottom, top]: readonly [number, number]): string {
  const past = lines.some((line) =>
    line.mean.some(({ low, high }) => (low ?? top) < bottom || (high ?? bottom) > top),
  );
  return past ? 'Bands that reach past the panel are cut at its edge.' : '';
}

function levelKind(ns: readonly number[]): string {
  const most = Math.max(0, ...ns);
  if (most === 0) return '';
  return most < 2
    ? 'Dashed: the pretrained model before alignment (one seed).'
    : 'Dashed: the pretrained model before alignment, mean over seeds with the same kind of band.';
}

function missing(
  { expectedRuns, stage }: { expectedRuns: number | null; stage: Stage },
  there: number,
): string {
  if (expectedRuns === null || there >= expectedRuns) return '';
  const gone = expectedRuns - there;
  return `${gone} of ${counted(expectedRuns, 'run')} ${gone === 1 ? 'has' : 'have'} no point here${stage === 'over' ? '' : ' yet'}.`;
}

function reduction(list: readonly ChartSeries[]): string {
  const most = mostPerPoint(list);
  return most === 1
    ? 'Every measurement is drawn.'
    : `A point stands for up to ${formatCount(most)} measurements.`;
}

function left(count: number): string {
  return count === 0 ? '' : `${formatCount(count)} values were missing or not finite and leave gaps.`;
}
