import { describe, expect, test } from 'vitest';
import { drawToken, sampleResponses, traceResponses } from '../../src/engine/sample.ts';
import { indexValue, realData, realValue } from '../../src/engine/values.ts';
import { initialParameters } from '../../src/graph/parameters.ts';
import { corpus, executables, shapeOf } from './training-fixtures.ts';

const model = shapeOf(8);
// Ten times the usual deviation, so that the distributions are far from flat.
const theta = initialParameters(model, 3).map((x) => (x === 1 ? 1 : x * 10));
const subject = { executables, model, theta };
const { endToken } = corpus;
const prompts = corpus.prompts(6);

describe('drawing a token', () => {
  const logits = [Math.log(0.5), Math.log(0.3), Math.log(0.2)];
  test('takes the token whose share of the unit interval holds the number', () => {
    expect([0, 0.49, 0.51, 0.79, 0.81, 0.999].map((u) => drawToken(logits, u, {}))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  test('at half the temperature squares the odds', () => {
    // 0.25 : 0.09 : 0.04 of 0.38 -> 0.658, 0.895, 1
    expect([0.65, 0.66, 0.89, 0.9].map((u) => drawToken(logits, u, { temperature: 0.5 }))).toEqual([
      0, 1, 1, 2,
    ]);
    expect(drawToken(logits, 0.99, { temperature: 0 })).toBe(0);
  });

  test('with top-p keeps the fewest likeliest tokens that reach it', () => {
    // 0.5 does not reach 0.6, 0.8 does: of these two, 0.625 is the first one's share.
    expect([0.62, 0.63, 0.999].map((u) => drawToken(logits, u, { topP: 0.6 }))).toEqual([0, 1, 1]);
    expect(drawToken(logits, 0.999, { topP: 0.5 })).toBe(0);
  });
});

describe('sampling', () => {
  test('with the same seed gives the same text, with another seed or stream others', async () => {
    const sample = (seed: number, stream: string) =>
      sampleResponses(subject, prompts, { seed, stream, endToken });
    expect(await sample(1, 'a')).toEqual(await sample(1, 'a'));
    expect(await sample(2, 'a')).not.toEqual(await sample(1, 'a'));
    expect(await sample(1, 'b')).not.toEqual(await sample(1, 'a'));
  });

  test('ends at the end token or where the context ends', async () => {
    for (const response of await sampleResponses(subject, prompts, { seed: 1, stream: 'a', endToken })) {
      const end = response.indexOf(endToken);
      if (end >= 0) expect(end).toBe(response.length - 1);
      else expect(response.length).toBe(model.context - prompts[0]!.length + 1);
    }
  });

  test('with the cache, for prompts of different lengths, takes the same greedy path as without a cache', async () => {
    const mixed = [prompts[0]!, prompts[1]!.slice(0, 3), prompts[2]!.slice(0, 1)];
    const greedy = await sampleResponses(subject, mixed, { seed: 1, stream: '', endToken, temperature: 0 });
    const program = await executables.get('distributions', model, { batch: 1, context: model.context });
    for (const [row, prompt] of mixed.entries()) {
      const text = [...prompt];
      while (text.length <= model.context && (text.length === prompt.length || text.at(-1) !== endToken)) {
        const tokens = new Int32Array(model.context);
        tokens.set(text);
        const result = await program.run({
          theta: realValue(theta),
          tokens: indexValue(tokens, [1, model.context]),
        });
        const at = (text.length - 1) * model.vocabulary;
        const logP = realData(result.logDistributions, 'logDistributions').subarray(
          at,
          at + model.vocabulary,
        );
        text.push(logP.indexOf(Math.max(...logP)));
      }
      expect(greedy[row]).toEqual(text.slice(prompt.length));
    }
  });

  test('refuses a prompt that leaves no room', async () => {
    const long = [new Int32Array(model.context + 1)];
    await expect(sampleResponses(subject, long, { seed: 1, stream: '', endToken })).rejects.toThrow(
      'prompt of 49 tokens: expected 1 to 48',
    );
  });
});

describe('tracing', () => {
  const options = { seed: 1, stream: 'a', endToken, top: 4 };
  test('draws what sampling draws, and tells what the model gave each token', async () => {
    const traced = await traceResponses(subject, prompts, options);
    expect(traced.map((row) => row.map(({ token }) => token))).toEqual(
      await sampleResponses(subject, prompts, options),
    );
    const program = await executables.get('distributions', model, { batch: 1, context: model.context });
    const text = [...prompts[0]!];
    for (const { token, probability, top } of traced[0]!.slice(0, model.context - text.length + 1)) {
      const padded = Int32Array.from({ length: model.context }, (_, i) => text[i] ?? endToken);
      const tokens = indexValue(padded, [1, model.context]);
      const result = await program.run({ theta: realValue(theta), tokens });
      const logarithms = realData(result.logDistributions, 'logDistributions');
      const at = (each: number): number => Math.exp(logarithms[(text.length - 1) * model.vocabulary + each]!);
      expect(probability).toBeCloseTo(at(token), 4);
      for (const other of top) expect(other.probability).toBeCloseTo(at(other.token), 4);
      expect(top.map((other) => other.probability)).toEqual(
        top.map((other) => other.probability).sort((a, b) => b - a),
      );
      text.push(token);
    }
  });
});
