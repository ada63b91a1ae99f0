// Both families against a second implementation, in plain loops over one sequence, written from the model cards and
// sharing nothing with the graph but the table of names.
import { expect, test } from 'vitest';
import { parameterTable } from '../../src/graph/parameters.ts';
import type { ModelShape } from '../../src/graph/program-types.ts';
import { buildProgram } from '../../src/graph/programs.ts';
import { compiledProgram, index, relativeError } from './numeric.ts';
import { theta, tiny } from './tiny-model.ts';

type Vector = number[];
type Get = (name: string) => { row: (i: number) => Vector; all: Vector; rows: number };

function getter(model: ModelShape): Get {
  const data = Array.from(theta(model).data);
  const table = new Map(parameterTable(model).map((parameter) => [parameter.name, parameter]));
  return (name) => {
    const { offset, size, shape } = table.get(name)!;
    const all = data.slice(offset, offset + size);
    const width = shape.at(-1)!;
    return { all, rows: size / width, row: (i) => all.slice(i * width, (i + 1) * width) };
  };
}

const dot = (a: Vector, b: Vector) => a.reduce((total, x, i) => total + x * b[i]!, 0);
const plus = (a: Vector, b: Vector) => a.map((x, i) => x + b[i]!);
const mean = (a: Vector) => a.reduce((total, x) => total + x, 0) / a.length;

function softmax(a: Vector): Vector {
  const total = a.reduce((sum, x) => sum + Math.exp(x), 0);
  return a.map((x) => Math.exp(x) / total);
}

/** Attention of one sequence: `turn` rotates a head's query or key at a position. */
function attend(
  q: Vector[],
  k: Vector[],
  v: Vector[],
  heads: number,
  turn: (x: Vector, t: number) => Vector,
): Vector[] {
  const h = q[0]!.length / heads;
  const part = (x: Vector, head: number) => x.slice(head * h, (head + 1) * h);
  return q.map((_, t) =>
    Array.from({ length: heads }, (_, head) => {
      const query = turn(part(q[t]!, head), t);
      const scores = k.slice(0, t + 1).map((key, s) => dot(query, turn(part(key, head), s)) / Math.sqrt(h));
      const shares = softmax(scores);
      return Array.from({ length: h }, (_, i) =>
        shares.reduce((sum, p, s) => sum + p * part(v[s]!, head)[i]!, 0),
      );
    }).flat(),
  );
}

/** (out, in) weight. */
const project = (get: Get, name: string, x: Vector): Vector => {
  const w = get(name);
  return Array.from({ length: w.rows }, (_, i) => dot(w.row(i), x));
};

function llamaLogits(model: ModelShape, tokens: number[]): Vector[] {
  const get = getter(model);
  const norm = (name: string, x: Vector) => {
    const scale = 1 / Math.sqrt(mean(x.map((y) => y * y)) + 1e-5);
    return x.map((y, i) => y * scale * get(name).all[i]!);
  };
  const turn = (x: Vector, t: number) => {
    const half = x.length / 2;
    return x.map((y, i) => {
      const angle = t / 10000 ** ((2 * (i % half)) / x.length);
      const other = i < half ? -x[i + half]! : x[i - half]!;
      return y * Math.cos(angle) + other * Math.sin(angle);
    });
  };
  let xs = tokens.map((token) => get('model.embed_tokens.weight').row(token));
  for (let layer = 0; layer < model.layers; layer++) {
    const at = `model.layers.${layer}`;
    const normed = xs.map((x) => norm(`${at}.input_layernorm.weight`, x));
    const [q, k, v] = ['q', 'k', 'v'].map((which) =>
      normed.map((x) => project(get, `${at}.self_attn.${which}_proj.weight`, x)),
    );
    const mixed = attend(q!, k!, v!, model.heads, turn);
    xs = xs.map((x, t) => plus(x, project(get, `${at}.self_attn.o_proj.weight`, mixed[t]!)));
    xs = xs.map((x) => {
      const y = norm(`${at}.post_attention_layernorm.weight`, x);
      const gate = project(get, `${at}.mlp.gate_proj.weight`, y).map((g) => g / (1 + Math.exp(-g)));
      const up = project(get, `${at}.mlp.up_proj.weight`, y);
      const wide = gate.map((g, i) => g * up[i]!);
      return plus(x, project(get, `${at}.mlp.down_proj.weight`, wide));
    });
  }
  return xs.map((x) => project(get, 'model.embed_tokens.weight', norm('model.norm.weight', x)));
}

function gpt2Logits(model: ModelShape, tokens: number[]): Vector[] {
  const get = getter(model);
  const norm = (name: string, x: Vector) => {
    const centre = mean(x);
    const scale = 1 / Math.sqrt(mean(x.map((y) => (y - centre) ** 2)) + 1e-5);
    return x.map(
      (y, i) => (y - centre) * scale * get(`${name}.weight`).all[i]! + get(`${name}.bias`).all[i]!,
    );
  };
  /** (in, out) weight and bias. */
  const conv = (name: string, x: Vector) =>
    x.reduce(
      (sum, y, i) =>
        plus(
          sum,
          get(`${name}.weight`)
            .row(i)
            .map((w) => w * y),
        ),
      get(`${name}.bias`).all,
    );
  const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  let xs = tokens.map((token, t) =>
    plus(get('transformer.wte.weight').row(token), get('transformer.wpe.weight').row(t)),
  );
  for (let layer = 0; layer < model.layers; layer++) {
    const at = `transformer.h.${layer}`;
    const qkv = xs.map((x) => conv(`${at}.attn.c_attn`, norm(`${at}.ln_1`, x)));
    const [q, k, v] = [0, 1, 2].map((i) => qkv.map((x) => x.slice(i * model.width, (i + 1) * model.width)));
    const mixed = attend(q!, k!, v!, model.heads, (x) => x);
    xs = xs.map((x, t) => plus(x, conv(`${at}.attn.c_proj`, mixed[t]!)));
    xs = xs.map((x) =>
      plus(x, conv(`${at}.mlp.c_proj`, conv(`${at}.mlp.c_fc`, norm(`${at}.ln_2`, x)).map(gelu))),
    );
  }
  return xs.map((x) => project(get, 'transformer.wte.weight', norm('transformer.ln_f', x)));
}

test.each([
  ['llama', llamaLogits],
  ['gpt2', gpt2Logits],
] as const)('%s gives the distributions of a second implementation', async (name, logitsOf) => {
  const model = tiny(name);
  const tokens = [3, 1, 4, 1, 5, 2];
  const run = await compiledProgram(buildProgram('distributions', model, { batch: 1, context: 6 }));
  const result = await run({ theta: theta(model), tokens: index([1, 6], tokens) });
  const expected = logitsOf(model, tokens).flatMap((row) => softmax(row).map(Math.log));
  expect(relativeError(result.logDistributions!, expected)).toBeLessThan(1e-12);
});
