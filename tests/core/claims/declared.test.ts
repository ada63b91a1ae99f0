// The primary estimators that a schedule declares.
import { describe, expect, it } from 'vitest';
import { claimNames, estimatorIds } from '../../../src/core/claims/claim-names.ts';
import { claimLedger } from '../../../src/core/claims/ledger.ts';
import { parseSchedule } from '../../../src/core/parse-schedule.ts';
import { planSchedule } from '../../../src/core/plan.ts';
import { example } from '../schedule-example.ts';
import { experiment } from './synthetic.ts';

const issues = (change: object): string => {
  try {
    parseSchedule({ ...example, ...change });
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('declared claims', () => {
  it('are refused by path, with what was expected', () => {
    expect(issues({ claims: [{ claim: 'rebound', estimator: 'R' }] })).toBe(
      'claims[0].estimator: expected one of "bandShare", "kl0.1", "kl0.03", "kl0.01", "index", got "R"',
    );
    expect(issues({ claims: [{ claim: 'size', estimator: 'index' }] })).toMatch(
      /^claims\[0\]\.claim: this schedule does not bear on "size", which needs .*"model\.width"$/,
    );
    expect(
      issues({
        claims: [
          { claim: 'rebound', estimator: 'index' },
          { claim: 'rebound', estimator: 'bandShare' },
        ],
      }),
    ).toBe('claims[1].claim: expected a claim once, got "rebound", which is claims[0] already');
    expect(issues({ claims: [{ claim: 'magic', estimator: 'index' }] })).toMatch(
      /^claims\[0\]\.claim: expected one of "resistance", .*, got "magic"$/,
    );
    expect(issues({ claims: [{ claim: 'kLaw', estimator: 'slope' }] })).toMatch(
      /^claims\[0\]\.estimator: expected one of "sequential"/,
    );
    expect(issues({ axes: { claims: [1, 2] } })).toMatch(/"claims" is the same for all runs/);
    expect(issues({ claims: [{ claim: 'rebound', estimator: 'index' }] })).toBe('');
  });

  it('change no step', () => {
    const keys = (change: object): string[] =>
      planSchedule(parseSchedule({ ...example, ...change }), { corpusKey: '' }).steps.map(({ key }) => key);
    expect(keys({ claims: [{ claim: 'rebound', estimator: 'index' }] })).toEqual(keys({}));
  });

  it('may name every estimator that a ledger has, and no other', () => {
    const transfer = { unalign: undefined, transfer: { examples: 64, from: 1, onto: 2 } };
    const joint = { align: undefined, unalign: undefined, joint: { ratio: 3 } };
    const walks = {
      axes: {
        'align.examples': [64, 128],
        'model.width': [16, 32],
        'pretrain.tokens': [1e5, 2e5],
        'corpus.positive': [0.3, 0.6],
      },
    };
    const found = new Map<string, Set<string>>();
    for (const change of [transfer, joint, walks]) {
      for (const { claim, estimators } of claimLedger(experiment({ seeds: [1], ...change }, () => []))
        .entries) {
        const ids = found.get(claim) ?? new Set();
        for (const { id } of estimators) ids.add(id);
        found.set(claim, ids);
      }
    }
    for (const claim of claimNames) {
      expect([...found.get(claim)!].sort(), claim).toEqual([...estimatorIds[claim]].sort());
    }
  });
});
