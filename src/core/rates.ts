// The learning rates that a schedule asks for, where they are given for another size or another amount of pretraining.
import type { Schedule } from './schedule.ts';

export interface RateRules {
  readonly rate: number;
  readonly rateReference?: number | undefined;
  readonly rateTokens?: number | undefined;
}

/**
 * The rate of a phase: as given, times rateReference / width, times √(rateTokens / T), T the pretraining tokens of the
 * run; factors that are not asked for are 1, the paper's one rate for all.
 */
export function ruledRate(
  { rate, rateReference, rateTokens }: RateRules,
  { width, tokens }: { width: number; tokens: number },
): number {
  let ruled = rate;
  if (rateReference !== undefined) ruled = (ruled * rateReference) / width;
  if (rateTokens !== undefined) ruled *= Math.sqrt(rateTokens / tokens);
  return ruled;
}

/** A resolved schedule with each phase's rate worked out, and nothing left that asks for it. */
export function withRates(schedule: Schedule): Schedule {
  const place = { width: schedule.model.width, tokens: schedule.pretrain.tokens };
  const ruled = <C extends RateRules>(config: C): C => {
    const { rateReference: _width, rateTokens: _tokens, ...rest } = config;
    return { ...rest, rate: ruledRate(config, place) } as C;
  };
  const { align, unalign, realign, transfer } = schedule;
  return {
    ...schedule,
    pretrain: ruled(schedule.pretrain),
    ...(align === undefined ? {} : { align: ruled(align) }),
    ...(unalign === undefined ? {} : { unalign: ruled(unalign) }),
    ...(realign === undefined ? {} : { realign: ruled(realign) }),
    ...(transfer === undefined ? {} : { transfer: ruled(transfer) }),
  };
}
