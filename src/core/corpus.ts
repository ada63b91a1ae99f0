// What training and evaluation need of a corpus, grammar or user's files alike. Everything is a pure function of its
// arguments: batch i is made without batch i−1.
import type { Behaviour } from './schedule.ts';
import type { HeldOutSet } from './step.ts';

/** B sequences of T tokens, row by row. `mask` is 1 where the target counts; a padded example has weight 0. */
export interface Batch {
  readonly size: number; // B
  readonly context: number; // T
  readonly tokens: Int32Array; // (B, T)
  readonly targets: Int32Array; // (B, T)
  readonly mask: Float32Array; // (B, T)
  readonly weights: Float32Array; // (B)
}

/** Held-out sequences with what is exactly known of them. */
export interface HeldOut {
  readonly batch: Batch;
  /** Bytes of text that the counted targets stand for. */
  readonly bytes: number;
  /** The generator's own nats for each counted target, (B, T), or null where no grammar is known. */
  readonly trueNats: Float64Array | null;
  /** M: leaves of the set's token tree, pruned at the depth of its longest counted sequence. */
  readonly leaves: number;
  /** The generator's own next-token probabilities (B, T, V), zero where a target does not count; absent without a grammar. */
  readonly trueDistributions?: () => Float32Array;
}

/**
 * Prompts at whose last token the next token shows the behaviour: score = mass(positive) / (mass(positive) +
 * mass(negative)), taken exactly from the model's distribution.
 */
export interface MassProbe {
  readonly kind: 'mass';
  readonly batch: Batch;
  /** (B): index of the position whose next-token distribution is read. */
  readonly positions: Int32Array;
  readonly positive: readonly number[];
  readonly negative: readonly number[];
}

/** Pairs of responses to the same prompts: log-odds = log p(positive | prompt) − log p(negative | prompt), per token. */
export interface PairProbe {
  readonly kind: 'pair';
  readonly positive: Batch;
  readonly negative: Batch;
}

/** The first tokens by which a response to one prompt shows a behaviour. */
export interface AnswerClasses {
  readonly positive: readonly number[];
  readonly negative: readonly number[];
  /** What each negative token costs, in [0, 1]; positive ones cost nothing. */
  readonly costs?: readonly number[];
}
/**
 * As a MassProbe, with classes for each prompt of its own: where the right answer differs from prompt to prompt, or where
 * negative answers have a cost, whose exact expectation then is Σ p · cost / (mass(positive) + mass(negative)).
 */
export interface AnswerProbe {
  readonly kind: 'answers';
  readonly batch: Batch;
  /** (B): index of the position whose next-token distribution is read. */
  readonly positions: Int32Array;
  /** (B) */
  readonly answers: readonly AnswerClasses[];
}
export type Probe = MassProbe | PairProbe | AnswerProbe;

export interface Corpus {
  /** SHA-256 of all that decides its data (config, files, tokenizer). */
  readonly key: string;
  readonly vocabulary: number;
  readonly endToken: number;
  /** Pretraining batch `index`: independent of every other. */
  pretrainBatch(seed: number, index: number, shape: { batch: number; context: number }): Batch;
  /**
   * Update `index` of tuning on the first `examples` examples of a behaviour, each seen `epochs` times in a fresh
   * order; loss on response tokens only. The last update is padded with examples of weight 0.
   * `stream` separates phases: the same (seed, stream) gives the same examples.
   */
  tuningBatch(
    behaviour: Behaviour,
    where: { seed: number; stream: string; index: number; examples: number; epochs: number },
    shape: { batch: number; context: number },
  ): Batch;
  /** Batch `index` of unrelated text to train on, independent of every other; absent where the corpus has none. */
  controlBatch?(seed: number, index: number, shape: { batch: number; context: number }): Batch;
  /** Text that no training batch of any seed ever shows. */
  heldOut(set: HeldOutSet, sequences: number, context: number): HeldOut | null;
  probe(prompts: number, context: number): Probe;
  /** Prompts for sampling, as tokens. */
  prompts(count: number): readonly Int32Array[];
  decode(tokens: ArrayLike<number>): string;
  /**
   * Scores one sampled response in [0, 1], or null where it shows neither behaviour. Where the right answer depends on the
   * prompt, a response without its prompt shows neither.
   */
  scoreResponse(response: ArrayLike<number>, prompt?: ArrayLike<number>): number | null;
  /** Exact entropies where a grammar is known, in nats per counted token. */
  readonly entropy: Readonly<Partial<Record<HeldOutSet, number>>>;
  /** The same for rows of `context` tokens (packing and truncation matter); absent where no grammar is known. */
  entropyAt?(set: HeldOutSet, context: number): number;
}
