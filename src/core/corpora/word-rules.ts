// Rules of a language written in words: what may follow in a state, as helpers to say it briefly. Turning words into
// tokens is `compileWords`; what a language says is its own file.
import { compileGrammar, type Grammar } from './grammar.ts';

export interface WordArc {
  readonly word: string;
  readonly weight: number;
  readonly next: string;
}
/** The arcs out of the state of that name. The name's first word says which part of the language it belongs to. */
export type WordRules = (state: string) => readonly WordArc[];

/** The state that every document starts in and leads back to. */
export const start = 'start';
export const endWord = '<end>';

export const split = (text: string): readonly string[] => text.split(' ');
/** A list that begins `by` places later. */
export const turned = (list: readonly string[], by: number): string[] =>
  list.map((_, i) => list[(i + by) % list.length]!);

export const arc = (word: string, next: string, weight = 1): WordArc => ({ word, next, weight });
/** Zipf-like weights 1, 1/2, 1/3, … summing to `share`. */
export function zipf(
  list: readonly string[],
  next: (word: string, i: number) => string,
  share = 1,
): WordArc[] {
  const total = list.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  return list.map((word, i) => arc(word, next(word, i), share / (i + 1) / total));
}
export const even = (list: readonly string[], next: (word: string, i: number) => string): WordArc[] =>
  list.map((word, i) => arc(word, next(word, i)));
/** One word after another without choice: `chain('a b', 'x')` reads a, then b, then goes on in state x. */
export const chain = (text: string, then: string): string => `say ${text} > ${then}`;
/** The one arc out of a state that `chain` made. */
export function say(state: string): WordArc[] {
  const [text, ...rest] = state.slice('say '.length).split(' > ');
  const [word, ...more] = text!.split(' ');
  const then = rest.join(' > ');
  return [arc(word!, more.length === 0 ? then : chain(more.join(' '), then))];
}

/** Words -> tokens, a word's place in the list; the function throws for a word of no place. */
export function tokensOf(language: string, words: readonly string[]): (word: string) => number {
  const tokenByWord = new Map(words.map((word, token) => [word, token]));
  return (word) => {
    const token = tokenByWord.get(word);
    if (token === undefined) throw new Error(`not a word of the ${language} language: ${word}`);
    return token;
  };
}

/** The language as an automaton; the states of `chain` need no rule. */
export const compileWords = (rules: WordRules, tokenOf: (word: string) => number): Grammar =>
  compileGrammar(
    (state) =>
      (state.startsWith('say ') ? say(state) : rules(state)).map(({ word, weight, next }) => ({
        token: tokenOf(word),
        weight,
        next,
      })),
    start,
  );

/**
 * Which partner of item `item` is held out, of `partners`: every item and every partner is trained on, the combination
 * never is. 5 and 3 spread them evenly over 8 partners, with no visible order.
 */
export const heldOutPartner = (item: number, partners: number): number =>
  (item * 5 + Math.floor(item / 8) * 3) % partners;
