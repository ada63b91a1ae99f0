// Merges nodes that compute the same thing, so that what the forward pass made is not made again by the backward pass.
import type { OpAttributes, OpName, Tensor } from './graph.ts';
import { topologicalOrder } from './graph.ts';

/** The same outputs, over a graph in which no two nodes have the same op, attributes and inputs. */
export function shareNodes(outputs: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const merged = new Map<Tensor, Tensor>();
  const byKey = new Map<string, Tensor>();
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    const inputs = tensor.inputs.map((source) => merged.get(source)!);
    const key = keyOf(tensor, inputs);
    const known = byKey.get(key);
    const changed = inputs.some((source, i) => source !== tensor.inputs[i]);
    const kept = known ?? (changed ? { ...tensor, inputs } : tensor);
    byKey.set(key, kept);
    merged.set(tensor, kept);
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, merged.get(tensor)!]));
}

/** Constants up to this many numbers are compared by value, larger ones by identity. */
const comparable = 16;

function keyOf(tensor: Tensor, inputs: readonly Tensor[]): string {
  const { op, dtype, shape, attributes } = tensor;
  const of = `${op} ${dtype} ${shape.join()} ${inputs.map((source) => source.id).join()}`;
  if (op !== 'constant') return `${of} ${JSON.stringify(attributes satisfies OpAttributes[OpName])}`;
  const { data } = attributes as OpAttributes['constant'];
  return `${of} ${data.length <= comparable ? data.join() : `#${tensor.id}`}`;
}
