// Plain gradient descent and frozen blocks, against numbers made by hand from the gradients of `trainStep`.
import { describe, expect, it } from 'vitest';
import { frozenStretches, parameterCount, parameterTable } from '../../src/graph/parameters.ts';
import { buildProgram } from '../../src/graph/programs.ts';
import { compiledProgram, type Numbers, real, relativeError, unit } from './numeric.ts';
import { batch, dials, examples, theta, tiny } from './tiny-model.ts';

const families = ['llama', 'gpt2'] as const;

/** With beta1 = 0 the first moment that Adam returns is the gradient. */
async function gradientOf(family: (typeof families)[number]) {
  const model = tiny(family);
  const zeros = real([parameterCount(model)], new Float64Array(parameterCount(model)));
  const run = await compiledProgram(buildProgram('trainStep', model, batch));
  const given = { ...examples, ...dials, beta1: unit(0), theta: theta(model), m: zeros, v: zeros };
  const { m, loss, gradientNorm } = await run(given);
  return { model, gradient: m!, loss: loss![0]!, norm: gradientNorm![0]! };
}

const descentDials = (change: Record<string, number> = {}): Numbers => {
  const all = { update: 3, rate: 0.05, warmup: 0, decayFrom: 0, decayTo: 0, weightDecay: 0, clip: 0 };
  return Object.fromEntries(Object.entries({ ...all, ...change }).map(([name, x]) => [name, unit(x)]));
};

describe.each(families)('descentStep of %s', (family) => {
  it.each([
    ['goes against the gradient', {}, () => 0.05],
    ['warms up', { warmup: 4 }, () => 0.05 * 0.75],
    ['falls at the end', { decayFrom: 2, decayTo: 5 }, () => 0.05 * 0.75],
    ['clips', { clip: 0.1 }, (norm: number) => (0.05 * 0.1) / (norm + 1e-6)],
    ['clips only what is longer', { clip: 1e6 }, () => 0.05],
  ])('%s', async (_, change, stepOf) => {
    const { model, gradient, loss, norm } = await gradientOf(family);
    expect(norm).toBeGreaterThan(0.1);
    const run = await compiledProgram(buildProgram('descentStep', model, batch));
    const before = theta(model);
    const result = await run({ ...examples, ...descentDials(change), theta: before });
    const step = stepOf(norm);
    const expected = Float64Array.from(before.data, (x, i) => x - step * gradient[i]!);
    expect(relativeError(result.theta!, expected)).toBeLessThan(1e-12);
    expect(result.loss![0]).toBeCloseTo(loss, 12);
    expect(result.gradientNorm![0]).toBeCloseTo(norm, 12);
    expect(Object.keys(result).sort()).toEqual(['gradientNorm', 'loss', 'rateUsed', 'theta']);
  });

  it('decays matrices and leaves gains and biases alone', async () => {
    const { model, gradient } = await gradientOf(family);
    const run = await compiledProgram(buildProgram('descentStep', model, batch));
    const before = theta(model);
    const { theta: after } = await run({ ...examples, ...descentDials({ weightDecay: 0.3 }), theta: before });
    const expected = Float64Array.from(before.data, (x, i) => x - 0.05 * gradient[i]!);
    for (const { decay, offset, size } of parameterTable(model)) {
      if (!decay) continue;
      for (let i = offset; i < offset + size; i++) expected[i]! -= 0.05 * 0.3 * before.data[i]!;
    }
    expect(relativeError(after!, expected)).toBeLessThan(1e-12);
  });
});

describe('frozen stretches', () => {
  const names = (family: (typeof families)[number], layers: number) =>
    frozenStretches(tiny(family), layers).map(({ name }) => name);

  it('of llama are the embedding and the first blocks, and never the last norm', () => {
    const one = names('llama', 1);
    expect(one).toContain('model.embed_tokens.weight');
    expect(one).toContain('model.layers.0.mlp.down_proj.weight');
    expect(one).toContain('model.layers.0.input_layernorm.weight');
    expect(one.some((name) => name.includes('layers.1'))).toBe(false);
    const all = parameterTable(tiny('llama')).map(({ name }) => name);
    expect(all.filter((name) => !names('llama', 2).includes(name))).toEqual(['model.norm.weight']);
  });

  it('of gpt2 are both embeddings and the first blocks with their biases', () => {
    const one = names('gpt2', 1);
    expect(one).toEqual(expect.arrayContaining(['transformer.wte.weight', 'transformer.wpe.weight']));
    expect(one).toContain('transformer.h.0.attn.c_attn.bias');
    expect(one.some((name) => name.includes('.h.1.'))).toBe(false);
    const all = parameterTable(tiny('gpt2')).map(({ name }) => name);
    expect(all.filter((name) => !names('gpt2', 2).includes(name))).toEqual([
      'transformer.ln_f.weight',
      'transformer.ln_f.bias',
    ]);
  });

  it('tell block 1 from block 10', () => {
    const deep = { ...tiny('gpt2'), layers: 12 };
    const frozen = frozenStretches(deep, 2).map(({ name }) => name);
    expect(frozen.filter((name) => /\.h\.1\d\./.test(name))).toEqual([]);
    expect(frozen.filter((name) => name.includes('.h.1.')).length).toBeGreaterThan(5);
  });
});
