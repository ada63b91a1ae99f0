// Ranks from 1, ties sharing the average of the places they take.

export interface Ranked {
  readonly ranks: readonly number[];
  /** Sizes of the groups of equal values, groups of one left out. */
  readonly ties: readonly number[];
}

export function averageRanks(values: readonly number[]): Ranked {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length).fill(0);
  const ties: number[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]!.value === order[from]!.value) to++;
    for (let i = from; i < to; i++) ranks[order[i]!.index] = (from + 1 + to) / 2;
    if (to - from > 1) ties.push(to - from);
    from = to;
  }
  return { ranks, ties };
}
