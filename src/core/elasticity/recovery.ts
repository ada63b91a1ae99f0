// What one curve says about springing back: when it returns, how fast it starts, how close it comes. Values are used as
// they are: give log-odds to interpolate in log-odds.
import { between, type Curve, type CurvePoint, curvePoints } from './curve.ts';
import type { Duration } from './kaplan-meier.ts';
import { leastSquaresSlope } from './slope-trend.ts';

/** The first time a curve is somewhere. `censored`: not within the curve, whose last update is `at`. */
export interface Crossing {
  readonly update: number | null;
  readonly examples: number | null;
  readonly censored: boolean;
  /** The update of the crossing, or of the last point. */
  readonly at: number;
}

/** Null for a curve without points. */
export type MaybeCrossing = Crossing | null;

const crossed = (point: CurvePoint): Crossing => ({
  update: point.update,
  examples: point.examples,
  censored: false,
  at: point.update,
});

/** A level, or a band that counts from either edge. */
export type Target = number | { readonly low: number; readonly high: number };

/** The first point of the segment a → b inside [low, high]; null where it stays outside. */
function entry(a: CurvePoint, b: CurvePoint, low: number, high: number): CurvePoint | null {
  if (a.value >= low && a.value <= high) return a;
  const edge = a.value > high ? high : low;
  const reaches = a.value > high ? b.value <= high : b.value >= low;
  return reaches ? between(a, b, (edge - a.value) / (b.value - a.value)) : null;
}

/** Linear between points; 0 updates where the curve starts inside. */
export function firstCrossing(curve: Curve, target: Target): MaybeCrossing {
  const points = curvePoints(curve);
  const last = points.at(-1);
  if (last === undefined) return null;
  const { low, high } = typeof target === 'number' ? { low: target, high: target } : target;
  for (let i = 0; i < points.length; i++) {
    const there = entry(points[i]!, points[i + 1] ?? points[i]!, low, high);
    if (there !== null) return crossed(there);
  }
  return { update: null, examples: null, censored: true, at: last.update };
}

/** The first time the curve is at or below the level (KL < ε), or at or above it. */
export function firstBelow(curve: Curve, level: number): MaybeCrossing {
  return firstCrossing(curve, { low: -Infinity, high: level });
}
export function firstAbove(curve: Curve, level: number): MaybeCrossing {
  return firstCrossing(curve, { low: level, high: Infinity });
}

/** For survival statistics, in updates. */
export const asDuration = ({ at, censored }: Crossing): Duration => ({ time: at, censored });

/** Least-squares slope per update over the points up to `lastUpdate`; null for fewer than two. */
export function initialSlope(curve: Curve, lastUpdate: number): number | null {
  return leastSquaresSlope(
    curvePoints(curve)
      .filter(({ update }) => update <= lastUpdate)
      .map(({ update, value }) => ({ x: update, y: value })),
  );
}

/** The first crossing of the middle between the curve's start and `reference`. */
export function halfLife(curve: Curve, reference: number): MaybeCrossing {
  const start = curvePoints(curve)[0];
  return start === undefined ? null : firstCrossing(curve, (start.value + reference) / 2);
}

/** Examples to lose half of all that is lost, from the start to `floor` (default: the curve's last value). */
export function n50(curve: Curve, floor?: number): MaybeCrossing {
  const last = curvePoints(curve).at(-1);
  return last === undefined ? null : halfLife(curve, floor ?? last.value);
}

export interface Area {
  /** ∫ (value − reference) over updates; negative where the curve is below. */
  readonly signed: number;
  /** ∫ |value − reference|. */
  readonly absolute: number;
  readonly horizon: number;
}

/** Of one segment by the trapezoid rule, cut where it crosses zero. */
function segmentArea(a: number, b: number, width: number): { signed: number; absolute: number } {
  const signed = ((a + b) / 2) * width;
  if (a * b >= 0) return { signed, absolute: Math.abs(signed) };
  return { signed, absolute: ((a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)))) * width };
}

/** Between curve and reference up to update `horizon`; null where the curve does not reach so far. */
export function areaToReference(curve: Curve, reference: number, horizon: number): Area | null {
  const points = curvePoints(curve);
  if (points.length < 2 || points.at(-1)!.update < horizon) return null;
  let signed = 0;
  let absolute = 0;
  for (let i = 0; i + 1 < points.length && points[i]!.update < horizon; i++) {
    const a = points[i]!;
    const next = points[i + 1]!;
    const b = between(a, next, Math.min(1, (horizon - a.update) / (next.update - a.update)));
    const part = segmentArea(a.value - reference, b.value - reference, b.update - a.update);
    signed += part.signed;
    absolute += part.absolute;
  }
  return { signed, absolute, horizon };
}

export interface ClosestApproach {
  readonly distance: number;
  readonly update: number;
  readonly examples: number | null;
  /**
   * `never`: closest at the start. `approaching`: closest at the end, it may still come closer. `returned`: it stays
   * near. `passed`: it goes away again.
   */
  readonly kind: 'never' | 'approaching' | 'returned' | 'passed';
  readonly final: number;
}

/**
 * Of a curve of distances (KL to θ0, ‖θ−θ0‖). It stays near where its last distance has given back no more than
 * `tolerance` (10 %) of what was gained from the start. Null for a curve without points.
 */
export function closestApproach(distances: Curve, tolerance = 0.1): ClosestApproach | null {
  const points = curvePoints(distances);
  const start = points[0];
  const last = points.at(-1);
  if (start === undefined || last === undefined) return null;
  const closest = points.reduce((best, point) => (point.value < best.value ? point : best));
  const gained = start.value - closest.value;
  const stays = last.value - closest.value <= tolerance * gained;
  const kind = closest === start ? 'never' : closest === last ? 'approaching' : stays ? 'returned' : 'passed';
  return {
    distance: closest.value,
    update: closest.update,
    examples: closest.examples,
    kind,
    final: last.value,
  };
}
