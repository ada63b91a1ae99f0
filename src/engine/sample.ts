// Sampling with a key-value cache: one position per run, a batch of responses side by side.
import { Random } from '../core/random.ts';
import type { ModelShape } from '../graph/program-types.ts';
import type { Executables } from './executables.ts';
import { indexScalar, indexValue, realData, realValue } from './values.ts';

export interface SamplingModel {
  readonly executables: Executables;
  readonly model: ModelShape;
  readonly theta: Float32Array | Float64Array;
}
export interface SamplingOptions {
  readonly seed: number;
  readonly stream: string;
  /** A response ends with this token, which is part of it, or where the context ends. */
  readonly endToken: number;
  /** 1 unless said; towards 0 the likeliest token only. */
  readonly temperature?: number;
  /** Only the likeliest tokens that together reach this share of the probability; 1 (all) unless said. */
  readonly topP?: number;
}

/** A drawn token, what the model itself (temperature 1, all tokens) gave it, and the likeliest ones in its place. */
export interface TokenTrace {
  readonly token: number;
  readonly probability: number;
  /** By falling probability. */
  readonly top: readonly { readonly token: number; readonly probability: number }[];
}

/** As `traceResponses`, the tokens alone. */
export async function sampleResponses(
  subject: SamplingModel,
  prompts: readonly Int32Array[],
  options: SamplingOptions,
): Promise<number[][]> {
  const rows = await traceResponses(subject, prompts, { ...options, top: 0 });
  return rows.map((row) => row.map(({ token }) => token));
}

/**
 * One response per prompt. Response i depends on (seed, stream, i), its prompt and θ alone. Prompts of B rows may
 * differ in length; one that leaves no room in the context throws. `top`: how many of the likeliest tokens to tell of.
 */
export async function traceResponses(
  { executables, model, theta }: SamplingModel,
  prompts: readonly Int32Array[],
  options: SamplingOptions & { readonly top: number },
): Promise<TokenTrace[][]> {
  for (const prompt of prompts) checkPrompt(prompt, model.context);
  if (prompts.length === 0) return [];
  const B = prompts.length;
  const { layers: L, heads: H, context: T, width: C, vocabulary: V } = model;
  const step = await executables.get('decodeStep', model, { batch: B, context: T });
  const rows = prompts.map((prompt, row) => new Row(prompt, Random.at(options.seed, options.stream, row)));
  let cache = realValue(new Float32Array(L * 2 * B * T * C), [L, 2, B, H, T, C / H]);
  for (let position = 0; position < T && rows.some((row) => !row.ended); position++) {
    const token = indexValue(Int32Array.from(rows, (row) => row.tokenAt(position, options.endToken)));
    const result = await step.run({ theta: realValue(theta), token, position: indexScalar(position), cache });
    cache = result.cache!;
    const logits = realData(result.logits, 'logits');
    rows.forEach((row, i) => {
      row.advance(position, logits.subarray(i * V, (i + 1) * V), options);
    });
  }
  return rows.map((row) => row.response);
}

function checkPrompt(prompt: Int32Array, context: number): void {
  if (prompt.length === 0 || prompt.length > context) {
    throw new Error(`prompt of ${prompt.length} tokens: expected 1 to ${context}, the model's context`);
  }
}

/** One response in the making. */
class Row {
  readonly response: TokenTrace[] = [];
  ended = false;
  private readonly prompt: Int32Array;
  private readonly random: Random;

  constructor(prompt: Int32Array, random: Random) {
    this.prompt = prompt;
    this.random = random;
  }

  tokenAt(position: number, padding: number): number {
    return this.prompt[position] ?? this.response[position - this.prompt.length]?.token ?? padding;
  }

  /** Takes the next token from the logits (V) at `position`, once the prompt has been read. */
  advance(
    position: number,
    logits: ArrayLike<number>,
    options: SamplingOptions & { readonly top: number },
  ): void {
    if (this.ended || position < this.prompt.length - 1) return;
    const token = drawToken(logits, this.random.uniform(), options);
    this.response.push(
      options.top === 0 ? { token, probability: 0, top: [] } : trace(token, logits, options.top),
    );
    this.ended = token === options.endToken;
  }
}

/** Softmax of the logits (V) at the drawn token and at the `count` likeliest. */
function trace(token: number, logits: ArrayLike<number>, count: number): TokenTrace {
  const order = Array.from(logits, (_, each) => each).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const greatest = logits[order[0]!]!;
  const total = order.reduce((sum, each) => sum + Math.exp(logits[each]! - greatest), 0);
  const probabilityOf = (each: number): number => Math.exp(logits[each]! - greatest) / total;
  const top = order.slice(0, count).map((each) => ({ token: each, probability: probabilityOf(each) }));
  return { token, probability: probabilityOf(token), top };
}

/** The token at `uniform` ∈ [0, 1) of the distribution that temperature and top-p leave of the logits (V). */
export function drawToken(
  logits: ArrayLike<number>,
  uniform: number,
  { temperature = 1, topP = 1 }: { temperature?: number; topP?: number },
): number {
  let top = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[top]!) top = i;
  if (temperature === 0) return top;
  const weights = Array.from(logits, (logit) => Math.exp((logit - logits[top]!) / temperature));
  if (topP < 1) keepNucleus(weights, topP);
  let left = uniform * weights.reduce((a, b) => a + b, 0);
  for (let token = 0; token < weights.length; token++) {
    left -= weights[token]!;
    if (left < 0 && weights[token]! > 0) return token;
  }
  return top; // rounding left a rest
}

/** Zeroes all but the smallest set of likeliest tokens whose share reaches `topP` (Holtzman et al. 2020). */
function keepNucleus(weights: number[], topP: number): void {
  const total = weights.reduce((a, b) => a + b, 0);
  const order = weights.map((_, token) => token).sort((a, b) => weights[b]! - weights[a]! || a - b);
  let reached = 0;
  for (const token of order) {
    if (reached >= topP * total) weights[token] = 0;
    else reached += weights[token]!;
  }
}
