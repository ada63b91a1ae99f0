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

/** What attention does with the joint projection (N, 3C) of queries, keys and values: -> (N, C). */
export type Attend = (projected: Tensor, layer: number) => Tensor;

/** Turns queries and keys (…, T, h) by their positions, or leaves them. */
export type Turn = (queriesAndKeys: Tensor) => Tensor;

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
  return (projected) => {
    const split = permute(reshape(projected, [B, T, 3 * H, C / H]), [0, 2, 1, 3]); // (B, 3H, T, h)
    const turned = turn(slice(split, 1, 0, 2 * H)); // (B, 2H, T, h)
    const queries = slice(turned, 1, 0, H); // (B, H, T, h)
    const keys = slice(turned, 1, H, 2 * H); // (B, H, T, h)
    const values = slice(split, 1, 2 * H, 3 * H); // (B, H, T, h)
    const mixed = attention(queries, keys, values, mask); // (B, H, T, h)
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
  const attend: Attend = (projected, layer) => {
    const split = reshape(projected, [B, 3 * H, 1, h]);
    const turned = turn(slice(split, 1, 0, 2 * H)); // (B, 2H, 1, h)
    const keys = write(2 * layer, slice(turned, 1, H, 2 * H)); // (B, H, T, h)
    const values = write(2 * layer + 1, slice(split, 1, 2 * H, 3 * H)); // (B, H, T, h)
    return reshape(attention(slice(turned, 1, 0, H), keys, values, mask), [B, H * h]); // (B, C)
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
