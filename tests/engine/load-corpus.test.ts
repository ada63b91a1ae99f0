import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { loadCorpus } from '../../src/engine/load-corpus.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'springback-corpus-'));
  writeFileSync(
    join(folder, 'a.txt'),
    Array.from({ length: 40 }, (_, i) => `Paragraph number ${i}.`).join('\n\n'),
  );
  const pairs = Array.from({ length: 20 }, (_, i) => JSON.stringify({ prompt: `${i}?`, response: 'yes' }));
  writeFileSync(join(folder, 'b.jsonl'), pairs.join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const corpus = {
  kind: 'files' as const,
  pretrain: ['a.txt'],
  positive: ['b.jsonl'],
  negative: ['b.jsonl'],
  heldOut: 0.1,
};
const parts = { corpus, tokenizer: { kind: 'bytes' as const }, model: { context: 16 } };
const files = () => ({ 'a.txt': join(folder, 'a.txt'), 'b.jsonl': join(folder, 'b.jsonl') });

describe('loading a corpus', () => {
  it('reads files from where they lie, and a grammar from nothing', async () => {
    const text = await loadCorpus(parts, files());
    expect(text.decode(text.pretrainBatch(1, 0, { batch: 1, context: 16 }).targets)).toMatch(/[a-z]/);
    const grammar = { kind: 'reviews' as const, positive: 0.5, touch: 0.5 };
    const reviews = await loadCorpus({ ...parts, corpus: grammar, tokenizer: { kind: 'words' } }, {});
    expect(reviews.entropy.pretrain).toBe(reviews.entropyAt!('pretrain', 16));
  });

  it('names every file that cannot be read, as the schedule calls it', async () => {
    const broken = { ...corpus, pretrain: ['no.txt'], positive: ['folder.jsonl'] };
    const where = { ...files(), 'no.txt': join(folder, 'no.txt'), 'folder.jsonl': folder };
    const error = await loadCorpus({ ...parts, corpus: broken }, where).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).issues).toEqual([
      { path: 'no.txt', message: `the file does not exist (${join(folder, 'no.txt')})` },
      { path: 'folder.jsonl', message: `this is a folder: expected a file (${folder})` },
    ]);
  });
});
