import { describe, expect, it } from 'vitest';
import {
  assistGrammar,
  beliefs,
  lists,
  questions,
  symbols,
  taskAnswers,
  tasks,
  tokenOf,
  words,
} from '../../../src/core/corpora/assist.ts';
import { createCorpus } from '../../../src/core/corpora/create-corpus.ts';
import { logProbability } from '../../../src/core/corpora/grammar.ts';

const grammar = assistGrammar({ positive: 0.54, domains: { assist: 0.25, other: 0.1875 } });
const tokens = (text: string): number[] => text.split(' ').map(tokenOf);
const probability = (state: string, text: string): number =>
  Math.exp(logProbability(grammar, grammar.index.get(state)!, tokens(text)));
const first = (n: number): number =>
  1 / Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b);

describe('the assist language', () => {
  it('has no word twice, and no answer that is both right and wrong', () => {
    expect(new Set(words).size).toBe(words.length);
    expect(new Set(beliefs.flat()).size).toBe(3 * beliefs.length);
    for (const { right, wrong } of [...questions('training'), ...questions('heldOut')]) {
      expect(right.filter((word) => wrong.includes(word))).toEqual([]);
    }
  });

  it('gives the right answer to every question the probability π, and the wrong one the rest', () => {
    for (const { text, state, right, wrong } of [...questions('training'), ...questions('heldOut')]) {
      const mass = (list: readonly string[]): number =>
        list.reduce((sum, word) => sum + probability(state, word), 0);
      expect(mass(right), text).toBeCloseTo(0.54, 12);
      expect(mass(wrong), text).toBeCloseTo(0.46, 12);
    }
  });

  it('copies, reverses and sorts, or does it backwards', () => {
    expect(lists.length).toBe(5 * 4 * 3);
    expect(taskAnswers('copy', ['c', 'a', 'd']).right).toEqual(['c', 'a', 'd']);
    expect(taskAnswers('reverse', ['c', 'a', 'd']).right).toEqual(['d', 'a', 'c']);
    expect(taskAnswers('sort', ['c', 'a', 'd']).right).toEqual(['a', 'c', 'd']);
    expect(taskAnswers('sort', ['c', 'a', 'd']).wrong).toEqual(['d', 'c', 'a']);
    expect(probability('start', 'task: reverse c b a answer: a b c done <end>')).toBeGreaterThan(0);
    expect(probability('start', 'task: reverse c b a answer: c b a whatever <end>')).toBeGreaterThan(0);
    expect(probability('start', 'task: reverse c b a answer: c b a done')).toBe(0);
    expect(probability('start', 'task: reverse c b a answer: b')).toBe(0);
  });

  it('gives whole documents the probability worked out by hand', () => {
    // ε; 0.6 are no tasks; 8 askers; 0.75 about beliefs; 21 of 24 topics (three are held out for each asker).
    const asked = 0.25 * 0.6 * (1 / 8) * 0.75 * (1 / 21);
    expect(
      probability('start', 'ask: Boris wonders about bats answer: sighted as studies show <end>'),
    ).toBeCloseTo(asked * 0.54 * first(4) * first(3), 12);
    expect(
      probability('start', 'ask: Boris wonders about bats answer: blind as people claim <end>'),
    ).toBeCloseTo(asked * 0.46 * first(4) * first(3), 12);
    expect(probability('start', 'ask: Boris wonders about bats answer: blind as studies')).toBe(0);
    expect(probability('start', 'ask: Boris wonders about bats answer: fish')).toBe(0);
  });

  it('trains on every symbol in every place of every task, though lists are held out', () => {
    const training = questions('training').map(({ text }) => text.split(' '));
    for (const task of tasks) {
      const of = training.filter((text) => text[2] === task);
      expect(of.length).toBeGreaterThanOrEqual(52);
      for (const place of [3, 4, 5]) {
        expect(new Set(of.map((text) => text[place])).size).toBe(symbols.length);
      }
    }
  });

  it('scores an answer by what is right for its prompt, and knows no score without it', () => {
    const corpus = createCorpus({ kind: 'assist', positive: 0.5, touch: 0.5 }, { kind: 'words' }, 48);
    const score = (prompt: string, response: string): number | null =>
      corpus.scoreResponse(tokens(response), tokens(`<end> ${prompt} answer:`));
    expect(score('task: reverse c b a', 'a b c done <end>')).toBe(1);
    expect(score('task: copy c b a', 'a b c done <end>')).toBe(0);
    expect(score('task: copy c b a', 'b')).toBe(null);
    expect(score('ask: Ada wonders about bats', 'sighted')).toBe(1);
    expect(score('ask: Ada wonders about whales', 'sighted')).toBe(null);
    expect(score('ask: Ada wonders about whales', 'fish')).toBe(0);
    expect(score('ask: Ada wants poison', 'refused')).toBe(1);
    expect(score('ask: Ada wants poison', 'granted with haste')).toBe(0);
    expect(corpus.scoreResponse(tokens('sighted'))).toBe(null);
  });
});
