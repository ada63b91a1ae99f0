import { expect, test } from 'vitest';
import { modelParameters } from '../../src/core/model-shape.ts';
import {
  initialParameters,
  parameterCount,
  parameterTable,
  programFlops,
  resolveModel,
  stretchesOf,
} from '../../src/graph/parameters.ts';
import type { Parameter } from '../../src/graph/program-types.ts';

const llama = resolveModel({ family: 'llama', width: 32, layers: 1, context: 10 }, 5);
const gpt2 = resolveModel({ family: 'gpt2', width: 32, layers: 1, context: 10 }, 5);
const shown = (table: readonly Parameter[]) =>
  table.map(
    ({ name, shape, offset, decay }) => `${offset} ${name} ${shape.join('×')}${decay ? ' decay' : ''}`,
  );

test('heads and hidden width follow from the width', () => {
  expect(llama).toMatchObject({ heads: 2, hidden: 88, vocabulary: 5 }); // 8/3 · 32 = 85.3, up to 88
  expect(gpt2).toMatchObject({ heads: 2, hidden: 128 });
  const narrow = resolveModel({ family: 'llama', width: 6, layers: 1, context: 4, heads: undefined }, 5);
  expect(narrow).toMatchObject({ heads: 1, hidden: 16 });
  expect(resolveModel({ family: 'llama', width: 48, layers: 1, context: 4 }, 5).hidden).toBe(128);
});

test('heads that do not divide the width and odd llama heads are refused with the numbers', () => {
  const config = { family: 'llama', width: 12, layers: 1, context: 4 } as const;
  expect(() => resolveModel({ ...config, heads: 5 }, 5)).toThrow('width 12 is not divisible by 5 heads');
  expect(() => resolveModel({ ...config, heads: 4 }, 5)).toThrow('got 3 (width 12, 4 heads)');
  expect(resolveModel({ ...config, family: 'gpt2', heads: 4 }, 5).heads).toBe(4);
  expect(() => resolveModel(config, 0)).toThrow('vocabulary must be a positive integer, got 0');
});

test('llama parameters have the names, shapes and places of the checkpoints', () => {
  expect(shown(parameterTable(llama))).toEqual([
    '0 model.embed_tokens.weight 5×32 decay',
    '160 model.layers.0.self_attn.q_proj.weight 32×32 decay',
    '1184 model.layers.0.self_attn.k_proj.weight 32×32 decay',
    '2208 model.layers.0.self_attn.v_proj.weight 32×32 decay',
    '3232 model.layers.0.self_attn.o_proj.weight 32×32 decay',
    '4256 model.layers.0.mlp.gate_proj.weight 88×32 decay',
    '7072 model.layers.0.mlp.up_proj.weight 88×32 decay',
    '9888 model.layers.0.mlp.down_proj.weight 32×88 decay',
    '12704 model.layers.0.input_layernorm.weight 32',
    '12736 model.layers.0.post_attention_layernorm.weight 32',
    '12768 model.norm.weight 32',
  ]);
  expect(parameterCount(llama)).toBe(12_800);
  expect(programFlops(llama, 10)).toBe(6 * 12_800 * 10);
});

test('gpt2 parameters have the names, shapes and places of the checkpoints', () => {
  expect(shown(parameterTable(gpt2))).toEqual([
    '0 transformer.wte.weight 5×32 decay',
    '160 transformer.wpe.weight 10×32 decay',
    '480 transformer.h.0.attn.c_attn.weight 32×96 decay',
    '3552 transformer.h.0.attn.c_proj.weight 32×32 decay',
    '4576 transformer.h.0.mlp.c_fc.weight 32×128 decay',
    '8672 transformer.h.0.mlp.c_proj.weight 128×32 decay',
    '12768 transformer.h.0.ln_1.weight 32',
    '12800 transformer.h.0.ln_1.bias 32',
    '12832 transformer.h.0.attn.c_attn.bias 96',
    '12928 transformer.h.0.attn.c_proj.bias 32',
    '12960 transformer.h.0.ln_2.weight 32',
    '12992 transformer.h.0.ln_2.bias 32',
    '13024 transformer.h.0.mlp.c_fc.bias 128',
    '13152 transformer.h.0.mlp.c_proj.bias 32',
    '13184 transformer.ln_f.weight 32',
    '13216 transformer.ln_f.bias 32',
  ]);
});

test('initial weights depend on the seed and the name alone', () => {
  const deeper = resolveModel({ family: 'llama', width: 32, layers: 3, context: 10 }, 5);
  const part = (model: typeof llama, seed: number, name: string) => {
    const found = parameterTable(model).find((parameter) => parameter.name === name)!;
    return [...initialParameters(model, seed).slice(found.offset, found.offset + found.size)];
  };
  const name = 'model.layers.0.mlp.up_proj.weight';
  expect(part(deeper, 4, name)).toEqual(part(llama, 4, name));
  expect(part(llama, 5, name)).not.toEqual(part(llama, 4, name));
  expect(part(llama, 4, 'model.layers.0.mlp.gate_proj.weight')).not.toEqual(part(llama, 4, name));
});

test('matrices start at deviation 0.02, residual ones smaller, gains at 1, biases at 0', () => {
  const theta = initialParameters(gpt2, 1);
  for (const { name, offset, size, initial } of parameterTable(gpt2)) {
    const part = theta.subarray(offset, offset + size);
    const mean = part.reduce((total, x) => total + x, 0) / size;
    const deviation = Math.sqrt(part.reduce((total, x) => total + (x - mean) ** 2, 0) / size);
    if (initial.kind !== 'normal') {
      expect(new Set(part), name).toEqual(new Set([name.endsWith('.bias') ? 0 : 1]));
      continue;
    }
    const expected = name.endsWith('c_proj.weight') ? 0.02 / Math.sqrt(2) : 0.02;
    expect(Math.abs(deviation / expected - 1), name).toBeLessThan(0.15);
    expect(Math.abs(mean), name).toBeLessThan(0.004);
  }
});

test('stretches cover θ, keep decay apart and never cut a parameter', () => {
  for (const model of [llama, gpt2]) {
    for (const limit of [1, 3000, 1e9]) {
      const stretches = stretchesOf(model, limit);
      expect(stretches[0]!.start).toBe(0);
      expect(stretches.at(-1)!.end).toBe(parameterCount(model));
      stretches.slice(1).forEach(({ start }, i) => {
        expect(start).toBe(stretches[i]!.end);
      });
      for (const { name, offset, size, decay } of parameterTable(model)) {
        const holder = stretches.find(({ start, end }) => offset >= start && offset + size <= end);
        expect(holder?.decay, name).toBe(decay);
      }
    }
  }
  expect(stretchesOf(llama, 1)).toHaveLength(parameterTable(llama).length);
  expect(stretchesOf(llama, 1e9)).toHaveLength(2);
});

test('the closed form that cost estimates use counts the same parameters', () => {
  for (const model of [llama, gpt2]) {
    expect(modelParameters(model, 5)).toBe(parameterCount(model));
    const deep = resolveModel({ ...model, layers: 3, width: 48, heads: 3, hidden: 40 }, 17);
    expect(modelParameters(deep, 17)).toBe(parameterCount(deep));
  }
});
