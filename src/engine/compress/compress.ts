// Lossless compression by a model: an arithmetic coder driven by its next-token probabilities. The size is the model's
// cross-entropy, which is what the compression rates of the evaluation stand for; here it is a file that decodes.
//
// A file decodes where the runtime computes the same logits to the bit: the same build of the runtime on a processor
// with the same vector instructions does. Where it does not, reading says so; it never returns other tokens.
import {
  ArithmeticDecoder,
  ArithmeticEncoder,
  decodeSymbol,
  encodeSymbol,
} from '../../core/compression/arithmetic-coder.ts';
import { cumulativeFrequencies } from '../../core/compression/frequencies.ts';
import type { TextForm } from '../../core/compression/text-form.ts';
import { inputError } from '../../core/errors.ts';
import type { SamplingModel } from '../sample.ts';
import { type CodedFile, crcOfNumbers, decodeFile, encodeFile, headerBytes } from './coded-file.ts';
import { walkTokens } from './token-walk.ts';

export interface CodingModel extends SamplingModel {
  readonly endToken: number;
  /** SHA-256 of the checkpoint file, hexadecimal: what a compressed file names as its model. */
  readonly sha256: string;
}

export interface Compressed {
  readonly file: Uint8Array;
  /** Of the file, without its header. */
  readonly payloadBytes: number;
  /** −Σ log2 p of the tokens under the model's own probabilities, before they are rounded to counts. */
  readonly crossEntropyBits: number;
}

const defaultLanes = 64;

/** Compresses tokens; `lanes` rows are computed side by side (64, or fewer where there are fewer rows). */
export async function compressTokens(
  coder: CodingModel,
  tokens: ArrayLike<number>,
  { lanes = defaultLanes }: { readonly lanes?: number } = {},
): Promise<Compressed> {
  const { context, vocabulary } = coder.model;
  checkTokens(tokens, vocabulary);
  const B = Math.max(1, Math.min(lanes, Math.ceil(tokens.length / context)));
  const encoder = new ArithmeticEncoder();
  const distribution = new Distribution(vocabulary);
  let bits = 0;
  await walkTokens({ ...coder, tokens: tokens.length, lanes: B }, (index, logits) => {
    const token = tokens[index]!;
    distribution.read(logits);
    bits += distribution.bitsOf(token);
    encodeSymbol(encoder, distribution.cumulative, token);
    return token;
  });
  const payload = encoder.finish();
  const file = encodeFile({
    ...{ lanes: B, context, vocabulary, tokens: tokens.length, checkpointSha256: coder.sha256 },
    ...{ tokensCrc: crcOfNumbers(tokens), firstCountsCrc: distribution.firstCrc, payload },
  });
  return { file, payloadBytes: file.length - headerBytes, crossEntropyBits: bits };
}

/**
 * Compresses the text of a file by its form as tokens. Throws an InputError that names `path` and the place where the
 * text has no such form.
 */
export async function compressText(
  coder: CodingModel,
  { form, bytes, path }: { readonly form: TextForm; readonly bytes: Uint8Array; readonly path: string },
  options: { readonly lanes?: number } = {},
): Promise<Compressed & { readonly tokens: number }> {
  if (bytes.length === 0) throw inputError(path, 'expected text, got an empty file (0 bytes)');
  const tokens = form.encode(bytes, path);
  if (Buffer.compare(form.decode(tokens), bytes) !== 0)
    throw new Error(`${path}: its tokens do not give the same text again`);
  return { tokens: tokens.length, ...(await compressTokens(coder, tokens, options)) };
}

function checkTokens(tokens: ArrayLike<number>, vocabulary: number): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!(Number.isInteger(token) && token >= 0 && token < vocabulary))
      throw new Error(`token ${i} to compress: expected 0 to ${vocabulary - 1}, got ${token}`);
  }
}

/**
 * The tokens of a compressed file. `path` is its name in errors. Throws an InputError where it is damaged, is of another
 * model, or where this machine computes other numbers than the one that wrote it.
 */
export async function decompressTokens(
  coder: CodingModel,
  bytes: Uint8Array,
  path: string,
): Promise<Int32Array> {
  const file = decodeFile(bytes, path);
  checkModel(coder, file, path);
  const decoder = new ArithmeticDecoder(file.payload);
  const distribution = new Distribution(file.vocabulary);
  const tokens = new Int32Array(file.tokens);
  await walkTokens({ ...coder, tokens: file.tokens, lanes: file.lanes }, (index, logits) => {
    distribution.read(logits);
    if (distribution.reads === 1 && distribution.firstCrc !== file.firstCountsCrc) throw otherNumbers(path);
    const token = decodeSymbol(decoder, distribution.cumulative);
    tokens[index] = token;
    return token;
  });
  if (crcOfNumbers(tokens) !== file.tokensCrc) throw otherNumbers(path);
  return tokens;
}

function checkModel({ model, sha256 }: CodingModel, file: CodedFile, path: string): void {
  if (sha256 !== file.checkpointSha256) {
    throw inputError(
      path,
      `bytes 40–71: wrong checkpoint: expected the one of SHA-256 ${file.checkpointSha256}, got ${sha256}`,
    );
  }
  for (const name of ['context', 'vocabulary'] as const) {
    if (model[name] === file[name]) continue;
    throw inputError(path, `${name}: expected the model's ${model[name]}, got ${file[name]}`);
  }
}

const otherNumbers = (path: string): Error =>
  inputError(
    path,
    'it is whole and of this checkpoint, but this machine computes other probabilities than the one that wrote it ' +
      '(another processor or onnxruntime): decompress it where it was compressed',
  );

/** A distribution read from logits, as exact probabilities and as counts; its arrays are used again. */
class Distribution {
  readonly cumulative: Uint32Array;
  /** CRC-32 of the counts read first; 0 before. */
  firstCrc = 0;
  reads = 0;
  private readonly weights: Float64Array;
  private total = 0;

  constructor(vocabulary: number) {
    this.weights = new Float64Array(vocabulary);
    this.cumulative = new Uint32Array(vocabulary + 1);
  }

  read(logits: ArrayLike<number>): void {
    const { weights } = this;
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < weights.length; i++) top = Math.max(top, logits[i]!);
    this.total = 0;
    for (let i = 0; i < weights.length; i++) {
      weights[i] = Math.exp(logits[i]! - top);
      this.total += weights[i]!;
    }
    cumulativeFrequencies(weights, this.cumulative);
    this.reads += 1;
    if (this.reads === 1) this.firstCrc = crcOfNumbers(this.cumulative);
  }

  bitsOf = (token: number): number => Math.log2(this.total / this.weights[token]!);
}
