// A priority queue of token pairs whose counts change: a change pushes a new entry, and stale ones are skipped.

/** Highest count first, then the smaller key. */
export class PairHeap {
  private readonly counts: number[] = [];
  private readonly keys: number[] = [];

  push(count: number, key: number): void {
    this.counts.push(count);
    this.keys.push(key);
    let i = this.keys.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.isBefore(i, parent)) break;
      this.swap(i, parent);
      i = parent;
    }
  }

  /** The first key whose entry agrees with its count now, or null. */
  popCurrent(countNow: (key: number) => number): number | null {
    while (this.keys.length > 0) {
      const count = this.counts[0]!;
      const key = this.keys[0]!;
      this.removeFirst();
      if (countNow(key) === count) return key;
    }
    return null;
  }

  private removeFirst(): void {
    this.swap(0, this.keys.length - 1);
    this.keys.pop();
    this.counts.pop();
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.keys.length && this.isBefore(child, least)) least = child;
      }
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const difference = this.counts[a]! - this.counts[b]!;
    return difference > 0 || (difference === 0 && this.keys[a]! < this.keys[b]!);
  }

  private swap(a: number, b: number): void {
    [this.counts[a], this.counts[b]] = [this.counts[b]!, this.counts[a]!];
    [this.keys[a], this.keys[b]] = [this.keys[b]!, this.keys[a]!];
  }
}
