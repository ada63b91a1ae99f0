// The token tree of a set (SCIENCE §2): paths from the root are sequences, an end leaf closes each of them. The alphabet
// may have any size; the paper's tree is the binary one, of sequences in the form of `binary-form.ts`.

/**
 * M: leaves of the tree of these sequences pruned to `depth` tokens. A sequence shorter than `depth` ends in its own
 * end leaf; longer ones share a leaf with all that agree in their first `depth` tokens.
 */
export function leavesOfTokenTree(sequences: Iterable<ArrayLike<number>>, depth: number): number {
  checkDepth(depth);
  const leaves = new Set<string>();
  for (const sequence of sequences) leaves.add(Array.from(sequence).slice(0, depth).join(' '));
  return leaves.size;
}

/** The symbol of an end leaf, which stands for no token. */
export const endLeaf = -1;

/** A node: its children by token, the end leaf among them, and the summed weight of the paths through it. */
export interface TokenTree {
  weight: number;
  readonly children: Map<number, TokenTree>;
}

/** A leaf of a pruned tree. */
export interface Leaf {
  /** Symbols from the root on. The last is `endLeaf`, or the path is `depth` tokens long and was cut there. */
  readonly path: readonly number[];
  /** Share of the set, in (0, 1]. */
  readonly weight: number;
}

/** The path of a sequence, from the root to its end leaf: |x| symbols, the end leaf counted. */
export const pathOf = (sequence: ArrayLike<number>): number[] => [...Array.from(sequence), endLeaf];

/** The tree of these paths. Path i weighs `weights[i]`, a probability or a count; 1 where no weights are given. */
export function tokenTree(paths: Iterable<readonly number[]>, weights?: ArrayLike<number>): TokenTree {
  const root: TokenTree = { weight: 0, children: new Map() };
  let index = 0;
  for (const path of paths) {
    const weight = weights === undefined ? 1 : weights[index]!;
    if (!(weight > 0))
      throw new Error(`weight of path ${index} of a token tree: expected > 0, got ${weight}`);
    addPath(root, path, weight);
    index += 1;
  }
  return root;
}

function addPath(root: TokenTree, path: readonly number[], weight: number): void {
  let node = root;
  node.weight += weight;
  for (const symbol of path) {
    let child = node.children.get(symbol);
    if (child === undefined) {
      child = { weight: 0, children: new Map() };
      node.children.set(symbol, child);
    }
    child.weight += weight;
    node = child;
  }
}

/** Leaves of the tree pruned to `depth` layers, in the order of their paths; their weights sum to 1. */
export function prunedLeaves(tree: TokenTree, depth: number): Leaf[] {
  checkDepth(depth);
  if (tree.weight === 0) throw new Error('the token tree is empty');
  const leaves: Leaf[] = [];
  const path: number[] = [];
  const visit = (node: TokenTree): void => {
    if (path.length === depth || node.children.size === 0) {
      leaves.push({ path: path.slice(), weight: node.weight / tree.weight });
      return;
    }
    for (const [symbol, child] of [...node.children].sort(([a], [b]) => a - b)) {
      path.push(symbol);
      visit(child);
      path.pop();
    }
  };
  visit(tree);
  return leaves;
}

/** −Σ p log2 p over the leaves, bits. */
export const leafEntropyBits = (leaves: readonly Leaf[]): number =>
  leaves.reduce((bits, { weight }) => bits - weight * Math.log2(weight), 0);

function checkDepth(depth: number): void {
  if (!(Number.isInteger(depth) && depth >= 1))
    throw new Error(`depth of a token tree: expected >= 1, got ${depth}`);
}
