// A live chart is read again and again, and of hundreds of series a few have grown. The others keep their identity, and with it
// what was computed from them.

interface Measured {
  readonly run: number;
  readonly phase: string;
  readonly metric: string;
  readonly update: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly count: readonly number[];
}

/** `now`, in which every series that is as it was `before` is the same object. */
export function keepSeries<T extends Measured>(before: readonly T[], now: readonly T[]): readonly T[] {
  if (before.length === 0) return now;
  const known = new Map(before.map((series) => [keyOf(series), series]));
  return now.map((series) => {
    const old = known.get(keyOf(series));
    return old !== undefined && isEqual(old, series) ? old : series;
  });
}

const keyOf = ({ run, phase, metric }: Measured): string => `${run} ${phase} ${metric}`;

const isEqual = (a: Measured, b: Measured): boolean =>
  equal(a.update, b.update) && equal(a.mean, b.mean) && equal(a.count, b.count);

function equal(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Remembers for each object what was last made of it; `key` says all else that it depends on. */
export function remembered<O extends object, T>(): (of: O, key: string, make: () => T) => T {
  const kept = new WeakMap<O, { readonly key: string; readonly value: T }>();
  return (of, key, make) => {
    const known = kept.get(of);
    if (known?.key === key) return known.value;
    const value = make();
    kept.set(of, { key, value });
    return value;
  };
}
