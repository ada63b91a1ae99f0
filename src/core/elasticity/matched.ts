// Curves matched by what a model has gone through instead of by updates: its distance from θ1, its KL, its loss. Two ways
// back are compared fairly where they have gone equally far.

export interface PairedCurve {
  /** What is matched by, at successive measurements. */
  readonly by: readonly number[];
  /** What is compared, at the same measurements. */
  readonly value: readonly number[];
}

/** `count` levels from end to end of the range that every curve passes through; none where there is no such range. */
export function commonLevels(curves: readonly PairedCurve[], count: number): number[] {
  const low = Math.max(...curves.map(({ by }) => Math.min(...by)));
  const high = Math.min(...curves.map(({ by }) => Math.max(...by)));
  if (!(high > low) || count < 2) return [];
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** The value where a curve first reaches a level, between measurements by linear interpolation; null where it never does. */
export function valueAtLevel({ by, value }: PairedCurve, level: number): number | null {
  for (const [i, here] of by.entries()) {
    if (here === level) return value[i]!;
    const next = by[i + 1];
    if (next === undefined || (here - level) * (next - level) > 0) continue;
    const share = (level - here) / (next - here);
    return value[i]! + share * (value[i + 1]! - value[i]!);
  }
  return null;
}
