// Shape arithmetic and the errors of the graph: each names the op and the shapes. It builds no nodes.
import type { DType, OpName, Shape, Tensor } from './graph.ts';

export const showShape = (shape: Shape): string => `(${shape.join(', ')})`;

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((extent, axis) => extent === b[axis]);

export function shapeError(op: OpName, inputs: readonly Tensor[], reason: string): Error {
  const shapes = inputs.map((input) => showShape(input.shape)).join(' and ');
  return new Error(`${op}: ${reason}, got ${shapes}`);
}

export function requireType(op: OpName, tensor: Tensor, dtype: DType): void {
  if (tensor.dtype !== dtype) {
    throw new Error(`${op}: expected ${dtype}, got ${tensor.dtype} of shape ${showShape(tensor.shape)}`);
  }
}

/** The NumPy broadcast of two shapes, or null where they do not fit. */
export function broadcastShapes(a: Shape, b: Shape): Shape | null {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return null;
    shape.push(left === 1 ? right : left);
  }
  return shape;
}

/** A non-negative axis below `rank`; negative axes count from the end. */
export function normalAxis(op: OpName, axis: number, tensor: Tensor): number {
  const rank = tensor.shape.length;
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(normal) || normal < 0 || normal >= rank) {
    throw shapeError(op, [tensor], `axis ${axis} is not one of ${rank} axes`);
  }
  return normal;
}

export function checkShape(op: OpName, shape: Shape): Shape {
  for (const extent of shape) {
    if (!Number.isInteger(extent) || extent < 1) {
      throw new Error(`${op}: extents are positive integers, got ${showShape(shape)}`);
    }
  }
  return shape;
}

/** Axes of `from` along which it is repeated to become `to`, counted in `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const missing = to.length - from.length;
  return to.flatMap((extent, axis) =>
    axis < missing || (from[axis - missing] === 1 && extent !== 1) ? [axis] : [],
  );
}

/** What is left of a shape after reducing `axes`. */
export function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  return shape.flatMap((extent, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [extent]));
}
