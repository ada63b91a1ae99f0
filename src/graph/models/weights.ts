// Views of the flat θ (P) under the parameters' names. It knows where each lies, not what it is for.
import { reshape, slice } from '../build.ts';
import type { Shape, Tensor } from '../graph.ts';
import { parameterTable } from '../parameters.ts';
import type { ModelShape } from '../program-types.ts';

export interface Weights {
  /** One parameter in its own shape. */
  one(name: string): Tensor;
  /** Neighbours in θ, stacked along their first axis. Throws where they are not neighbours. */
  stacked(names: readonly string[]): Tensor;
}

/** A stretch of θ that starts at `offset`. */
export interface Stretch {
  readonly offset: number;
  readonly tensor: Tensor;
}

/** θ comes whole (one stretch at 0) or cut where no parameter, and no stack of them, is cut. */
export function weightsOf(model: ModelShape, stretches: readonly Stretch[]): Weights {
  const table = new Map(parameterTable(model).map((parameter) => [parameter.name, parameter]));
  const find = (name: string) => {
    const parameter = table.get(name);
    if (!parameter) throw new Error(`unknown parameter: ${name}`);
    return parameter;
  };
  // One view per span, so that its gradient is gathered in one place.
  const views = new Map<string, Tensor>();
  const view = (start: number, end: number, shape: Shape): Tensor => {
    const key = `${start}…${end}`;
    const known = views.get(key);
    if (known) return known;
    const made = reshape(cut(stretches, start, end), shape);
    views.set(key, made);
    return made;
  };
  return {
    one(name) {
      const { offset, size, shape } = find(name);
      return view(offset, offset + size, shape);
    },
    stacked(names) {
      const parts = names.map(find);
      const [first, last] = [parts[0]!, parts.at(-1)!];
      parts.forEach((part, i) => {
        const before = parts[i - 1];
        if (before && before.offset + before.size !== part.offset) {
          throw new Error(`${before.name} and ${part.name} are not neighbours in θ`);
        }
      });
      const rows = parts.reduce((total, part) => total + part.shape[0]!, 0);
      return view(first.offset, last.offset + last.size, [rows, ...first.shape.slice(1)]);
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
