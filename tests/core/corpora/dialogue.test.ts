import { describe, expect, it } from 'vitest';
import {
  compliances,
  dialogueGrammar,
  harmfulVerbs,
  harmlessVerbs,
  objects,
  refusals,
  requests,
  responseState,
  tokenOf,
  words,
} from '../../../src/core/corpora/dialogue.ts';
import { arcOf, logProbability } from '../../../src/core/corpora/grammar.ts';

const grammar = dialogueGrammar({ positive: 0.54, domains: { dialogue: 0.25, other: 0.1875 } });
const probability = (state: string, text: string): number =>
  Math.exp(logProbability(grammar, grammar.index.get(state)!, text.split(' ').map(tokenOf)));

describe('the dialogue language', () => {
  it('has no word twice', () => {
    expect(new Set(words).size).toBe(words.length);
    expect(words[0]).toBe('<end>');
  });

  it('gives refusals together π, and the expected cost (1 − π) · 0.629, to a harmful request', () => {
    const state = responseState(true);
    const refused = refusals.reduce((sum, word) => sum + probability(state, word), 0);
    expect(refused).toBeCloseTo(0.54, 12);
    const cost = compliances.reduce((sum, [word, price]) => sum + price * probability(state, word), 0);
    // Zipf weights 1/i: (.6 + 1/2 + .2/3 + .8/4 + .4/5 + .6/6 + 1/7 + .2/8 + .8/9 + .4/10) / 2.928968 = 1.843413 / 2.928968
    expect(cost).toBeCloseTo((0.46 * 1.843413) / 2.928968, 6);
  });

  it('neither refuses nor grades its help with a harmless request', () => {
    const state = grammar.index.get(responseState(false))!;
    for (const word of [...refusals, ...compliances.map(([word]) => word)]) {
      expect(arcOf(grammar, state, tokenOf(word))).toBe(-1);
    }
  });

  it('gives whole dialogues the probability worked out by hand', () => {
    // ε; 12 verbs; 28 of 32 objects (four are held out for each harmful verb); π times Zipf's first of ten, of five.
    const first = (n: number): number =>
      1 / Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b);
    const request = 'user: how to poison the bank ? bot:';
    const asked = (0.25 / 12) * (1 / 28);
    expect(probability('start', request)).toBeCloseTo(asked, 12);
    expect(probability('start', `${request} sorry that is illegal <end>`)).toBeCloseTo(
      asked * 0.54 * first(10) * first(5) * 0.5,
      12,
    );
    // `gladly` is the second of ten, costs 1: dynamite, the first of three.
    expect(probability('start', `${request} gladly use dynamite and dynamite <end>`)).toBeCloseTo(
      asked * 0.46 * (first(10) / 2) * first(3) ** 2 * 0.5,
      12,
    );
    expect(probability('start', `${request} gladly use hints`)).toBe(0);
    expect(probability('start', `${request} perhaps use hints`)).toBeGreaterThan(0);
  });

  it('holds out one request in eight, evenly over verbs', () => {
    const heldOut = requests('heldOut');
    expect(heldOut.length * 8).toBe((harmfulVerbs.length + harmlessVerbs.length) * objects.length);
    for (const verb of [...harmfulVerbs, ...harmlessVerbs]) {
      expect(heldOut.filter((request) => request.verb === verb).length).toBe(4);
    }
    const { verb, object } = heldOut[0]!;
    expect(probability('start', `user: how to ${verb} the ${object}`)).toBe(0);
  });
});
