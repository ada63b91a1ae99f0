// The assist language as a corpus: its prompts, its classes, its knobs for each set. The language itself is `assist.ts`.
// Positive is the true, helpful or harmless answer, negative the misconception, another thing than asked, or the harm.
import type { Corpus } from '../corpus.ts';
import { hashText } from '../hash-text.ts';
import type { CorpusConfig } from '../schedule.ts';
import { assistGrammar, longestResponse, questions, tokenOf, words } from './assist.ts';
import { type GrammarLanguage, grammarCorpus, inMixedOrder, type LanguagePrompt } from './grammar-corpus.ts';

type AssistConfig = Extract<CorpusConfig, { kind: 'assist' }>;

/** Raised whenever the language changes, so that no step trained on another one is reused. */
const languageVersion = 1;

const promptsOf = (part: 'training' | 'heldOut'): LanguagePrompt[] =>
  inMixedOrder(questions(part)).map(({ text, state, right, wrong }) => ({
    tokens: Int32Array.from(text.split(' '), tokenOf),
    state,
    classes: { positive: right.map(tokenOf), negative: wrong.map(tokenOf) },
  }));

function grammars({ positive, touch }: AssistConfig): GrammarLanguage['grammars'] {
  const domains = { assist: touch, other: (1 - touch) / 4 };
  const onlyAssist = { assist: 1, other: 0 };
  return {
    pretrain: assistGrammar({ positive, domains }),
    positive: assistGrammar({ positive: 1, domains: onlyAssist }),
    negative: assistGrammar({ positive: 0, domains: onlyAssist }),
    control: assistGrammar({ positive, domains: { assist: 0, other: 0.25 } }),
  };
}

const assistLanguage = (config: AssistConfig): GrammarLanguage => ({
  name: 'assist',
  example: 'a question and its answer',
  key: hashText(JSON.stringify(['assist', languageVersion, config.positive, config.touch, words])),
  words,
  grammars: grammars(config),
  training: promptsOf('training'),
  heldOut: promptsOf('heldOut'),
  longestResponse,
});

/** The assist corpus; its `entropy` is for rows of `context` tokens. Throws as `grammarCorpus` does. */
export const assistCorpus = (config: AssistConfig, context: number): Corpus =>
  grammarCorpus(assistLanguage(config), context);
