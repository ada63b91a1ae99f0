// Which form does a decline have? All of decline-models.ts fitted to the same points by least squares, compared by AICc.
import {
  type DeclineContext,
  type DeclineModel,
  type DeclineModelName,
  declineModel,
  declineModelNames,
  type ShapeSearch,
} from './decline-models.ts';
import { linearFit } from './linear-fit.ts';
import { goldenSection, type Minimum, nelderMead } from './minimise.ts';
import { allEqual } from './test-result.ts';

export interface DeclinePoint {
  /** Updates. */
  readonly x: number;
  readonly y: number;
}

export interface DeclineFit {
  readonly model: DeclineModelName;
  /** By name, in the units of x and y; `time` in updates. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Parameters and the residual variance: the K of AICc. */
  readonly parameterCount: number;
  readonly rss: number;
  readonly rSquared: number;
  readonly aicc: number;
  /** Akaike weight among the models that could be fitted. */
  readonly weight: number;
  /** Where a broken stick breaks, in updates and in y; null for other models. */
  readonly breakpoint: { readonly update: number; readonly level: number } | null;
  /** The fitted values at the points' x. */
  readonly fitted: readonly number[];
  /** Some shape number lies at the end of the range that was searched: the points do not hold it. */
  readonly atEdge: boolean;
}
export interface FailedFit {
  readonly model: DeclineModelName;
  readonly reason: string;
}

export interface DeclineFits {
  /** Best first. */
  readonly fits: readonly DeclineFit[];
  readonly failed: readonly FailedFit[];
  readonly best: DeclineModelName | null;
  readonly n: number;
}

/** n log(rss/n) + 2K + 2K(K + 1)/(n − K − 1), up to a constant (Hurvich & Tsai 1989). Needs n >= K + 2. */
export function aicc(rss: number, n: number, k: number): number {
  if (n < k + 2) throw new Error(`AICc of ${k} parameters: expected at least ${k + 2} points, got ${n}`);
  return n * Math.log(rss / n) + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
}

