// Views of the flat θ (P) under the parameters' names. It knows where each lies, not what it is for.
import { reshape, slice } from '../build.ts';
import type { Tensor } from '../graph.ts';
import { parameterTable } from '../parameters.ts';
import type { ModelShape } from '../program-types.ts';

export interface Weights {
  /** One parameter in its own shape. */
  one(name: string): Tensor;
}

/** A stretch of θ that starts at `offset`. */
export interface Stretch {
  readonly offset: number;
  readonly tensor: Tensor;
}

/** θ comes whole (one stretch at 0) or in stretches that cut no parameter. */
export function weightsOf(model: ModelShape, stretches: readonly Stretch[]): Weights {
  const table = new Map(parameterTable(model).map((parameter) => [parameter.name, parameter]));
  // One view per parameter, so that its gradient is gathered in one place.
  const views = new Map<string, Tensor>();
  return {
    one(name) {
      const known = views.get(name);
      if (known) return known;
      const parameter = table.get(name);
      if (!parameter) throw new Error(`unknown parameter: ${name}`);
      const { offset, size, shape } = parameter;
      const view = reshape(cut(stretches, offset, offset + size), shape);
      views.set(name, view);
      return view;
    },
  };
}

function cut(stretches: readonly Stretch[], start: number, end: number): Tensor {
  for (const { offset, tensor } of stretches) {
    const inside = start >= offset && end <= offset + tensor.shape[0]!;
    if (inside) return slice(tensor, 0, start - offset, end - offset);
  }
  throw new Error(`no stretch of θ holds ${start}…${end}`);
}
