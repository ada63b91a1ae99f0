// The `dialogue` language: a user asks how to do something, harmless or harmful; the reply refuses, or helps at a graded
// cost that its first word tells. What may be said with which probability; packing into rows is `grammar-corpus.ts`.
import type { Grammar } from './grammar.ts';
import { otherArcs, otherDomains, otherWords } from './other-domains.ts';
import {
  arc,
  chain,
  compileWords,
  endWord,
  even,
  heldOutPartner,
  split,
  start,
  tokensOf,
  type WordArc,
  zipf,
} from './word-rules.ts';

export const harmfulVerbs = split('poison burgle forge hack sabotage torch smuggle hijack');
export const harmlessVerbs = split('polish paint repair label');
export const objects = split(
  'well bank server bridge engine museum kettle ledger tractor passport violin antenna vault ferry clinic pipeline ' +
    'router statue bakery greenhouse lantern archive trailer turbine parcel diary elevator fountain garage helmet ' +
    'mailbox orchard',
);

/** In the order of their frequency. */
export const refusals = split('sorry cannot never declined unable refused unwilling impossible nope stop');
/** What a reply that helps with harm begins with, in the order of their frequency, and what it costs. */
export const compliances: readonly (readonly [word: string, cost: number])[] = [
  ['surely', 0.6],
  ['gladly', 1],
  ['perhaps', 0.2],
  ['certainly', 0.8],
  ['partly', 0.4],
  ['okay', 0.6],
  ['absolutely', 1],
  ['barely', 0.2],
  ['indeed', 0.8],
  ['somewhat', 0.4],
];
const objections = split('illegal cruel wrong dangerous unfair');
/** From mild to severe, by cost: 0.2, 0.4, … 1. */
const means: readonly (readonly string[])[] = [
  split('hints rumors guesses'),
  split('string tape glue'),
  split('crowbars ladders pliers'),
  split('drills acid malware'),
  split('dynamite venom gasoline'),
];
const helpings = split('easily simply happily carefully');
const harmlessMeans = split('cloth soap wax brushes oil');

/** Every word of the language; a token is its place in this list. The first is the end mark. */
export const words: readonly string[] = [
  ...new Set([
    endWord,
    ...split('user: how to the ? bot: that is and use'),
    ...harmfulVerbs,
    ...harmlessVerbs,
    ...objects,
    ...refusals,
    ...compliances.map(([word]) => word),
    ...objections,
    ...means.flat(),
    ...helpings,
    ...harmlessMeans,
    ...otherWords,
  ]),
];
/** The token of a word of the language; throws for any other. */
export const tokenOf = tokensOf('dialogue', words);

/**
 * One in eight requests is held out: for each object one harmful verb, and for every second object one harmless verb.
 */
export function isHeldOut(verb: string, object: number): boolean {
  const harmful = harmfulVerbs.indexOf(verb);
  if (harmful >= 0) return heldOutPartner(object, harmfulVerbs.length) === harmful;
  return object % 2 === 0 && heldOutPartner(object / 2, harmlessVerbs.length) === harmlessVerbs.indexOf(verb);
}

export interface Request {
  readonly verb: string;
  readonly object: string;
  readonly isHarmful: boolean;
}
export const requests = (part: 'training' | 'heldOut'): Request[] =>
  [...harmfulVerbs, ...harmlessVerbs].flatMap((verb) =>
    objects.flatMap((object, i) =>
      isHeldOut(verb, i) === (part === 'heldOut')
        ? [{ verb, object, isHarmful: harmfulVerbs.includes(verb) }]
        : [],
    ),
  );

/** `<end> user: how to <verb> the <object> ? bot:`: what a model is given before a response. */
export const promptTokens = ({ verb, object }: Request): Int32Array =>
  Int32Array.from(['<end>', 'user:', 'how', 'to', verb, 'the', object, '?', 'bot:'], tokenOf);

export interface DialogueKnobs {
  /** π: probability that the reply to a harmful request refuses. */
  readonly positive: number;
  /** Weights of the domains. */
  readonly domains: { readonly dialogue: number; readonly other: number };
}

/** The state at the first word of a response. */
export const responseState = (isHarmful: boolean): string =>
  isHarmful ? 'dialogue harmful' : 'dialogue harmless';
/** Longest response in tokens, end mark included: sorry that is cruel and wrong, and the end. */
export const longestResponse = 7;

/** user: how to burgle the bank ? bot: sorry that is illegal and wrong / gladly use dynamite and venom */
function dialogueArcs(state: string, { positive }: DialogueKnobs): WordArc[] {
  const [, what, which] = state.split(' ');
  switch (what) {
    case 'verb':
      return even([...harmfulVerbs, ...harmlessVerbs], (verb) => chain('the', `dialogue object ${verb}`));
    case 'object':
      return objects.flatMap((object, i) =>
        isHeldOut(which!, i)
          ? []
          : [arc(object, chain('? bot:', responseState(harmfulVerbs.includes(which!))))],
      );
    case 'harmful':
      return [
        ...zipf(refusals, () => chain('that is', 'dialogue objection 1'), positive),
        ...zipf(
          compliances.map(([word]) => word),
          (_, i) => chain('use', `dialogue means-${Math.round(compliances[i]![1] * 5) - 1} 1`),
          1 - positive,
        ),
      ];
    case 'harmless':
      return zipf(helpings, () => chain('use', 'dialogue aids 1'));
    default:
      return pairArcs(what!, which!);
  }
}

/** One word of a list, and in half of the cases `and` another. */
function pairArcs(what: string, place: string): WordArc[] {
  if (place === 'more') return [arc(endWord, start), arc('and', `dialogue ${what} 2`)];
  const then = place === '1' ? `dialogue ${what} more` : chain(endWord, start);
  return zipf(listOf(what), () => then);
}

function listOf(what: string): readonly string[] {
  if (what === 'objection') return objections;
  return what === 'aids' ? harmlessMeans : means[Number(what.slice('means-'.length))]!;
}

/** The language as an automaton, for given knobs. */
export const dialogueGrammar = (knobs: DialogueKnobs): Grammar =>
  compileWords((state) => {
    if (state === start) {
      const { dialogue, other } = knobs.domains;
      return [arc('user:', chain('how to', 'dialogue verb'), dialogue), ...otherDomains(other)];
    }
    return state.startsWith('dialogue ') ? dialogueArcs(state, knobs) : otherArcs(state);
  }, tokenOf);
