// Seeds as a count: which numbers a schedule has when it is asked for that many.

/** The first `count` of what is there, then the next whole numbers that are not. */
export function seedsOf(count: number, before: readonly number[]): number[] {
  const seeds = before.slice(0, count);
  for (let next = 1; seeds.length < count; next++) if (!seeds.includes(next)) seeds.push(next);
  return seeds;
}
