// Hashes of all that a corpus makes, to hold a language to the data it has always made.
import type { Batch, Corpus } from '../../../src/core/corpus.ts';
import { hashBytes, hashText } from '../../../src/core/hash-text.ts';

type Numbers = Int32Array | Float32Array | Float64Array;
const hash = (...arrays: (Numbers | null)[]): string =>
  hashText(
    arrays
      .map((x) => (x === null ? 'null' : hashBytes(new Uint8Array(x.buffer, x.byteOffset, x.byteLength))))
      .join(),
  );
const hashBatch = (batch: Batch): string => hash(batch.tokens, batch.targets, batch.mask, batch.weights);

export function corpusHashes(corpus: Corpus): Record<string, string> {
  const shape = { batch: 8, context: 48 };
  const held = (set: 'pretrain' | 'positive' | 'negative' | 'control'): string => {
    const { batch, trueNats, trueDistributions, bytes, leaves } = corpus.heldOut(set, 40, 31)!;
    const known = hash(trueNats, trueDistributions!());
    return hashText([hashBatch(batch), known, bytes, leaves, corpus.entropyAt!(set, 31)].join());
  };
  const epochs = { seed: 3, stream: 'align', index: 5, examples: 20, epochs: 4 };
  const once = { seed: 3, stream: 'unalign', index: 0, examples: 1000, epochs: 1 };
  return {
    key: corpus.key,
    pretrain: hashBatch(corpus.pretrainBatch(7, 123, shape)),
    align: hashBatch(corpus.tuningBatch('positive', epochs, shape)),
    unalign: hashBatch(corpus.tuningBatch('negative', once, shape)),
    pretrainHeld: held('pretrain'),
    positiveHeld: held('positive'),
    negativeHeld: held('negative'),
    controlHeld: held('control'),
    prompts: hash(...corpus.prompts(40)),
  };
}
