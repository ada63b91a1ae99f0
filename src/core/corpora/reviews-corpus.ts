// The reviews language as a corpus: its prompts, its classes, its knobs for each set. The language itself is `reviews.ts`.
import type { Corpus } from '../corpus.ts';
import { hashText } from '../hash-text.ts';
import type { CorpusConfig } from '../schedule.ts';
import { type GrammarLanguage, grammarCorpus, type LanguagePrompt } from './grammar-corpus.ts';
import {
  longestResponse,
  negativeWords,
  positiveWords,
  promptPairs,
  promptTokens,
  responseState,
  reviewsGrammar,
  tokenOf,
  words,
} from './reviews.ts';

type ReviewsConfig = Extract<CorpusConfig, { kind: 'reviews' }>;

/** Raised whenever the language changes, so that no step trained on another one is reused. */
const languageVersion = 2;
/** Probability that a later clause keeps the polarity, in pretraining; in D_a and D_t it always does. */
const keepPolarity = 0.9;

const classes = { positive: positiveWords.map(tokenOf), negative: negativeWords.map(tokenOf) };
const promptsOf = (part: 'training' | 'heldOut'): LanguagePrompt[] =>
  promptPairs(part).map(([subject, title]) => ({
    tokens: promptTokens(subject, title),
    state: responseState,
    classes,
  }));

function grammars({ positive, touch }: ReviewsConfig): GrammarLanguage['grammars'] {
  const domains = { review: touch, other: (1 - touch) / 4 };
  const onlyReviews = { review: 1, other: 0 };
  return {
    pretrain: reviewsGrammar({ positive, keep: keepPolarity, domains }),
    positive: reviewsGrammar({ positive: 1, keep: 1, domains: onlyReviews }),
    negative: reviewsGrammar({ positive: 0, keep: 1, domains: onlyReviews }),
    control: reviewsGrammar({ positive, keep: keepPolarity, domains: { review: 0, other: 0.25 } }),
  };
}

const reviewsLanguage = (config: ReviewsConfig): GrammarLanguage => ({
  name: 'reviews',
  example: 'a review',
  key: hashText(JSON.stringify(['reviews', languageVersion, config.positive, config.touch, words])),
  words,
  grammars: grammars(config),
  training: promptsOf('training'),
  heldOut: promptsOf('heldOut'),
  longestResponse,
});

/** The reviews corpus; its `entropy` is for rows of `context` tokens. Throws as `grammarCorpus` does. */
export const reviewsCorpus = (config: ReviewsConfig, context: number): Corpus =>
  grammarCorpus(reviewsLanguage(config), context);
