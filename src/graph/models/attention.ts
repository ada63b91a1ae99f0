// Causal attention, over a whole sequence and one position at a time with a cache. It has no weights of its own.
import {
  add,
  concat,
  constant,
  gather,
  matmul,
  oneHot,
  permute,
  reshape,
  select,
  slice,
  softmax,
} from '../build.ts';
import type { Tensor } from '../graph.ts';

/** Added to a score that may not be attended to; its exponential is 0 in every precision in use. */
const forbidden = -1e9;

/** (T, T): 0 where position i may look at j ≤ i. */
export function causalMask(positions: number): Tensor {
  const data = new Float32Array(positions * positions);
  for (let i = 0; i < positions; i++) data.fill(forbidden, i * positions + i + 1, (i + 1) * positions);
  return constant(data, [positions, positions]);
}

/** Three tensors rather than slices of one: cutting a wide tensor costs a pass over it, here and for its gradient. */
export interface Projected {
  readonly queries: Tensor; // (N, C)
  readonly keys: Tensor; // (N, C)
  readonly values: Tensor; // (N, C)
}

/** What attention does with the projections: -> (N, C). */
export type Attend = (projected: Projected, layer: number) => Tensor;

/** Turns queries or keys (…, T, h) by their positions, or leaves them. */
export type Turn = (queriesOrKeys: Tensor) => Tensor;

export interface AttentionShape {
  readonly batch: number; // B
  readonly positions: number; // T
  readonly heads: number; // H
  readonly width: number; // C
}

/** Every position attends to itself and all before it. */
export function attendToSequence(shape: AttentionShape, turn: Turn): Attend {
  const { batch: B, positions: T, heads: H, width: C } = shape;
  const mask = causalMask(T);
  const byHead = (x: Tensor) => permute(reshape(x, [B, T, H, C / H]), [0, 2, 1, 3]); // (B, H, T, h)
  return ({ queries, keys, values }) => {
    const mixed = attention(turn(byHead(queries)), turn(byHead(keys)), byHead(values), mask); // (B, H, T, h)
    return reshape(permute(mixed, [0, 2, 1, 3]), [B * T, C]); // (N, C)
  };
}

/** softmax(q·kᵀ / √h + mask) · v. */
function attention(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor): Tensor {
  const scale = 1 / Math.sqrt(queries.shape.at(-1)!);
  const scores = add(matmul(queries, keys, { transposeB: true, scale }), mask);
  return matmul(softmax(scores), values);
}

export interface CachedAttention {
  readonly attend: Attend;
  /** The cache with `position` filled in, (L, 2, B, H, T, h), after every layer has attended. */
  readonly filled: () => Tensor;
}

/** One new position attends to those the cache (L, 2, B, H, T, h) holds, and to itself; later entries are ignored. */
export function attendToCache(cache: Tensor, position: Tensor, turn: Turn): CachedAttention {
  const [L, , B, H, T, h] = cache.shape as [number, number, number, number, number, number];
  const mask = gather(causalMask(T), reshape(position, [1])); // (1, T)
  const slot = reshape(oneHot(position, T), [T, 1]);
  const flat = reshape(cache, [2 * L, B, H, T, h]);
  const entries: Tensor[] = [];
  const write = (entry: number, fresh: Tensor): Tensor => {
    const old = reshape(slice(flat, 0, entry, entry + 1), [B, H, T, h]);
    entries[entry] = select(slot, fresh, old);
    return entries[entry];
  };
  const byHead = (x: Tensor) => reshape(x, [B, H, 1, h]);
  const attend: Attend = (projected, layer) => {
    const keys = write(2 * layer, turn(byHead(projected.keys))); // (B, H, T, h)
    const values = write(2 * layer + 1, byHead(projected.values)); // (B, H, T, h)
    return reshape(attention(turn(byHead(projected.queries)), keys, values, mask), [B, H * h]); // (B, C)
  };
  const filled = () =>
    reshape(
      concat(
        entries.map((entry) => reshape(entry, [1, B, H, T, h])),
        0,
      ),
      cache.shape,
    );
  return { attend, filled };
}
