// The llama family: RMSNorm, rotary positions, SwiGLU, no biases, tied embeddings (Touvron et al. 2023).
// Rotary positions pair (x_i, x_{i+h/2}), base 10000, as the Hugging Face checkpoints expect.
import { add, constant, gather, matmul, mul, reshape, rmsNormalize, rotate, sigmoid } from '../build.ts';
import type { Tensor } from '../graph.ts';
import type { ModelShape } from '../program-types.ts';
import type { Attend, Projected } from './attention.ts';
import { attendToCache, attendToSequence } from './attention.ts';
import type { Decoded, DecodeInput, Family } from './family.ts';
import type { Weights } from './weights.ts';

const epsilon = 1e-5;
const rotaryBase = 10_000;

/** Tokens (B, T) -> hidden states after the last norm, (N, C), N = B · T. */
function hidden(model: ModelShape, weights: Weights, tokens: Tensor): Tensor {
  const { width: C, heads: H } = model;
  const [B, T] = tokens.shape as [number, number];
  const { cos, sin } = angles(T, C / H);
  const attend = attendToSequence({ batch: B, positions: T, heads: H, width: C }, (x) => rotate(x, cos, sin));
  const embedded = gather(weights.one('model.embed_tokens.weight'), reshape(tokens, [B * T])); // (N, C)
  return layers(model, weights, embedded, attend); // (N, C)
}

/** One token (B) at a position, with the cache of those before it. */
function decode(model: ModelShape, weights: Weights, { token, position, cache }: DecodeInput): Decoded {
  const { cos, sin } = angles(cache.shape[4]!, model.width / model.heads);
  const here = reshape(position, [1]);
  const [cosHere, sinHere] = [gather(cos, here), gather(sin, here)]; // (1, h/2)
  const { attend, filled } = attendToCache(cache, position, (x) => rotate(x, cosHere, sinHere));
  const embedded = gather(weights.one('model.embed_tokens.weight'), token); // (B, C)
  return { states: layers(model, weights, embedded, attend), cache: filled() };
}

/** (N, C) -> (N, V). */
const logits = (weights: Weights, states: Tensor): Tensor =>
  matmul(states, weights.one('model.embed_tokens.weight'), { transposeB: true });

export const llama: Family = { hidden, decode, logits };

function layers(model: ModelShape, weights: Weights, embedded: Tensor, attend: Attend): Tensor {
  let x = embedded; // (N, C)
  for (let layer = 0; layer < model.layers; layer++) {
    const at = `model.layers.${layer}`;
    x = add(
      x,
      selfAttention(weights, at, norm(weights, `${at}.input_layernorm`, x), (qkv) => attend(qkv, layer)),
    );
    x = add(x, swiglu(weights, at, norm(weights, `${at}.post_attention_layernorm`, x)));
  }
  return norm(weights, 'model.norm', x);
}

const norm = (weights: Weights, name: string, x: Tensor): Tensor =>
  mul(rmsNormalize(x, epsilon), weights.one(`${name}.weight`));

function selfAttention(weights: Weights, at: string, x: Tensor, attend: (qkv: Projected) => Tensor): Tensor {
  const project = (name: string) => linear(weights, `${at}.self_attn.${name}`, x); // (N, C)
  const mixed = attend({ queries: project('q_proj'), keys: project('k_proj'), values: project('v_proj') });
  return linear(weights, `${at}.self_attn.o_proj`, mixed); // (N, C)
}

/** Weights are (out, in). */
const linear = (weights: Weights, name: string, x: Tensor): Tensor =>
  matmul(x, weights.one(`${name}.weight`), { transposeB: true });

/** Shazeer 2020: (x·sigmoid(x) of the gate) · up, projected down. */
function swiglu(weights: Weights, at: string, x: Tensor): Tensor {
  const gate = linear(weights, `${at}.mlp.gate_proj`, x); // (N, hidden)
  const up = linear(weights, `${at}.mlp.up_proj`, x); // (N, hidden)
  return linear(weights, `${at}.mlp.down_proj`, mul(mul(gate, sigmoid(gate)), up)); // (N, C)
}

/** cos and sin (T, h/2) of position · base^(−2i/h) (Su et al. 2021). */
function angles(positions: number, headWidth: number): { cos: Tensor; sin: Tensor } {
  const half = headWidth / 2;
  const cos = new Float64Array(positions * half);
  const sin = new Float64Array(positions * half);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * rotaryBase ** ((-2 * i) / headWidth);
      cos[position * half + i] = Math.cos(angle);
      sin[position * half + i] = Math.sin(angle);
    }
  }
  return { cos: constant(cos, [positions, half]), sin: constant(sin, [positions, half]) };
}
