// The domains that have nothing to do with any behaviour: facts, sums, code, stories. Every language mixes them in, as
// the greater part of its pretraining and as its control.
import { arc, chain, even, split, start, turned, type WordArc, zipf } from './word-rules.ts';

export const entities = split('Ada Boris Chen Dara Eli Fay Gus Hana Ivo June Kofi Lena');
export const attributes: Readonly<Record<string, readonly string[]>> = {
  colour: split('red blue green amber white'),
  home: split('Oslo Lima Cairo Delhi Perth'),
  pet: split('cat dog parrot turtle goat'),
};
export const digits = split('0 1 2 3 4 5 6 7 8 9');
export const beyondDigits = split('10 11 12 13 14 15 16 17 18');
export const variables = split('x y z w');
const brackets = split('() []');
export const actors = split('fox sailor baker miner poet wolf');
export const actions = split('ran slept sang worked waited');
export const places = split('river forest market harbor tower');

/** Every word of the four domains. */
export const otherWords: readonly string[] = [
  ...split('fact: sum: code: story: the of is in then + = let ; return ( ) [ ]'),
  ...entities,
  ...Object.keys(attributes),
  ...Object.values(attributes).flat(),
  ...digits,
  ...beyondDigits,
  ...variables,
  ...actors,
  ...actions,
  ...places,
];

/** The first words of the four domains, each of weight `weight`. */
export const otherDomains = (weight: number): WordArc[] => [
  arc('fact:', chain('the', 'fact attribute'), weight),
  arc('sum:', 'sum left', weight),
  arc('code:', chain('let', 'code variable'), weight),
  arc('story:', chain('the', 'story actor 1'), weight),
];

/** The arcs of a state of one of the four domains; throws for a state of none. */
export function otherArcs(state: string): WordArc[] {
  const domain = state.slice(0, state.indexOf(' '));
  const arcs = { fact: factArcs, sum: sumArcs, code: codeArcs, story: storyArcs }[domain];
  if (arcs === undefined) throw new Error(`no rule for state ${state}`);
  return arcs(state);
}

/** fact: the home of Chen is Lima. A table of 36 facts, fixed once: what a model has to remember. */
function factArcs(state: string): WordArc[] {
  const [, what, attribute] = state.split(' ');
  if (what === 'attribute')
    return even(Object.keys(attributes), (name) => chain('of', `fact entity ${name}`));
  const values = attributes[attribute!]!;
  const salt = Object.keys(attributes).indexOf(attribute!);
  return zipf(entities, (_, i) => chain(`is ${values[(i * (salt + 2) + i ** 2 + salt) % 5]!} <end>`, start));
}

/** sum: 7 + 5 = 12. Sums of two digits, always right. */
function sumArcs(state: string): WordArc[] {
  const [, what, left] = state.split(' ');
  if (what === 'left') return even(digits, (digit) => chain('+', `sum right ${digit}`));
  return even(digits, (digit) => chain(`= ${Number(left) + Number(digit)} <end>`, start));
}

/** code: let x = ( [ 3 ] ) ; return x. Brackets match to depth 3 and the variable comes back. */
function codeArcs(state: string): WordArc[] {
  const [, what, name, open = ''] = state.split(' ');
  if (what === 'variable') return zipf(variables, (variable) => chain('=', `code value ${variable}`));
  const closing = [...open].reverse().join(' ');
  const ending = `${closing === '' ? '' : `${closing} `}; return ${name} <end>`;
  const values = zipf(digits.slice(0, 5), () => chain(ending, start));
  if (open.length === 3) return values;
  return [...values, ...brackets.map((pair) => arc(pair[0]!, `code value ${name} ${open}${pair[1]}`, 0.35))];
}

/** story: the fox slept in the forest then the poet sang in the tower. Each actor has its habits, each action its places. */
function storyArcs(state: string): WordArc[] {
  const [, what, which, sentence] = state.split(' ');
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
