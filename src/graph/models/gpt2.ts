// The gpt2 family: LayerNorm, learned positions, GELU, biases, tied embeddings (Radford et al. 2019).
import { add, gather, layerNormalize, matmul, mul, reshape, scalar, sigmoid, slice } from '../build.ts';
import type { Tensor } from '../graph.ts';
import type { ModelShape } from '../program-types.ts';
import type { Attend, Projected } from './attention.ts';
import { attendToCache, attendToSequence } from './attention.ts';
import type { Decoded, DecodeInput, Family } from './family.ts';
import type { Weights } from './weights.ts';

const epsilon = 1e-5;

/** Tokens (B, T) -> hidden states after the last norm, (N, C), N = B · T. */
function hidden(model: ModelShape, weights: Weights, tokens: Tensor): Tensor {
  const { width: C, heads: H } = model;
  const [B, T] = tokens.shape as [number, number];
  const attend = attendToSequence({ batch: B, positions: T, heads: H, width: C }, (x) => x);
  const words = gather(weights.one('transformer.wte.weight'), tokens); // (B, T, C)
  const places = slice(weights.one('transformer.wpe.weight'), 0, 0, T); // (T, C)
  return layers(model, weights, reshape(add(words, places), [B * T, C]), attend); // (N, C)
}

/** One token (B) at a position, with the cache of those before it. */
function decode(model: ModelShape, weights: Weights, { token, position, cache }: DecodeInput): Decoded {
  const { attend, filled } = attendToCache(cache, position, (x) => x);
  const words = gather(weights.one('transformer.wte.weight'), token); // (B, C)
  const place = gather(weights.one('transformer.wpe.weight'), reshape(position, [1])); // (1, C)
  return { states: layers(model, weights, add(words, place), attend), cache: filled() };
}

/** (N, C) -> (N, V). */
const logits = (weights: Weights, states: Tensor): Tensor =>
  matmul(states, weights.one('transformer.wte.weight'), { transposeB: true });

export const gpt2: Family = { hidden, decode, logits };

function layers(model: ModelShape, weights: Weights, embedded: Tensor, attend: Attend): Tensor {
  let x = embedded; // (N, C)
  for (let layer = 0; layer < model.layers; layer++) {
    const at = `transformer.h.${layer}`;
    const projected = project(weights, `${at}.attn.c_attn`, norm(weights, `${at}.ln_1`, x));
    x = add(x, linear(weights, `${at}.attn.c_proj`, attend(projected, layer)));
    const wide = gelu(linear(weights, `${at}.mlp.c_fc`, norm(weights, `${at}.ln_2`, x))); // (N, hidden)
    x = add(x, linear(weights, `${at}.mlp.c_proj`, wide));
  }
  return norm(weights, 'transformer.ln_f', x);
}

const norm = (weights: Weights, name: string, x: Tensor): Tensor =>
  add(mul(layerNormalize(x, epsilon), weights.one(`${name}.weight`)), weights.one(`${name}.bias`));

const linear = (weights: Weights, name: string, x: Tensor): Tensor =>
  add(matmul(x, weights.one(`${name}.weight`)), weights.one(`${name}.bias`));

/** Queries, keys and values by the thirds of the joint weight (C, 3C). */
function project(weights: Weights, name: string, x: Tensor): Projected {
  const C = x.shape[1]!;
  const third = (i: number): Tensor => {
    const weight = slice(weights.one(`${name}.weight`), 1, i * C, (i + 1) * C); // (C, C)
    const bias = slice(weights.one(`${name}.bias`), 0, i * C, (i + 1) * C); // (C)
    return add(matmul(x, weight), bias); // (N, C)
  };
  return { queries: third(0), keys: third(1), values: third(2) };
}

/**
 * "gelu_new": ½x(1 + tanh(√(2/π)(x + 0.044715x³))) (Hendrycks & Gimpel 2016),
 * written with ½(1 + tanh u) = sigmoid(2u), which takes fewer passes.
 */
function gelu(x: Tensor): Tensor {
  const slope = 2 * Math.sqrt(2 / Math.PI);
  const cubic = add(mul(mul(x, x), scalar(slope * 0.044715)), scalar(slope));
  return mul(x, sigmoid(mul(x, cubic)));
}
