// The scalars of an update: rate and its course, decay, betas, clipping.

export type Dials = Readonly<
  Record<'rate' | 'warmup' | 'decayFrom' | 'decayTo' | 'weightDecay' | 'beta1' | 'beta2' | 'clip', number>
>;

export const stable = { decayFrom: 0, decayTo: 0 };

/**
 * The rate is whole at update `from` and would be 0 at update `to` + 1: `to` − `from` equal steps, none of them
 * wasted on a rate of 0.
 */
export const decay = (from: number, to: number) => ({ decayFrom: from, decayTo: to });
