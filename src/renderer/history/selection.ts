// Which rows are selected: plain sets of keys, kept through filters, sorts and live changes. Pure.

export interface Selected {
  readonly keys: ReadonlySet<string>;
  /** Where a range begins; null before anything was selected. */
  readonly anchor: string | null;
}
export const nothingSelected: Selected = { keys: new Set(), anchor: null };

/** Turns one row over; it becomes the anchor. */
export function toggle({ keys }: Selected, key: string): Selected {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return { keys: next, anchor: key };
}

/** Adds all from the anchor to this row, ends included, in the order shown. The anchor stays. */
export function extend(selected: Selected, key: string, order: readonly string[]): Selected {
  const from = selected.anchor === null ? -1 : order.indexOf(selected.anchor);
  const to = order.indexOf(key);
  if (from < 0 || to < 0) return { keys: new Set(selected.keys).add(key), anchor: key };
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { keys: new Set([...selected.keys, ...between]), anchor: selected.anchor };
}

/** Selects all that are shown, or lets them all go where all are selected. Others stay as they are. */
export function toggleAll({ keys, anchor }: Selected, order: readonly string[]): Selected {
  const next = new Set(keys);
  const all = order.every((key) => keys.has(key));
  for (const key of order) {
    if (all) next.delete(key);
    else next.add(key);
  }
  return { keys: next, anchor };
}

/** Without those that are no longer there; the same object where all are. */
export function keepOnly(selected: Selected, present: ReadonlySet<string>): Selected {
  const keys = [...selected.keys].filter((key) => present.has(key));
  return keys.length === selected.keys.size ? selected : { ...selected, keys: new Set(keys) };
}
