// The `reviews` language: five domains of a closed vocabulary of words, told apart by the first token of a document.
// It says what may be said with which probability; packing into rows is `reviews-corpus.ts`.
import type { Grammar } from './grammar.ts';
import {
  actions,
  actors,
  attributes,
  beyondDigits,
  digits,
  entities,
  otherArcs,
  otherDomains,
  places,
  variables,
} from './other-domains.ts';
import {
  arc,
  chain,
  compileWords,
  even,
  heldOutPartner,
  split,
  start,
  tokensOf,
  type WordArc,
  zipf,
} from './word-rules.ts';

export const subjects = split('plot acting score camera script pacing ending dialogue');
export const titles = split(
  'Orchid Meridian Lantern Harvest Cascade Solstice Ember Thicket Quarry Voyager Mirage Pendulum Saffron Tundra ' +
    'Beacon Labyrinth Monsoon Outpost Paragon Ripple Sentinel Umbra Vesper Willow Zephyr Bramble Cinder Drifter ' +
    'Eclipse Fable Gossamer Haven',
);
export const positiveWords = split(
  'superb lovely brilliant moving witty warm fresh elegant gripping charming',
);
export const negativeWords = split('dull weak clumsy boring bland messy flat stale tedious shallow');

/** Every word of the language; a token is its place in this list. The first is the end mark. */
export const words: readonly string[] = [
  ...new Set([
    '<end>',
    ...split('review: fact: sum: code: story: the of was is and but in then + = let ; return ( ) [ ]'),
    ...subjects,
    ...titles,
    ...positiveWords,
    ...negativeWords,
    ...entities,
    ...Object.keys(attributes),
    ...Object.values(attributes).flat(),
    ...digits,
    ...beyondDigits,
    ...variables,
    ...actors,
    ...actions,
    ...places,
  ]),
];
/** The token of a word of the language; throws for any other. */
export const tokenOf = tokensOf('reviews', words);
export const endToken = tokenOf('<end>');

/** One in eight prompts is held out: for each title one subject (4 titles each). */
export const heldOutSubject = (title: number): number => heldOutPartner(title, subjects.length);

/** Prompts as (subject, title) pairs. */
export function promptPairs(part: 'training' | 'heldOut'): readonly (readonly [number, number])[] {
  const pairs = titles.flatMap((_, title) => subjects.map((_, subject) => [subject, title] as const));
  return pairs.filter(([subject, title]) => (heldOutSubject(title) === subject) === (part === 'heldOut'));
}

/** `<end> review: the <subject> of <title> was`: what a model is given before a response. */
export const promptTokens = (subject: number, title: number): Int32Array =>
  Int32Array.from(
    ['<end>', 'review:', 'the', subjects[subject]!, 'of', titles[title]!, 'was'].map((word) => tokenOf(word)),
  );

export interface ReviewsKnobs {
  /** π: probability that the first sentiment word of a review is positive. */
  readonly positive: number;
  /** Probability that a later clause keeps the polarity of the one before. */
  readonly keep: number;
  /** Weights of the domains. */
  readonly domains: { readonly review: number; readonly other: number };
}

/** The state at the first word of a response, where a behaviour shows. */
export const responseState = 'review first';
/** Longest response in tokens, end mark included: a word, two clauses of three, the end. */
export const longestResponse = 8;

const domainArcs = ({ domains }: ReviewsKnobs): WordArc[] => [
  arc('review:', chain('the', 'review subject'), domains.review),
  ...otherDomains(domains.other),
];

/** review: the plot of Orchid was superb and acting warm but score dull. The state holds the last polarity. */
function reviewArcs(state: string, knobs: ReviewsKnobs): WordArc[] {
  const [, what, polarity, clause] = state.split(' ');
  const isPositive = polarity === '+';
  if (what === 'subject') return even(subjects, (_, subject) => `review of ${subject}`);
  if (what === 'of') return [arc('of', `review title ${polarity}`)];
  if (what === 'title') {
    return titles.flatMap((title, i) =>
      heldOutSubject(i) === Number(polarity) ? [] : [arc(title, chain('was', responseState))],
    );
  }
  if (what === 'first') {
    return [
      ...zipf(positiveWords, () => 'review join + 2', knobs.positive),
      ...zipf(negativeWords, () => 'review join - 2', 1 - knobs.positive),
    ];
  }
  if (what === 'join') {
    const opposite = isPositive ? '-' : '+';
    const join = [
      arc('and', `review aspect ${polarity} ${clause}`, knobs.keep),
      arc('but', `review aspect ${opposite} ${clause}`, 1 - knobs.keep),
    ];
    // The third clause is there in half of the reviews.
    return clause === '2' ? join : [...join, arc('<end>', start)];
  }
  if (what === 'aspect') return zipf(subjects, () => `review word ${polarity} ${clause}`);
  return zipf(isPositive ? positiveWords : negativeWords, () =>
    clause === '2' ? `review join ${polarity} 3` : chain('<end>', start),
  );
}

/** The language as an automaton, for given knobs. */
export const reviewsGrammar = (knobs: ReviewsKnobs): Grammar =>
  compileWords((state) => {
    if (state === start) return domainArcs(knobs);
    return state.startsWith('review ') ? reviewArcs(state, knobs) : otherArcs(state);
  }, tokenOf);
