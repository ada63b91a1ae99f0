import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { corpusContentKey, corpusPaths } from '../../src/core/corpora/content-key.ts';
import { createCorpus } from '../../src/core/corpora/create-corpus.ts';
import { InputError } from '../../src/core/errors.ts';
import { type CorpusConfig, corpusSchema, type TokenizerConfig } from '../../src/core/schedule.ts';
import { headerBytes } from '../../src/engine/compress/coded-file.ts';
import {
  type CodingModel,
  compressText,
  compressTokens,
  decompressTokens,
} from '../../src/engine/compress/compress.ts';
import { type CorpusSpec, codedText, heldOutText } from '../../src/engine/compress/corpus-text.ts';
import { loadCorpus } from '../../src/engine/load-corpus.ts';
import { initialParameters, resolveModel } from '../../src/graph/parameters.ts';
import { briefCoder, executables, uncachedCrossEntropyBits } from './compression-fixtures.ts';
import { temporaryFolder } from './training-fixtures.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** The sources of this project as a user's text: two fifths are held out. */
function ownText(): CorpusConfig {
  const source = resolve(import.meta.dirname, '../../src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  writeFileSync(
    join(folder.path, 'own.txt'),
    files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n\n'),
  );
  const pairs = [1, 2, 3].map((i) => JSON.stringify({ prompt: `prompt ${i}`, response: `response ${i}` }));
  writeFileSync(join(folder.path, 'pairs.jsonl'), pairs.join('\n'));
  return {
    kind: 'files',
    pretrain: ['own.txt'],
    positive: ['pairs.jsonl'],
    negative: ['pairs.jsonl'],
    heldOut: 0.4,
  };
}

interface Subject {
  readonly name: string;
  readonly config: () => CorpusConfig;
  readonly tokenizer: TokenizerConfig;
  readonly context: number;
}
const grammars = corpusSchema.options
  .map((option) => option.shape.kind.value)
  .filter((kind) => kind !== 'files')
  .map(
    (kind): Subject => ({
      name: kind,
      config: () => corpusSchema.parse({ kind }),
      tokenizer: { kind: 'words' },
      context: 64,
    }),
  );
const ownBytes: Subject = {
  name: "the user's own text",
  config: ownText,
  tokenizer: { kind: 'bytes' },
  context: 32,
};

const amount = 100_000;

function specOf({ config, tokenizer, context }: Subject): CorpusSpec {
  const corpus = config();
  const contents = corpusPaths(corpus).map((path) => readFileSync(join(folder.path, path)));
  const model = { family: 'llama', width: 16, layers: 2, heads: 2, hidden: 48, context } as const;
  return { corpus, tokenizer, model, corpusKey: corpusContentKey(contents) };
}

const filesOf = ({ corpus }: CorpusSpec) =>
  Object.fromEntries(corpusPaths(corpus).map((path) => [path, join(folder.path, path)]));

describe('100 kB of held-out text', () => {
  test.each([...grammars, ownBytes])(
    'of $name come back the same, in the cross-entropy within 0.1 %',
    {
      timeout: 240_000,
    },
    async (subject) => {
      const spec = specOf(subject);
      const corpus = await loadCorpus(spec, filesOf(spec));
      const coder = await briefCoder(corpus, { width: 16, context: subject.context, updates: 150 });
      const bytes = await heldOutText(spec, folder.path, amount);
      expect(bytes.length).toBeGreaterThanOrEqual(amount - 3); // a character may be cut

      const { form } = await codedText(spec, folder.path);
      const { file, payloadBytes, crossEntropyBits } = await compressText(coder, {
        form,
        bytes,
        path: 'in.txt',
      });
      const tokens = await decompressTokens(coder, file, 'out.spb');
      expect(Buffer.compare(form.decode(tokens), bytes)).toBe(0);

      const uncachedBits = await uncachedCrossEntropyBits(coder, tokens);
      expect(Math.abs(crossEntropyBits / uncachedBits - 1)).toBeLessThan(1e-5);
      expect(Math.abs((8 * payloadBytes) / uncachedBits - 1)).toBeLessThan(0.001);
      expect(8 * payloadBytes).toBeLessThan(uncachedBits * 1.0001 + 16);
      expect(payloadBytes / bytes.length).toBeLessThan(0.75); // it has learnt something
    },
  );
});

const corpus = createCorpus(corpusSchema.parse({ kind: 'reviews' }), { kind: 'words' }, 24);
const shape = (family: 'llama' | 'gpt2') =>
  resolveModel({ family, width: 8, layers: 1, heads: 1, context: 24 }, corpus.vocabulary);
