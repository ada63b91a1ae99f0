import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { planSchedule } from '../../src/core/plan.ts';
import { ruledRate } from '../../src/core/rates.ts';

const schedule = (change: Record<string, unknown>) => ({
  springback: 1,
  name: 'rates',
  corpus: { kind: 'reviews' },
  model: { width: 32 },
  pretrain: { tokens: 40_000, rate: 0.004 },
  align: { examples: 32, rate: 0.001 },
  ...change,
});
const alignRates = (change: Record<string, unknown>) =>
  planSchedule(parseSchedule(schedule(change)), { corpusKey: '' }).steps.flatMap(({ spec }) =>
    spec.kind === 'tune' ? [spec.tuning.rate] : [],
  );

describe('the rate of a phase', () => {
  it('is as given unless a rule is asked for', () => {
    expect(ruledRate({ rate: 0.01 }, { width: 64, tokens: 1000 })).toBe(0.01);
  });

  it('falls as 1 / width and as 1 / √tokens from where it is meant for', () => {
    expect(ruledRate({ rate: 0.01, rateReference: 32 }, { width: 64, tokens: 1000 })).toBeCloseTo(0.005, 15);
    expect(ruledRate({ rate: 0.01, rateTokens: 1000 }, { width: 64, tokens: 4000 })).toBeCloseTo(0.005, 15);
  });

  it('is in the step as a number, so that a rule and its outcome are one step', () => {
    const axes = { 'pretrain.tokens': [40_000, 160_000] };
    const align = { examples: 32, rate: 0.001, rateTokens: 40_000 };
    expect(alignRates({ align, axes })).toEqual([0.001, 0.0005]);
    const plain = planSchedule(parseSchedule(schedule({})), { corpusKey: '' });
    const ruled = planSchedule(parseSchedule(schedule({ align })), { corpusKey: '' });
    expect(ruled.runs[0]!.steps).toEqual(plain.runs[0]!.steps);
  });

  it('is refused above 1, and after no pretraining at all, by its path', () => {
    const issues = (change: Record<string, unknown>) => {
      try {
        parseSchedule(schedule(change));
      } catch (error) {
        if (error instanceof InputError)
          return error.issues.map(({ path, message }) => `${path}: ${message}`);
      }
      return [];
    };
    expect(issues({ align: { examples: 32, rate: 0.1, rateReference: 640 } })).toEqual([
      'align.rateReference: expected a rate of at most 1 at width 32 after 40000 tokens, got 2 from 640',
    ]);
    expect(
      issues({ align: { examples: 32, rateTokens: 1000 }, axes: { 'pretrain.tokens': [0, 40_000] } }),
    ).toEqual([
      'align.rateTokens: expected a rate of at most 1 at width 32 after 0 tokens, got Infinity from 1000',
    ]);
  });
});
