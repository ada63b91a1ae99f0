// A quantile of sorted numbers, infinities allowed (a median time that a resample never reaches is one).

/** Linear interpolation between order statistics at (n − 1) · probability (type 7 of Hyndman & Fan 1996). */
export function quantile(sorted: readonly number[], probability: number): number {
  if (sorted.length === 0) throw new Error('quantile of no values');
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, probability));
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  const share = at - Math.floor(at);
  if (below === above || share === 0) return below;
  if (!Number.isFinite(below) || !Number.isFinite(above)) return Number.isFinite(below) ? above : below;
  return below + share * (above - below);
}
