// The Hooke view (SCIENCE §2): the stiffness of a data set is its size, its elongation is how far p_θ moved away from it; the
// paper says that stiffness times elongation is the same for all sets.

export interface HookeSet {
  readonly name: string;
  /** |D_i|, in examples or tokens, the same unit for all sets. */
  readonly size: number;
  /** ΔKL(p_θ ‖ P_Di): the change of divergence, or of cross-entropy (P's own entropy cancels), nats per token. */
  readonly divergenceChange: number;
}

export interface HookeProduct extends HookeSet {
  /** |D_i| · ΔKL_i, a force up to a constant. */
  readonly product: number;
}

/** The product of every set, and the smallest magnitude over the largest: 1 where all forces are equal; null if all are 0. */
export function hookeProducts(sets: readonly HookeSet[]): {
  readonly products: readonly HookeProduct[];
  readonly evenness: number | null;
} {
  const products = sets.map((set) => ({ ...set, product: set.size * set.divergenceChange }));
  const magnitudes = products.map(({ product }) => Math.abs(product));
  const largest = Math.max(0, ...magnitudes);
  return { products, evenness: largest > 0 ? Math.min(...magnitudes) / largest : null };
}
