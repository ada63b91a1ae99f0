// What every test of a direction gives back. `up` is the p-value against "not greater" (a positive effect, a rising
// trend), `down` its mirror, so that nobody has to choose a tail before reading.

export interface Tails {
  readonly twoSided: number;
  readonly up: number;
  readonly down: number;
}

export interface TestResult {
  readonly test: string;
  readonly statistic: number | null;
  /** Null where there is nothing to test; `note` then says why. */
  readonly p: Tails | null;
  /** Independent units the test rests on: pairs, blocks, values, clusters. */
  readonly n: number;
  readonly method: 'exact' | 'permutation' | 'normal' | 'student';
  readonly note: string | null;
}

/** Two-sided p is twice the smaller tail, at most 1. */
export function tailsOf(up: number, down: number): Tails {
  const inside = (p: number): number => Math.min(1, Math.max(0, p));
  return { twoSided: inside(2 * Math.min(up, down)), up: inside(up), down: inside(down) };
}

export const noTest = (test: string, n: number, method: TestResult['method'], note: string): TestResult => ({
  test,
  statistic: null,
  p: null,
  n,
  method,
  note,
});

/** Are the values the same up to rounding? Then there is no spread to judge by. */
export function allEqual(values: readonly number[]): boolean {
  if (values.length === 0) return true;
  const low = Math.min(...values);
  const high = Math.max(...values);
  return high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high));
}
