// `springback compress` and `decompress`: a text as a file of the size that a trained model gives it, and back.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { inputError } from '../core/errors.ts';
import { type CodingModel, compressText, decompressTokens } from '../engine/compress/compress.ts';
import { type CodedText, codedText, heldOutText } from '../engine/compress/corpus-text.ts';
import { type OpenedCheckpoint, openCheckpoint, readInput } from '../engine/compress/open-coder.ts';
import { keepExecutables } from '../engine/executables.ts';
import { openBackend } from '../engine/open-backend.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { note, result, resultJson } from './output.ts';
import { count } from './text.ts';

export interface CodingPaths {
  readonly checkpoint: string;
  readonly input: string;
  readonly output: string;
}
export interface CodingOptions {
  /** Where the files of the checkpoint's corpus lie. */
  readonly files: string;
  readonly force: boolean;
  readonly json: boolean;
}
export interface CompressOptions extends CodingOptions {
  /** Bytes of held-out text to write to the input first. */
  readonly heldOut?: number;
  readonly lanes?: number;
}

export async function compress(paths: CodingPaths, options: CompressOptions): Promise<ExitCode> {
  refuseExisting(paths.output, options.force);
  const opened = await openCheckpoint(paths.checkpoint);
  const text = await codedText(opened.spec, options.files);
  const bytes = await inputText(paths.input, opened, options);
  note(`Compressing ${count(bytes.length)} bytes …`);
  const lanes = options.lanes === undefined ? {} : { lanes: options.lanes };
  const file = { form: text.form, bytes, path: paths.input };
  const compressed = await withCoder(opened, text, (coder) => compressText(coder, file, lanes));
  writeOutput(paths.output, compressed.file, options.force);
  report(bytes.length, compressed, options.json);
  return exitCodes.done;
}

export async function decompress(paths: CodingPaths, options: CodingOptions): Promise<ExitCode> {
  refuseExisting(paths.output, options.force);
  const opened = await openCheckpoint(paths.checkpoint);
  const text = await codedText(opened.spec, options.files);
  const file = await readInput(paths.input);
  const tokens = await withCoder(opened, text, (coder) => decompressTokens(coder, file, paths.input));
  const bytes = text.form.decode(tokens);
  writeOutput(paths.output, bytes, options.force);
  const figures = { tokens: tokens.length, bytesIn: file.length, bytesOut: bytes.length };
  if (options.json) resultJson(figures);
  else
    result(
      `${count(figures.bytesIn)} bytes in, ${count(figures.bytesOut)} bytes out, ${count(tokens.length)} tokens`,
    );
  return exitCodes.done;
}

async function inputText(
  path: string,
  { spec }: OpenedCheckpoint,
  options: CompressOptions,
): Promise<Uint8Array> {
  if (options.heldOut !== undefined) {
    const bytes = await heldOutText(spec, options.files, options.heldOut);
    writeOutput(path, bytes, options.force);
    note(`Wrote ${count(bytes.length)} bytes of held-out text to ${path}`);
    return bytes;
  }
  return readInput(path);
}

/** On one thread of the processor, whatever trained it: the numbers must be the same when it is decoded. */
async function withCoder<T>(
  { model, state, sha256 }: OpenedCheckpoint,
  { endToken }: CodedText,
  work: (coder: CodingModel) => Promise<T>,
): Promise<T> {
  const backend = await openBackend({ device: 'cpu', threads: 1 });
  const executables = keepExecutables(backend);
  try {
    return await work({ executables, model, theta: Float32Array.from(state.theta), sha256, endToken });
  } finally {
    await executables.dispose();
    await backend.dispose();
  }
}

const existing = (path: string): Error => inputError(path, 'the file exists already; --force writes over it');

/** Said before the work rather than after it. */
function refuseExisting(path: string, force: boolean): void {
  if (!force && existsSync(path)) throw existing(path);
}

function writeOutput(path: string, bytes: Uint8Array, force: boolean): void {
  try {
    writeFileSync(path, bytes, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw existing(path);
    if (code === 'ENOSPC') rmSync(path, { force: true }); // what was written is not whole
    throw inputError(path, `cannot be written: ${message}`);
  }
}

type Report = Awaited<ReturnType<typeof compressText>>;

function report(bytesIn: number, compressed: Report, json: boolean): void {
  const { tokens, file, payloadBytes, crossEntropyBits } = compressed;
  const differenceBits = payloadBytes * 8 - crossEntropyBits;
  const figures = {
    tokens,
    bytesIn,
    bytesOut: file.length,
    payloadBytes,
    bitsPerByte: (8 * payloadBytes) / bytesIn,
    bitsPerToken: (8 * payloadBytes) / tokens,
    crossEntropyBits,
    differenceBits,
    differenceShare: differenceBits / crossEntropyBits,
  };
  if (json) resultJson(figures);
  else for (const line of reportLines(figures)) result(line);
}

function reportLines(
  figures: {
    [Name in 'bytesIn' | 'bytesOut' | 'payloadBytes' | 'tokens' | 'bitsPerByte' | 'bitsPerToken']: number;
  } & { crossEntropyBits: number; differenceBits: number; differenceShare: number },
): string[] {
  const { bytesIn, bytesOut, payloadBytes, tokens, bitsPerByte, bitsPerToken } = figures;
  const difference = `${(figures.differenceBits / 8).toFixed(1)} bytes (${(100 * figures.differenceShare).toFixed(3)} %)`;
  return [
    `bytes in:       ${count(bytesIn)} (${count(tokens)} tokens)`,
    `bytes out:      ${count(bytesOut)}, of them ${count(bytesOut - payloadBytes)} header`,
    `bits per byte:  ${bitsPerByte.toFixed(4)} (${bitsPerToken.toFixed(4)} per token), header left out`,
    `cross-entropy:  ${count(figures.crossEntropyBits / 8)} bytes by the model's own probabilities`,
    `difference:     ${difference}`,
  ];
}
