// The parameters of a model: names and shapes as in the family's usual checkpoints, where each lies in θ, and how it
// starts. Matrices (weight decay applies) come first, so that decay is one slice.
import { headsOf, hiddenOf } from '../core/model-shape.ts';
import { Random } from '../core/random.ts';
import type { ModelConfig } from '../core/schedule.ts';
import { sizeOf } from './graph.ts';
import type { ModelShape, Parameter } from './program-types.ts';

const deviation = 0.02;

type Draft = Pick<Parameter, 'name' | 'shape' | 'decay' | 'initial'>;

const normal = (name: string, shape: readonly number[], scale = 1): Draft => ({
  name,
  shape,
  decay: true,
  initial: { kind: 'normal', deviation: deviation * scale },
});
const ones = (name: string, width: number): Draft => ({
  name,
  shape: [width],
  decay: false,
  initial: { kind: 'ones' },
});
const zeros = (name: string, width: number): Draft => ({
  name,
  shape: [width],
  decay: false,
  initial: { kind: 'zeros' },
});

/** Linear weights are (out, in), as in the Hugging Face checkpoints. */
function llamaLayer(model: ModelShape, layer: number): Draft[] {
  const { width: C, hidden: H } = model;
  const at = `model.layers.${layer}`;
  const residual = residualScale(model);
  return [
    normal(`${at}.self_attn.q_proj.weight`, [C, C]),
    normal(`${at}.self_attn.k_proj.weight`, [C, C]),
    normal(`${at}.self_attn.v_proj.weight`, [C, C]),
    normal(`${at}.self_attn.o_proj.weight`, [C, C], residual),
    normal(`${at}.mlp.gate_proj.weight`, [H, C]),
    normal(`${at}.mlp.up_proj.weight`, [H, C]),
    normal(`${at}.mlp.down_proj.weight`, [C, H], residual),
    ones(`${at}.input_layernorm.weight`, C),
    ones(`${at}.post_attention_layernorm.weight`, C),
  ];
}

/** Linear weights are (in, out): the checkpoints' Conv1D. */
function gpt2Layer(model: ModelShape, layer: number): Draft[] {
  const { width: C, hidden: H } = model;
  const at = `transformer.h.${layer}`;
  const residual = residualScale(model);
  return [
    normal(`${at}.attn.c_attn.weight`, [C, 3 * C]),
    normal(`${at}.attn.c_proj.weight`, [C, C], residual),
    normal(`${at}.mlp.c_fc.weight`, [C, H]),
    normal(`${at}.mlp.c_proj.weight`, [H, C], residual),
    ones(`${at}.ln_1.weight`, C),
    zeros(`${at}.ln_1.bias`, C),
    zeros(`${at}.attn.c_attn.bias`, 3 * C),
    zeros(`${at}.attn.c_proj.bias`, C),
    ones(`${at}.ln_2.weight`, C),
    zeros(`${at}.ln_2.bias`, C),
    zeros(`${at}.mlp.c_fc.bias`, H),
    zeros(`${at}.mlp.c_proj.bias`, C),
  ];
}

/** Projections that write into the residual stream start smaller (Radford et al. 2019, §2.3): two per layer. */
const residualScale = (model: ModelShape): number => 1 / Math.sqrt(2 * model.layers);

function drafts(model: ModelShape): Draft[] {
  const { width: C, vocabulary: V, context: T } = model;
  const layers = Array.from({ length: model.layers }, (_, layer) => layer);
  if (model.family === 'llama') {
    return [
      normal('model.embed_tokens.weight', [V, C]),
      ...layers.flatMap((layer) => llamaLayer(model, layer)),
      ones('model.norm.weight', C),
    ];
  }
  return [
    normal('transformer.wte.weight', [V, C]),
    normal('transformer.wpe.weight', [T, C]),
    ...layers.flatMap((layer) => gpt2Layer(model, layer)),
    ones('transformer.ln_f.weight', C),
    zeros('transformer.ln_f.bias', C),
  ];
}

/** Every parameter with its place in θ, in the order of θ: matrices, then gains and biases. */
export function parameterTable(model: ModelShape): Parameter[] {
  const all = drafts(model);
  let offset = 0;
  return [...all.filter((draft) => draft.decay), ...all.filter((draft) => !draft.decay)].map((draft) => {
    const size = sizeOf(draft.shape);
    const parameter = { ...draft, offset, size };
    offset += size;
    return parameter;
  });
}

/** P. Tied embeddings count once. */
export const parameterCount = (model: ModelShape): number =>
  parameterTable(model).reduce((total, parameter) => total + parameter.size, 0);

export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly decay: boolean;
}

/**
 * θ cut into stretches of at most `limit` numbers, or of one parameter, none of mixed decay. The optimizer works
 * through one at a time, so that its dozen passes stay in the processor's cache.
 */
export function stretchesOf(model: ModelShape, limit: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { offset, size, decay } of parameterTable(model)) {
    const last = stretches.at(-1);
    const fits = last && last.decay === decay && offset + size - last.start <= limit;
    if (fits) stretches[stretches.length - 1] = { ...last, end: offset + size };
    else stretches.push({ start: offset, end: offset + size, decay });
  }
  return stretches;
}

/**
 * Fills in what the configuration leaves open: heads = max(1, width / 16), hidden = 4 · width (gpt2) or 8/3 · width
 * rounded up to a multiple of 8 (llama). Throws where the heads do not divide the width, or a llama head is odd.
 */
export function resolveModel(config: ModelConfig, vocabulary: number): ModelShape {
  const { family, width } = config;
  const [heads, hidden] = [headsOf(config), hiddenOf(config)];
  if (!Number.isInteger(vocabulary) || vocabulary < 1) {
    throw new Error(`model: vocabulary must be a positive integer, got ${vocabulary}`);
  }
  if (width % heads !== 0) throw new Error(`model: width ${width} is not divisible by ${heads} heads`);
  if (family === 'llama' && (width / heads) % 2 !== 0) {
    throw new Error(
      `model: rotary positions need an even head width, got ${width / heads} (width ${width}, ${heads} heads)`,
    );
  }
  return { ...config, heads, hidden, vocabulary };
}

/** θ before any training (P): a pure function of (seed, parameter name), whatever the order or the other parameters. */
export function initialParameters(model: ModelShape, seed: number): Float32Array {
  const theta = new Float32Array(parameterCount(model));
  for (const { name, offset, size, initial } of parameterTable(model)) {
    const part = theta.subarray(offset, offset + size);
    if (initial.kind === 'ones') part.fill(1);
    if (initial.kind !== 'normal') continue;
    const random = Random.at(seed, `init/${name}`);
    for (let i = 0; i < size; i++) part[i] = initial.deviation * random.normal();
  }
  return theta;
}

/** Floating point operations of one training update on `tokens` tokens: 6 per parameter and token (Kaplan et al. 2020). */
export const programFlops = (model: ModelShape, tokens: number): number => 6 * parameterCount(model) * tokens;

/** The blocks 0 to `layers` − 1 and the embeddings below them: what stays where lower layers are frozen. */
export function frozenStretches(model: ModelShape, layers: number): Parameter[] {
  return parameterTable(model).filter(({ name }) => {
    const block = /\.(?:layers|h)\.(\d+)\./.exec(name);
    return block === null ? /embed_tokens|\.wte\.|\.wpe\./.test(name) : Number(block[1]) < layers;
  });
}
