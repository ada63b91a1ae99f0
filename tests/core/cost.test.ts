import { describe, expect, it } from 'vitest';
import { estimateCost, speedAt } from '../../src/core/cost.ts';
import { modelParameters } from '../../src/core/model-shape.ts';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { planSchedule } from '../../src/core/plan.ts';
import { parameterCount, resolveModel } from '../../src/graph/parameters.ts';
import { example } from './schedule-example.ts';

const plan = planSchedule(parseSchedule(example), { corpusKey: '' });
const options = { finished: new Set<string>(), speeds: [], workers: 1, vocabulary: 100 };
const P = modelParameters(plan.steps[0]!.spec.model, 100);

describe('the number of parameters', () => {
  it('of a llama by hand: V 10, D 4, L 1, H 16', () => {
    const model = { family: 'llama', width: 4, layers: 1, context: 8 } as const;
    expect(modelParameters(model, 10)).toBe(40 + (4 * 16 + 3 * 4 * 16 + 8) + 4);
  });

  it.each([
    { family: 'llama', width: 16, layers: 2, context: 48 },
    { family: 'llama', width: 40, layers: 3, context: 32, hidden: 72, heads: 4 },
    { family: 'gpt2', width: 48, layers: 2, context: 64 },
    { family: 'gpt2', width: 24, layers: 5, context: 16, hidden: 30, heads: 3 },
  ] as const)('is what the graph has: %j', (model) => {
    for (const vocabulary of [97, 512]) {
      expect(modelParameters(model, vocabulary)).toBe(parameterCount(resolveModel(model, vocabulary)));
    }
  });
});

describe('the cost of a plan', () => {
  it('counts steps, updates, tokens and floating-point operations', () => {
    const tokens = 102_400 + 4 * 16 * 32 + 16 * 16 * 32;
    expect(estimateCost(plan, options)).toMatchObject({
      runs: 1,
      steps: 4,
      stepsReused: 0,
      updates: 100 + 4 + 16,
      tokens,
      flops: 6 * P * tokens,
      seconds: null,
    });
  });

  it('leaves out what is finished', () => {
    const finished = new Set(plan.steps.slice(0, 2).map(({ key }) => key));
    expect(estimateCost(plan, { ...options, finished })).toMatchObject({
      steps: 2,
      stepsReused: 2,
      updates: 20,
    });
    const all = new Set(plan.steps.map(({ key }) => key));
    const nothing = { runs: 1, steps: 0, stepsReused: 4, updates: 0, tokens: 0, flops: 0, diskBytes: 0 };
    expect(estimateCost(plan, { ...options, finished: all })).toEqual({ ...nothing, seconds: 0 });
  });

  it('takes time from measured speed, shared by the workers', () => {
    const speeds = [{ parameters: P, tokensPerSecond: 1000 }];
    const one = estimateCost(plan, { ...options, speeds }).seconds!;
    const { tokens } = estimateCost(plan, options);
    // Evaluations: trunk 16 32 64 80, cool-down at 100 alone, align 0 1 2 3 4, unalign 0 1 2 3 4 6 8 12 16.
    const evaluated = ((4 + 1 + 5 + 9) * (6 * 32 + 32) * 32) / 3;
    expect(one).toBeCloseTo((tokens + evaluated) / 1000, 9);
    expect(estimateCost(plan, { ...options, speeds, workers: 2 }).seconds).toBeCloseTo(one / 2, 9);
  });

  it('takes disk for one training state a step and for the points', () => {
    const points = 3 * 120 + (4 + 1 + 5 + 9) * (29 + 32);
    expect(estimateCost(plan, options).diskBytes).toBe(4 * 12 * P + 26 * points);
  });

  it('asks for the vocabulary where it differs by step', () => {
    const half = estimateCost(plan, { ...options, vocabulary: (spec) => (spec.kind === 'tune' ? 100 : 200) });
    expect(half.flops).toBeGreaterThan(estimateCost(plan, options).flops);
  });
});

describe('speed at a size', () => {
  const speeds = [
    { parameters: 1e6, tokensPerSecond: 100 },
    { parameters: 1e4, tokensPerSecond: 10_000 },
  ];
  it('is interpolated on logarithmic axes', () => {
    expect(speedAt(1e5, speeds)).toBeCloseTo(1000, 6);
    expect(speedAt(1e4, speeds)).toBe(10_000);
    expect(speedAt(1e6, speeds)).toBe(100);
  });
  it('is flat below the smallest and falls with the size above the largest', () => {
    expect(speedAt(10, speeds)).toBe(10_000);
    expect(speedAt(1e7, speeds)).toBeCloseTo(10, 9);
  });
  it('is unknown before anything was measured', () => {
    expect(speedAt(1e5, [])).toBeNull();
  });
});
