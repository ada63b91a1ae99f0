// The law of k where phases follow each other, as in the paper's experiments (SCIENCE §2): nothing says that it holds there.

/** γ of both sets after an update of unaligning, any one unit. */
export interface GammaPoint {
  readonly update: number;
  readonly alignGamma: number;
  readonly pretrainGamma: number;
}

/**
 * −Δγ_a / Δγ_p since the first point, for every later one: k by the theorem's published form, if it held. Negative where
 * both sets get worse, or better, together; null where γ_p did not change.
 */
export function effectiveK(
  curve: readonly GammaPoint[],
): { readonly update: number; readonly k: number | null }[] {
  const points = curve.toSorted((a, b) => a.update - b.update);
  const first = points[0];
  if (first === undefined) return [];
  return points.slice(1).map(({ update, alignGamma, pretrainGamma }) => {
    const k = -(alignGamma - first.alignGamma) / (pretrainGamma - first.pretrainGamma);
    return { update, k: Number.isFinite(k) ? k : null };
  });
}
