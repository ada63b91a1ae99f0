import { describe, expect, it } from 'vitest';
import {
  type Arc,
  arcOf,
  compileGrammar,
  drawArc,
  expectedRest,
  expectedRow,
  logProbability,
} from '../../../src/core/corpora/grammar.ts';
import { Random } from '../../../src/core/random.ts';

// a (3/4) or b (1/4); after a: c (1/2) or the end; c leads back to a's choice; b ends. Token 0 is the end.
const tiny: Record<string, Arc[]> = {
  start: [
    { token: 1, weight: 3, next: 'a' },
    { token: 2, weight: 1, next: 'b' },
  ],
  a: [
    { token: 3, weight: 1, next: 'b' },
    { token: 0, weight: 1, next: 'start' },
  ],
  b: [{ token: 0, weight: 1, next: 'start' }],
};
const grammar = compileGrammar((state) => tiny[state]!, 'start');

/** Every row of `length` tokens from the start with its probability, by plain enumeration of the rules. */
function allRows(length: number): { tokens: number[]; probability: number }[] {
  let rows = [{ tokens: [] as number[], probability: 1, state: 'start' }];
  for (let t = 0; t < length; t++) {
    rows = rows.flatMap((row) => {
      const total = tiny[row.state]!.reduce((sum, arc) => sum + arc.weight, 0);
      return tiny[row.state]!.map((arc) => ({
        tokens: [...row.tokens, arc.token],
        probability: (row.probability * arc.weight) / total,
        state: arc.next,
      }));
    });
  }
  return rows;
}
const surprise = (p: number): number => -p * Math.log(p);

describe('a grammar', () => {
  it('has the entropy of its rows that enumerating every row gives', () => {
    for (const length of [1, 2, 3, 7, 10]) {
      const enumerated = allRows(length).reduce((sum, row) => sum + surprise(row.probability), 0);
      expect(expectedRow(grammar, length).nats).toBeCloseTo(enumerated, 12);
      expect(expectedRow(grammar, length).tokens).toBeCloseTo(length, 12);
    }
  });

  it('has the expected document worked out by hand', () => {
    // Documents: a end (3/8, 2 tokens), a c end (3/8, 3), b end (1/4, 2).
    const { nats, tokens } = expectedRest(grammar, grammar.start);
    expect(tokens).toBeCloseTo(2 * 0.375 + 3 * 0.375 + 2 * 0.25, 12);
    expect(nats).toBeCloseTo(2 * surprise(0.375) + surprise(0.25), 12);
  });

  it('leaves the start state out of the count where asked to', () => {
    const rows = allRows(5);
    const counted = rows.reduce((sum, row) => {
      const targets = row.tokens.filter((_, t) => t > 0 && row.tokens[t - 1] !== 0);
      return sum + row.probability * targets.length;
    }, 0);
    expect(expectedRow(grammar, 5, grammar.start).tokens).toBeCloseTo(counted, 12);
  });

  it('gives sequences their probability, and none to what it forbids', () => {
    expect(logProbability(grammar, grammar.start, [1, 3, 0, 2])).toBeCloseTo(Math.log(0.375 * 0.25), 12);
    expect(logProbability(grammar, grammar.start, [2, 3])).toBe(Number.NEGATIVE_INFINITY);
    expect(arcOf(grammar, grammar.start, 0)).toBe(-1);
  });

  it('draws arcs as often as their probability says, by chi-square', () => {
    const weights = [5, 1, 0.2, 3, 3, 0.01, 7];
    const wide = compileGrammar(
      () => weights.map((weight, token) => ({ token, weight, next: 'start' })),
      'start',
    );
    const random = Random.at(1, 'chi-square');
    const n = 200_000;
    const seen = new Float64Array(weights.length);
    for (let i = 0; i < n; i++) seen[drawArc(wide, 0, random)]! += 1;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const chiSquare = weights.reduce((sum, weight, a) => {
      const expected = (n * weight) / total;
      return sum + (seen[a]! - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(22.46); // 6 degrees of freedom, p = 0.001
  });

  it('refuses two arcs with one token, whose state would be hidden', () => {
    const arcs = [
      { token: 1, weight: 1, next: 'x' },
      { token: 1, weight: 1, next: 'y' },
    ];
    expect(() => compileGrammar(() => arcs, 'start')).toThrow(/state start has two arcs with one token/);
  });
});