/** exp(−Δ/2), summing to 1. */
export function akaikeWeights(values: readonly number[]): number[] {
  const best = Math.min(...values);
  const raw = values.map((value) => Math.exp((best - value) / 2));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

interface Solved {
  readonly shape: readonly number[];
  readonly coefficients: readonly number[];
  readonly rss: number;
}

/** Linear least squares at a given shape; null where the basis is degenerate there. */
function solveAt(
  model: DeclineModel,
  points: readonly DeclinePoint[],
  shape: readonly number[],
): Solved | null {
  const rest = points.map(({ x, y }) => y - model.offset(x, shape));
  const rows = points.map(({ x }) => model.basis(x, shape));
  const columns = model.coefficients.map((_, j) => rows.map((row) => row[j]!));
  const fit = linearFit(columns, rest);
  return fit === null || !Number.isFinite(fit.rss) ? null : { shape, ...fit };
}

function searchShape(search: ShapeSearch, error: (shape: readonly number[]) => number): Minimum {
  const least = (minima: readonly Minimum[]): Minimum =>
    minima.reduce((best, next) => (next.value < best.value ? next : best), { at: [], value: Infinity });
  if (search.kind === 'none') return { at: [], value: error([]) };
  if (search.kind === 'intervals')
    return least(search.intervals.map(([low, high]) => goldenSection((x) => error([x]), low, high)));
  const inside = (shape: readonly number[]): boolean =>
    shape.every((value, i) => value >= search.low[i]! && value <= search.high[i]!);
  const walled = (shape: readonly number[]): number => (inside(shape) ? error(shape) : Infinity);
  const starts = search.starts.map((at) => ({ at, value: walled(at) })).sort((a, b) => a.value - b.value);
  return least(starts.slice(0, 3).map(({ at }) => polish(walled, at)));
}

/** A simplex, and another one from where it ended: the first may have collapsed early. */
function polish(error: (shape: readonly number[]) => number, start: readonly number[]): Minimum {
  const step = (at: readonly number[]): number => 0.25 * Math.max(0.1, ...at.map(Math.abs));
  const first = nelderMead(error, start, Math.min(1, step(start)));
  return nelderMead(error, first.at, Math.min(0.5, step(first.at)));
}

function reachesEdge(search: ShapeSearch, shape: readonly number[]): boolean {
  if (search.kind === 'none') return false;
  const low = search.kind === 'intervals' ? [search.intervals[0]![0]] : search.low;
  const high = search.kind === 'intervals' ? [search.intervals.at(-1)![1]] : search.high;
  return shape.some((value, i) => {
    const slack = Number.isFinite(high[i]! - low[i]!) ? 1e-4 * (high[i]! - low[i]!) : 0;
    return value - low[i]! <= slack || high[i]! - value <= slack;
  });
}

function nameParameters(model: DeclineModel, solved: Solved): Record<string, number> {
  const shape = model.shape.map((name, i): [string, number] =>
    name.startsWith('log ') ? [name.slice(4), Math.exp(solved.shape[i]!)] : [name, solved.shape[i]!],
  );
  const coefficients = model.coefficients.map((name, j): [string, number] => [name, solved.coefficients[j]!]);
  return Object.fromEntries([...coefficients, ...shape]);
}

function predictAt(model: DeclineModel, solved: Solved, x: number): number {
  const basis = model.basis(x, solved.shape);
  return basis.reduce(
    (sum, value, j) => sum + value * solved.coefficients[j]!,
    model.offset(x, solved.shape),
  );
}

type Unweighted = Omit<DeclineFit, 'weight'>;

function fitOne(
  name: DeclineModelName,
  points: readonly DeclinePoint[],
  context: DeclineContext,
): Unweighted | FailedFit {
  const failed = (reason: string): FailedFit => ({ model: name, reason });
  const model = declineModel(name, context);
  if (typeof model === 'string') return failed(model);
  const n = points.length;
  const parameterCount = model.coefficients.length + model.shape.length + 1;
  const xs = points.map(({ x }) => x);
  const different = new Set(xs).size;
  if (n < parameterCount + 2 || different < parameterCount)
    return failed(`${n} points at ${different} updates: needs ${parameterCount + 2} at ${parameterCount}`);
  const search = model.search(xs);
  const { at } = searchShape(search, (shape) => solveAt(model, points, shape)?.rss ?? Infinity);
  const solved = solveAt(model, points, at);
  if (solved === null || at.length !== model.shape.length)
    return failed('no shape fits: the points are degenerate');
  const total = totalSquares(points);
  const parameters = nameParameters(model, solved);
  const update = parameters.breakpoint;
  return {
    model: name,
    parameters,
    parameterCount,
    rss: solved.rss,
    rSquared: 1 - solved.rss / total,
    aicc: aicc(Math.max(solved.rss, 1e-20 * total), n, parameterCount),
    breakpoint: update === undefined ? null : { update, level: predictAt(model, solved, update) },
    fitted: xs.map((x) => predictAt(model, solved, x)),
    atEdge: reachesEdge(search, solved.shape),
  };
}

function totalSquares(points: readonly DeclinePoint[]): number {
  const centre = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  return points.reduce((sum, { y }) => sum + (y - centre) ** 2, 0);
}

/**
 * Fits every model to one curve (or several seeds' points together). Points without a finite value are left out; a
 * model that these points cannot decide is in `failed` with its reason, and identical values fail them all.
 */
export function fitDecline(all: readonly DeclinePoint[], context: DeclineContext): DeclineFits {
  const points = all.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const n = points.length;
  const same = allEqual(points.map(({ y }) => y));
  const results = declineModelNames.map((name) =>
    same ? { model: name, reason: 'all values are the same' } : fitOne(name, points, context),
  );
  const fitted = results.filter((result): result is Unweighted => 'aicc' in result);
  const weights = akaikeWeights(fitted.map((fit) => fit.aicc));
  const fits = fitted.map((fit, i) => ({ ...fit, weight: weights[i]! })).sort((a, b) => a.aicc - b.aicc);
  const failed = results.filter((result): result is FailedFit => 'reason' in result);
  return { fits, failed, best: fits[0]?.model ?? null, n };
}
