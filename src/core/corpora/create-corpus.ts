// Config -> corpus, for corpora that need no file; and the vocabulary of any, which a plan needs before files are read.
import type { Corpus } from '../corpus.ts';
import { inputError } from '../errors.ts';
import { type CorpusConfig, modelSchema, type TokenizerConfig } from '../schedule.ts';
import { byteVocabulary } from '../tokenizers/tokenizer.ts';
import { words as assistWords } from './assist.ts';
import { assistCorpus } from './assist-corpus.ts';
import { words as dialogueWords } from './dialogue.ts';
import { dialogueCorpus } from './dialogue-corpus.ts';
import { words as reviewsWords } from './reviews.ts';
import { reviewsCorpus } from './reviews-corpus.ts';

const defaultContext = modelSchema.shape.context.parse(undefined);

const grammarWords = { reviews: reviewsWords, dialogue: dialogueWords, assist: assistWords };

/** Throws an InputError where a grammar is asked for with a text tokenizer, or files with a grammar's words. */
export function checkTokenizer(config: CorpusConfig, tokenizer: TokenizerConfig): void {
  const isGrammar = config.kind !== 'files';
  if (isGrammar === (tokenizer.kind === 'words')) return;
  throw inputError(
    'tokenizer.kind',
    isGrammar
      ? `"${tokenizer.kind}" is for files: the ${config.kind} grammar needs "words"`
      : '"words" is the vocabulary of a grammar: files need "bytes" or "bpe"',
  );
}

/** Tokens in the vocabulary, the end mark included. */
export function vocabularyOf(config: CorpusConfig, tokenizer: TokenizerConfig): number {
  checkTokenizer(config, tokenizer);
  if (config.kind !== 'files') return grammarWords[config.kind].length;
  return tokenizer.kind === 'bpe' ? tokenizer.vocabulary : byteVocabulary;
}

/** A grammar's corpus; `context` is what its `entropy` is for. Files are read by the engine's `loadCorpus`. */
export function createCorpus(
  config: CorpusConfig,
  tokenizer: TokenizerConfig,
  context: number = defaultContext,
): Corpus {
  checkTokenizer(config, tokenizer);
  switch (config.kind) {
    case 'reviews':
      return reviewsCorpus(config, context);
    case 'dialogue':
      return dialogueCorpus(config, context);
    case 'assist':
      return assistCorpus(config, context);
    case 'files':
      throw new Error('a corpus of files is made by filesCorpus or loadCorpus');
  }
}
