// Holm's step-down correction of a family of p-values (Holm 1979).

/** Adjusted p-values in the order given: max over ranks so far of (m − rank) · p, at most 1. Nulls are not of the family. */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const order = pValues
    .map((p, index) => ({ p, index }))
    .filter((entry): entry is { p: number; index: number } => entry.p !== null)
    .sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  order.forEach(({ p, index }, rank) => {
    if (!(p >= 0 && p <= 1)) throw new Error(`p-value: expected within [0, 1], got ${p}`);
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[index] = largest;
  });
  return adjusted;
}
