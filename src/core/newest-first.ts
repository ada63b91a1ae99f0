// The order of every list of experiments that says "newest first": by when each was created, which an experiment of
// another machine brings along, then by number.

/** `created` is ISO 8601, UTC. */
interface Dated {
  readonly id: number;
  readonly created: string;
}

export const byNewest = (a: Dated, b: Dated): number =>
  a.created === b.created ? b.id - a.id : a.created < b.created ? 1 : -1;

export const newestFirst = <T extends Dated>(list: readonly T[]): T[] => list.toSorted(byNewest);
