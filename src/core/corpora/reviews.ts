// The `reviews` language: five domains of a closed vocabulary of words, told apart by the first token of a document.
// It says what may be said with which probability; packing into rows is `reviews-corpus.ts`.
import { type Arc, compileGrammar, type Grammar, type Rules } from './grammar.ts';

const split = (text: string): readonly string[] => text.split(' ');

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
const entities = split('Ada Boris Chen Dara Eli Fay Gus Hana Ivo June Kofi Lena');
const attributes: Readonly<Record<string, readonly string[]>> = {
  colour: split('red blue green amber white'),
  home: split('Oslo Lima Cairo Delhi Perth'),
  pet: split('cat dog parrot turtle goat'),
};
const digits = split('0 1 2 3 4 5 6 7 8 9');
const variables = split('x y z w');
const brackets = split('() []');
const actors = split('fox sailor baker miner poet wolf');
const actions = split('ran slept sang worked waited');
const places = split('river forest market harbor tower');

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
    ...variables,
    ...actors,
    ...actions,
    ...places,
  ]),
];
const tokenByWord = new Map(words.map((word, token) => [word, token]));

/** The token of a word of the language; throws for any other. */
export function tokenOf(word: string): number {
  const token = tokenByWord.get(word);
  if (token === undefined) throw new Error(`not a word of the reviews language: ${word}`);
  return token;
}
export const endToken = tokenOf('<end>');

/**
 * One in eight prompts is held out: for each title one subject. Every title and every subject is trained on, the
 * combination never is. 5 and 3 spread the held-out subjects evenly (4 titles each) with no visible order.
 */
export const heldOutSubject = (title: number): number =>
  (title * 5 + Math.floor(title / 8) * 3) % subjects.length;

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

const start = 'start';
/** The state at the first word of a response, where a behaviour shows. */
export const responseState = 'review first';
/** Longest response in tokens, end mark included: a word, two clauses of three, the end. */
export const longestResponse = 8;

const arc = (word: string, next: string, weight = 1): Arc => ({ token: tokenOf(word), weight, next });
/** Zipf-like weights 1, 1/2, 1/3, … summing to `share`. */
function zipf(list: readonly string[], next: (word: string, i: number) => string, share = 1): Arc[] {
  const total = list.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  return list.map((word, i) => arc(word, next(word, i), share / (i + 1) / total));
}
const even = (list: readonly string[], next: (word: string, i: number) => string): Arc[] =>
  list.map((word, i) => arc(word, next(word, i)));
/** One word after another without choice: `chain('a b', 'x')` reads a, then b, then goes on in state x. */
const chain = (text: string, then: string): string => `say ${text} > ${then}`;
function say(state: string): Arc[] {
  const [text, ...rest] = state.slice('say '.length).split(' > ');
  const [word, ...more] = text!.split(' ');
  const then = rest.join(' > ');
  return [arc(word!, more.length === 0 ? then : chain(more.join(' '), then))];
}

function domainArcs({ domains }: ReviewsKnobs): Arc[] {
  return [
    arc('review:', chain('the', 'review subject'), domains.review),
    arc('fact:', chain('the', 'fact attribute'), domains.other),
    arc('sum:', 'sum left', domains.other),
    arc('code:', chain('let', 'code variable'), domains.other),
    arc('story:', chain('the', 'story actor 1'), domains.other),
  ];
}

/** review: the plot of Orchid was superb and acting warm but score dull. The state holds the last polarity. */
function reviewArcs(state: string, knobs: ReviewsKnobs): Arc[] {
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

/** fact: the home of Chen is Lima. A table of 36 facts, fixed once: what a model has to remember. */
function factArcs(state: string): Arc[] {
  const [, what, attribute] = state.split(' ');
  if (what === 'attribute')
    return even(Object.keys(attributes), (name) => chain('of', `fact entity ${name}`));
  const values = attributes[attribute!]!;
  const salt = Object.keys(attributes).indexOf(attribute!);
  return zipf(entities, (_, i) => chain(`is ${values[(i * (salt + 2) + i ** 2 + salt) % 5]!} <end>`, start));
}

/** sum: 7 + 5 = 2. Sums modulo ten, always right. */
function sumArcs(state: string): Arc[] {
  const [, what, left] = state.split(' ');
  if (what === 'left') return even(digits, (digit) => chain('+', `sum right ${digit}`));
  return even(digits, (digit) => chain(`= ${(Number(left) + Number(digit)) % 10} <end>`, start));
}

/** code: let x = ( [ 3 ] ) ; return x. Brackets match to depth 3 and the variable comes back. */
function codeArcs(state: string): Arc[] {
  const [, what, name, open = ''] = state.split(' ');
  if (what === 'variable') return zipf(variables, (variable) => chain('=', `code value ${variable}`));
  const closing = [...open].reverse().join(' ');
  const ending = `${closing === '' ? '' : `${closing} `}; return ${name} <end>`;
  const values = zipf(digits.slice(0, 5), () => chain(ending, start));
  if (open.length === 3) return values;
  return [...values, ...brackets.map((pair) => arc(pair[0]!, `code value ${name} ${open}${pair[1]}`, 0.35))];
}

/** story: the fox slept in the forest then the poet sang in the tower. Each actor has its habits, each action its places. */
function storyArcs(state: string): Arc[] {
  const [, what, which, sentence] = state.split(' ');
  const turned = (list: readonly string[], by: number): string[] =>
    list.map((_, i) => list[(i + by) % list.length]!);
  if (what === 'actor') return zipf(actors, (_, i) => `story action ${i} ${which}`);
  if (what === 'action') {
    return zipf(turned(actions, Number(which)), (action) =>
      chain('in the', `story place ${actions.indexOf(action)} ${sentence}`),
    );
  }
  if (what === 'place') {
    return zipf(turned(places, Number(which) * 2), () =>
      sentence === '1' ? 'story more' : chain('<end>', start),
    );
  }
  return [arc('<end>', start, 0.6), arc('then', chain('the', 'story actor 2'), 0.4)];
}

const rulesOf =
  (knobs: ReviewsKnobs): Rules =>
  (state) => {
    if (state === start) return domainArcs(knobs);
    const domain = state.slice(0, state.indexOf(' '));
    if (domain === 'say') return say(state);
    if (domain === 'review') return reviewArcs(state, knobs);
    if (domain === 'fact') return factArcs(state);
    if (domain === 'sum') return sumArcs(state);
    return domain === 'code' ? codeArcs(state) : storyArcs(state);
  };

/** The language as an automaton, for given knobs. */
export const reviewsGrammar = (knobs: ReviewsKnobs): Grammar => compileGrammar(rulesOf(knobs), start);