/** A model that knows nothing, with distributions far from flat. */
function coderOf(family: 'llama' | 'gpt2', seed = 1, digit = 'a'): CodingModel {
  const model = shape(family);
  const theta = initialParameters(model, seed).map((x) => (x === 1 ? 1 : x * 10));
  return { executables, model, theta, endToken: corpus.endToken, sha256: digit.repeat(64) };
}
const someTokens = (count: number) => corpus.heldOut('pretrain', 200, 24)!.batch.targets.slice(0, count);

describe('compression', () => {
  test.each(['llama', 'gpt2'] as const)(
    'with a %s model works at every length and number of lanes',
    async (family) => {
      const coder = coderOf(family);
      for (const count of [0, 1, 23, 24, 25, 24 * 4, 24 * 4 + 1, 24 * 9 + 5]) {
        for (const lanes of [1, 4]) {
          const { file, crossEntropyBits } = await compressTokens(coder, someTokens(count), { lanes });
          expect(await decompressTokens(coder, file, 'x')).toEqual(someTokens(count));
          expect(8 * (file.length - headerBytes)).toBeLessThan(crossEntropyBits * 1.001 + 16);
        }
      }
    },
  );

  test('computes no more lanes than there are rows', async () => {
    const { file } = await compressTokens(coderOf('llama'), someTokens(24 * 3), { lanes: 1000 });
    expect(Buffer.from(file).readUInt32LE(12)).toBe(3);
  });

  test('refuses tokens outside of the vocabulary and an empty text, by name', async () => {
    const coder = coderOf('llama');
    await expect(compressTokens(coder, [0, 5000])).rejects.toThrow(
      /token 1 to compress: expected 0 to \d+, got 5000/,
    );
    const { form } = await codedText(specOf(grammars[0]!), '.');
    const empty = { form, bytes: new Uint8Array(0), path: 'in.txt' };
    await expect(compressText(coder, empty)).rejects.toThrow(
      'in.txt: expected text, got an empty file (0 bytes)',
    );
  });
});

describe('a compressed file', () => {
  const coder = coderOf('llama');
  const written = compressTokens(coder, someTokens(24 * 20)).then(({ file }) => file);
  const reading = async (change: (file: Uint8Array) => Uint8Array, by = coder) =>
    decompressTokens(by, change(Uint8Array.from(await written)), 'a.spb');
  const flipped = (at: number) => (file: Uint8Array) => {
    file[at < 0 ? file.length + at : at]! ^= 0x10;
    return file;
  };

  test('of another checkpoint is refused with both', async () => {
    await expect(reading((file) => file, coderOf('llama', 1, 'b'))).rejects.toThrow(
      `a.spb: bytes 40–71: wrong checkpoint: expected the one of SHA-256 ${'a'.repeat(64)}, got ${'b'.repeat(64)}`,
    );
  });

  test('cut short or added to is refused with both lengths', async () => {
    const { length } = await written;
    for (const short of [88, 100, length - 1]) {
      await expect(reading((file) => file.subarray(0, short))).rejects.toThrow(
        `a.spb: truncated: expected ${length} bytes, got ${short}`,
      );
    }
    await expect(reading((file) => file.subarray(0, 50))).rejects.toThrow(
      'a.spb: truncated: expected at least 88 bytes, got 50',
    );
    await expect(reading((file) => Uint8Array.from([...file, 0]))).rejects.toThrow(
      `a.spb: too long: expected ${length} bytes, got ${length + 1}`,
    );
    await expect(reading(() => new Uint8Array(0))).rejects.toThrow('got nothing');
  });

  test('altered in any byte is refused with the place', async () => {
    const { length } = await written;
    for (let at = 0; at < length; at++) {
      await expect(reading(flipped(at))).rejects.toBeInstanceOf(InputError);
    }
    await expect(reading(flipped(0))).rejects.toThrow(
      'a.spb: bytes 0–7: not a file that Springback compressed',
    );
    await expect(reading(flipped(8))).rejects.toThrow('bytes 8–11: expected format version 1, got 17');
    await expect(reading(flipped(30))).rejects.toThrow(
      /bytes 0–83 \(the header\): altered .* expected CRC-32/,
    );
    await expect(reading(flipped(-1))).rejects.toThrow(`bytes 88–${length - 1} (the payload): altered`);
  });

  test('is refused, not misread, where the same checkpoint gives other numbers', async () => {
    await expect(reading((file) => file, coderOf('llama', 2))).rejects.toThrow(
      'this machine computes other probabilities than the one that wrote it',
    );
    // Of which the first distribution tells nothing: only what a later token sees is other.
    const theta = coder.theta.slice();
    const word = someTokens(1)[0]!;
    theta[word * coder.model.width]! += 1e-2;
    await expect(reading((file) => file, { ...coder, theta })).rejects.toThrow(
      'computes other probabilities',
    );
  });
});
