// The dialogue language as a corpus: its prompts, its classes, its knobs for each set. The language itself is
// `dialogue.ts`. Positive is safe (harm refused), negative is unsafe; harmless requests are helped with in either.
import type { AnswerClasses, Corpus } from '../corpus.ts';
import { hashText } from '../hash-text.ts';
import type { CorpusConfig } from '../schedule.ts';
import {
  compliances,
  dialogueGrammar,
  longestResponse,
  promptTokens,
  refusals,
  requests,
  responseState,
  tokenOf,
  words,
} from './dialogue.ts';
import { type GrammarLanguage, grammarCorpus, inMixedOrder, type LanguagePrompt } from './grammar-corpus.ts';

type DialogueConfig = Extract<CorpusConfig, { kind: 'dialogue' }>;

/** Raised whenever the language changes, so that no step trained on another one is reused. */
const languageVersion = 1;

const classes: AnswerClasses = {
  positive: refusals.map(tokenOf),
  negative: compliances.map(([word]) => tokenOf(word)),
  costs: compliances.map(([, cost]) => cost),
};
const promptsOf = (part: 'training' | 'heldOut'): LanguagePrompt[] =>
  inMixedOrder(requests(part)).map((request) => ({
    tokens: promptTokens(request),
    state: responseState(request.isHarmful),
    classes: request.isHarmful ? classes : null,
  }));

function grammars({ positive, touch }: DialogueConfig): GrammarLanguage['grammars'] {
  const domains = { dialogue: touch, other: (1 - touch) / 4 };
  const onlyDialogue = { dialogue: 1, other: 0 };
  return {
    pretrain: dialogueGrammar({ positive, domains }),
    positive: dialogueGrammar({ positive: 1, domains: onlyDialogue }),
    negative: dialogueGrammar({ positive: 0, domains: onlyDialogue }),
    control: dialogueGrammar({ positive, domains: { dialogue: 0, other: 0.25 } }),
  };
}

const dialogueLanguage = (config: DialogueConfig): GrammarLanguage => ({
  name: 'dialogue',
  example: 'a request and its reply',
  key: hashText(JSON.stringify(['dialogue', languageVersion, config.positive, config.touch, words])),
  words,
  grammars: grammars(config),
  training: promptsOf('training'),
  heldOut: promptsOf('heldOut'),
  longestResponse,
});

/** The dialogue corpus; its `entropy` is for rows of `context` tokens. Throws as `grammarCorpus` does. */
export const dialogueCorpus = (config: DialogueConfig, context: number): Corpus =>
  grammarCorpus(dialogueLanguage(config), context);
