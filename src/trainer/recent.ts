// A cache that keeps the entries that were used last.

/** At most `limit` entries; `get` makes what is not there. A failed making is not kept. */
export class Recent<Value> {
  private readonly entries = new Map<string, Value>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  async get(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.entries.has(key) ? this.entries.get(key)! : await make();
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.limit) this.entries.delete(this.entries.keys().next().value!);
    return value;
  }
}
