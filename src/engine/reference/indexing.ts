// Index arithmetic of the reference kernels: row-major strides and the maps they give. No numbers of the model pass here.
import type { Shape } from '../../graph/graph.ts';
import { sizeOf } from '../../graph/graph.ts';

export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** For each entry of `shape` in order, start + Σ index · stride. */
export function walk(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const map = new Int32Array(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  let at = start;
  for (let i = 0; i < map.length; i++) {
    map[i] = at;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]! += 1;
      at += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return map;
}

/** For each entry of `to`, the entry of `from` that broadcasting puts there. */
export function broadcastMap(from: Shape, to: Shape): Int32Array {
  const strides = stridesOf(from);
  const missing = to.length - from.length;
  const repeated = to.map((_, axis) => {
    const source = axis - missing;
    return source < 0 || from[source] === 1 ? 0 : strides[source]!;
  });
  return walk(to, repeated);
}

/** For each entry of `shape`, the entry of the tensor that is left after reducing `axes`. */
export function reduceMap(shape: Shape, axes: readonly number[]): Int32Array {
  const kept = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  return broadcastMap(kept, shape);
}
