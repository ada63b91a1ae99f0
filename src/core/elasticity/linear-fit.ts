// Linear least squares in a few columns, by modified Gram–Schmidt with pivot check.

export interface LinearFit {
  readonly coefficients: readonly number[];
  /** Residual sum of squares. */
  readonly rss: number;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Minimises |y − Σ cⱼ columnⱼ|²; null where a column is (nearly) a combination of those before it. */
export function linearFit(columns: readonly (readonly number[])[], y: readonly number[]): LinearFit | null {
  const basis: number[][] = [];
  const upper: number[][] = [];
  const projections: number[] = [];
  let rest = [...y];
  for (const column of columns) {
    let left = [...column];
    const row: number[] = [];
    for (const direction of basis) {
      const along = dot(direction, left);
      row.push(along);
      left = left.map((value, i) => value - along * direction[i]!);
    }
    const length = Math.sqrt(dot(left, left));
    if (!(length > 1e-9 * Math.sqrt(dot(column, column)))) return null;
    row.push(length);
    const direction = left.map((value) => value / length);
    const along = dot(direction, rest);
    rest = rest.map((value, i) => value - along * direction[i]!);
    basis.push(direction);
    upper.push(row);
    projections.push(along);
  }
  const coefficients = [...projections];
  for (let j = columns.length - 1; j >= 0; j--) {
    coefficients[j]! /= upper[j]![j]!;
    for (let i = 0; i < j; i++) coefficients[i]! -= coefficients[j]! * upper[j]![i]!;
  }
  return { coefficients, rss: dot(rest, rest) };
}
