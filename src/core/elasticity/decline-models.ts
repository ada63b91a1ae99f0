// The forms a decline may have. Each is offset(x) + Σ coefficient · basis(x), with at most two shape numbers inside offset
// and basis: given the shape, the coefficients come from linear least squares, and only the shape has to be searched.
import { fromLogOdds } from './log-odds.ts';

export const declineModelNames = [
  'broken stick',
  'broken stick at level',
  'broken stick at floor',
  'exponential',
  'stretched exponential',
  'power law',
  'logistic',
] as const;
export type DeclineModelName = (typeof declineModelNames)[number];

/** Of y: `score` in [0, 1], or its log-odds. */
export type DeclineScale = 'score' | 'log-odds';

export interface DeclineContext {
  readonly scale: DeclineScale;
  /** Of `broken stick at level`: the pretrained model's value, on the scale of y. */
  readonly level: number | null;
}

/** How the shape is found: one number by golden section in each interval, or two by simplex from each start. */
export type ShapeSearch =
  | { readonly kind: 'none' }
  | { readonly kind: 'intervals'; readonly intervals: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'starts';
      readonly starts: readonly (readonly number[])[];
      readonly low: readonly number[];
      readonly high: readonly number[];
    };

export interface DeclineModel {
  readonly coefficients: readonly string[];
  /** Names of the shape numbers as searched: a name that starts with `log ` is a natural logarithm. */
  readonly shape: readonly string[];
  search(x: readonly number[]): ShapeSearch;
  offset(x: number, shape: readonly number[]): number;
  basis(x: number, shape: readonly number[]): readonly number[];
}

const none = (): number => 0;
const before = (x: number, c: number): number => Math.min(x, c);
const after = (x: number, c: number): number => Math.max(x - c, 0);

/** Between neighbouring different x, `skip` of them left out at either end: the error is smooth inside each. */
function betweenPoints(x: readonly number[], skip: number): ShapeSearch {
  const places = Array.from(new Set(x)).sort((a, b) => a - b);
  const inner = places.slice(skip, places.length - skip);
  return {
    kind: 'intervals',
    intervals: inner.slice(1).map((to, i) => [inner[i]!, to] as const),
  };
}

/** From a tenth of the finest step to ten times the whole range, in logarithm. */
function timeRange(x: readonly number[]): readonly [number, number] {
  const places = Array.from(new Set(x)).sort((a, b) => a - b);
  const steps = places.slice(1).map((place, i) => place - places[i]!);
  const range = places.at(-1)! - places[0]!;
  return [Math.log(Math.min(...steps) / 10), Math.log(range * 10)];
}

function cut([low, high]: readonly [number, number], pieces: number): (readonly [number, number])[] {
  const at = (i: number): number => low + ((high - low) * i) / pieces;
  return Array.from({ length: pieces }, (_, i) => [at(i), at(i + 1)] as const);
}

function grid(
  x: readonly number[],
  second: readonly number[],
  bounds: readonly [number, number],
): ShapeSearch {
  const times = timeRange(x);
  return {
    kind: 'starts',
    starts: cut(times, 8).flatMap(([a, b]) => second.map((value) => [(a + b) / 2, value])),
    low: [times[0], bounds[0]],
    high: [times[1], bounds[1]],
  };
}

const brokenStick: DeclineModel = {
  coefficients: ['start', 'slopeBefore', 'slopeAfter'],
  shape: ['breakpoint'],
  search: (x) => betweenPoints(x, 1),
  offset: none,
  basis: (x, [c]) => [1, before(x, c!), after(x, c!)],
};

const stickAtLevel = (level: number): DeclineModel => ({
  coefficients: ['slopeBefore', 'slopeAfter'],
  shape: ['breakpoint'],
  search: (x) => betweenPoints(x, 0),
  offset: () => level,
  basis: (x, [c]) => [Math.min(x - c!, 0), after(x, c!)],
});

const stickAtFloor: DeclineModel = {
  coefficients: ['start', 'slopeBefore'],
  shape: ['breakpoint'],
  search: (x) => betweenPoints(x, 0),
  offset: none,
  basis: (x, [c]) => [1, before(x, c!)],
};

const exponential: DeclineModel = {
  coefficients: ['asymptote', 'drop'],
  shape: ['log time'],
  search: (x) => ({ kind: 'intervals', intervals: cut(timeRange(x), 16) }),
  offset: none,
  basis: (x, [time]) => [1, Math.exp(-x / Math.exp(time!))],
};

const stretched: DeclineModel = {
  coefficients: ['asymptote', 'drop'],
  shape: ['log time', 'log exponent'],
  search: (x) => grid(x, [-0.7, 0, 0.7], [Math.log(0.1), Math.log(8)]),
  offset: none,
  basis: (x, [time, exponent]) => [1, Math.exp(-((x / Math.exp(time!)) ** Math.exp(exponent!)))],
};

const powerLaw: DeclineModel = {
  coefficients: ['asymptote', 'drop'],
  shape: ['log time', 'log exponent'],
  search: (x) => grid(x, [-1, 0, 1], [Math.log(0.05), Math.log(20)]),
  offset: none,
  basis: (x, [time, exponent]) => [1, (1 + x / Math.exp(time!)) ** -Math.exp(exponent!)],
};

/** A straight line in log-odds, as it looks on the score: middle and time scale are its shape. */
const logisticScore: DeclineModel = {
  coefficients: [],
  shape: ['middle', 'slope'],
  search: (x) => {
    const range = Math.max(...x) - Math.min(...x);
    const middles = [-0.25, 0.1, 0.25, 0.5, 0.75, 1.25].map((share) => Math.min(...x) + share * range);
    const slopes = [-20, -8, -3, -1, 1, 3, 8].map((value) => value / range);
    return {
      kind: 'starts',
      starts: middles.flatMap((middle) => slopes.map((slope) => [middle, slope])),
      low: [-Infinity, -Infinity],
      high: [Infinity, Infinity],
    };
  },
  offset: (x, [middle, slope]) => fromLogOdds(slope! * (x - middle!)),
  basis: () => [],
};

const straightLogOdds: DeclineModel = {
  coefficients: ['start', 'slope'],
  shape: [],
  search: () => ({ kind: 'none' }),
  offset: none,
  basis: (x) => [1, x],
};

/** The model, or why there is none in this context. */
export function declineModel(name: DeclineModelName, context: DeclineContext): DeclineModel | string {
  if (name === 'broken stick') return brokenStick;
  if (name === 'broken stick at floor') return stickAtFloor;
  if (name === 'exponential') return exponential;
  if (name === 'stretched exponential') return stretched;
  if (name === 'power law') return powerLaw;
  if (name === 'logistic') return context.scale === 'score' ? logisticScore : straightLogOdds;
  return context.level === null ? 'no pretrained level was given' : stickAtLevel(context.level);
}
