// Does the level at which a decline slows move with the prior π of pretraining? An anchor at the pretrained distribution
// moves one to one in log-odds (slope 1); a floor of the score does not move (slope 0).
import { type Equivalence, equivalence } from './equivalence.ts';
import { type SlopeOptions, type SlopeTrend, slopeTrend } from './slope-trend.ts';

export interface BreakpointLevel {
  readonly seed: number;
  /** π, within (0, 1). */
  readonly prior: number;
  /** Of the fitted breakpoint, in log-odds; null where the fit failed or its breakpoint is at an edge. */
  readonly level: number | null;
}

export interface BreakpointMoves extends SlopeTrend {
  /** Same as an anchor (slope 1), same as a floor (slope 0), within the margin. */
  readonly asAnchor: Equivalence;
  readonly asFloor: Equivalence;
  readonly reading: 'moves with the prior' | 'stays' | 'undecided';
}

/** Slope of the level on logit π per seed, over seeds. `margin` of the two equivalence tests, default 0.25. */
export function breakpointMoves(
  levels: readonly BreakpointLevel[],
  options: Omit<SlopeOptions, 'scale'> & { readonly margin?: number },
): BreakpointMoves {
  const seeds = Array.from(new Set(levels.map(({ seed }) => seed)));
  const clusters = seeds.map((seed) =>
    levels.flatMap((at) => (at.seed === seed && at.level !== null ? [{ x: at.prior, y: at.level }] : [])),
  );
  const trend = slopeTrend(clusters, { ...options, scale: 'log-odds' });
  const slopes = trend.slopes.filter((slope) => slope !== null);
  const margin = options.margin ?? 0.25;
  const asAnchor = equivalence(slopes, { center: 1, margin });
  const asFloor = equivalence(slopes, { center: 0, margin });
  return { ...trend, asAnchor, asFloor, reading: readMoves(trend, asFloor) };
}

function readMoves({ test, slope }: SlopeTrend, asFloor: Equivalence): BreakpointMoves['reading'] {
  if (asFloor.equivalent === true) return 'stays';
  if (test.p !== null && slope !== null && slope > 0 && test.p.twoSided < 0.05) return 'moves with the prior';
  return 'undecided';
}
