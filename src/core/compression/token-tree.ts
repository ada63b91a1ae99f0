// The token tree of a set (SCIENCE §2): paths from the root are sequences, an end leaf closes each of them.

/**
 * M: leaves of the tree of these sequences pruned to `depth` tokens. A sequence shorter than `depth` ends in its own
 * end leaf; longer ones share a leaf with all that agree in their first `depth` tokens.
 */
export function leavesOfTokenTree(sequences: Iterable<ArrayLike<number>>, depth: number): number {
  if (!(Number.isInteger(depth) && depth >= 1))
    throw new Error(`depth of a token tree: expected >= 1, got ${depth}`);
  const leaves = new Set<string>();
  for (const sequence of sequences) leaves.add(Array.from(sequence).slice(0, depth).join(' '));
  return leaves.size;
}
