// Reverse-mode differentiation, graph to graph. It only orders and adds up; what each op does is in `vjp.ts`.
import { add, broadcast, concat, pad, scalar } from './build.ts';
import type { OpAttributes, Tensor } from './graph.ts';
import { attributesOf, sizeOf, topologicalOrder } from './graph.ts';
import { showShape } from './shape.ts';
import type { Rule } from './vjp.ts';
import { rules } from './vjp.ts';

/**
 * ∂loss/∂x for each x of `wrt`, of x's shape. Throws where the loss is no scalar, an x is an index, the loss does not
 * depend on an x, or the way between them leads through an op without a derivative.
 */
export function gradients(loss: Tensor, wrt: readonly Tensor[]): Tensor[] {
  if (sizeOf(loss.shape) !== 1)
    throw new Error(`gradients: the loss is ${showShape(loss.shape)}, not a scalar`);
  for (const x of wrt) if (x.dtype !== 'f32') throw new Error(`gradients: ${x.op} is an index`);
  const order = topologicalOrder([loss]);
  const wanted = dependents(order, wrt);
  const contributions = new Map<Tensor, Tensor[]>([[loss, [broadcast(scalar(1), loss.shape)]]]);
  const totals = new Map<Tensor, Tensor>();
  for (const output of order.reverse()) {
    const parts = contributions.get(output);
    if (!wanted.has(output) || !parts) continue;
    const gradient = total(parts);
    totals.set(output, gradient);
    passBack(output, gradient, wanted, contributions);
  }
  return wrt.map((x) => {
    const gradient = totals.get(x);
    if (!gradient) throw new Error(`gradients: the loss does not depend on ${x.op} ${showShape(x.shape)}`);
    return gradient;
  });
}

/** The tensors through which some x of `wrt` reaches the loss. */
function dependents(order: readonly Tensor[], wrt: readonly Tensor[]): Set<Tensor> {
  const found = new Set<Tensor>(wrt);
  for (const tensor of order) if (tensor.inputs.some((source) => found.has(source))) found.add(tensor);
  return found;
}

function passBack(
  output: Tensor,
  gradient: Tensor,
  wanted: ReadonlySet<Tensor>,
  contributions: Map<Tensor, Tensor[]>,
): void {
  if (!output.inputs.some((source) => wanted.has(source))) return;
  const rule = rules[output.op] as Rule<typeof output.op>;
  const parts = rule({ gradient, output, inputs: output.inputs, attributes: output.attributes as never });
  output.inputs.forEach((source, i) => {
    const part = parts[i];
    if (!part || !wanted.has(source)) return;
    const known = contributions.get(source);
    if (known) known.push(part);
    else contributions.set(source, [part]);
  });
}

/** The sum of the parts. Parts that fill disjoint ranges of one axis are joined instead of padded and added. */
function total(parts: readonly Tensor[]): Tensor {
  return joinRanges(parts) ?? parts.reduce((sum, part) => add(sum, part));
}

interface Range {
  readonly piece: Tensor;
  readonly start: number;
  readonly end: number;
}

function joinRanges(parts: readonly Tensor[]): Tensor | null {
  const first = parts[0]!;
  if (parts.length < 2 || first.op !== 'pad') return null;
  const { axis } = attributesOf(first, 'pad');
  if (!parts.every((part) => part.op === 'pad' && attributesOf(part, 'pad').axis === axis)) return null;
  const ranges = parts.map((part): Range => {
    const { before } = part.attributes as OpAttributes['pad'];
    const piece = part.inputs[0]!;
    return { piece, start: before, end: before + piece.shape[axis]! };
  });
  ranges.sort((a, b) => a.start - b.start);
  if (ranges.some(({ start }, i) => i > 0 && start < ranges[i - 1]!.end)) return null;
  const extent = first.shape[axis]!;
  const filled = ranges.map(({ piece, start, end }, i) =>
    pad(piece, axis, i === 0 ? start : 0, (ranges[i + 1]?.start ?? extent) - end),
  );
  return concat(filled, axis);
}
