// One seed's curve of one metric over updates, and reading values between its points.

export interface Curve {
  /** Rising. */
  readonly update: readonly number[];
  /** Points without a finite value are left out wherever a curve is read. */
  readonly value: readonly number[];
  /** Examples seen at each update, where known. */
  readonly examples?: readonly number[];
}

export interface CurvePoint {
  readonly update: number;
  readonly value: number;
  readonly examples: number | null;
}

export function curvePoints(curve: Curve): CurvePoint[] {
  return curve.update
    .map((update, i) => ({
      update,
      value: curve.value[i] ?? Number.NaN,
      examples: curve.examples?.[i] ?? null,
    }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.update - b.update);
}

/** The point a share of the way from a to b, linear in all three. */
export function between(a: CurvePoint, b: CurvePoint, share: number): CurvePoint {
  const mix = (from: number, to: number): number => from + share * (to - from);
  return {
    update: mix(a.update, b.update),
    value: mix(a.value, b.value),
    examples: a.examples === null || b.examples === null ? null : mix(a.examples, b.examples),
  };
}
