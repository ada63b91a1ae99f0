// How each op passes a gradient back: the vector–Jacobian products, one row per op. Sums over broadcast axes included.
import {
  add,
  broadcast,
  div,
  exp,
  gather,
  greater,
  matmul,
  mul,
  neg,
  oneHot,
  pad,
  permute,
  reciprocal,
  reshape,
  rotate,
  scalar,
  scatterSum,
  select,
  slice,
  sqrt,
  sub,
  sum,
} from './build.ts';
import type { OpAttributes, OpName, Shape, Tensor } from './graph.ts';
import { broadcastAxes, reducedShape } from './shape.ts';

export interface Backward<O extends OpName> {
  /** ∂loss/∂output, of the output's shape. */
  readonly gradient: Tensor;
  readonly output: Tensor;
  readonly inputs: readonly Tensor[];
  readonly attributes: OpAttributes[O];
}

/** ∂loss/∂input for each input; null where the input is an index or a condition. */
export type Rule<O extends OpName> = (backward: Backward<O>) => readonly (Tensor | null)[];

/** Sums a gradient over the axes along which `shape` was repeated. */
export function reduceTo(gradient: Tensor, shape: Shape): Tensor {
  const axes = broadcastAxes(shape, gradient.shape);
  return reshape(axes.length === 0 ? gradient : sum(gradient, { axes }), shape);
}

const refuse =
  <O extends OpName>(): Rule<O> =>
  ({ output }) => {
    throw new Error(`${output.op} is not differentiable`);
  };

type Elementwise = (gradient: Tensor, a: Tensor, b: Tensor, output: Tensor) => readonly [Tensor, Tensor];

const binary =
  (rule: Elementwise) =>
  ({ gradient, inputs, output }: Backward<OpName>): readonly Tensor[] => {
    const [a, b] = inputs as [Tensor, Tensor];
    const [toA, toB] = rule(gradient, a, b, output);
    return [reduceTo(toA, a.shape), reduceTo(toB, b.shape)];
  };

const unary =
  (rule: (gradient: Tensor, x: Tensor, y: Tensor) => Tensor) =>
  ({ gradient, inputs, output }: Backward<OpName>): readonly Tensor[] => [rule(gradient, inputs[0]!, output)];

/** x · sigmoid(x) passes back g · (s + y · (1 − s)), in fewer passes than its two factors one by one. */
function mulRule(backward: Backward<'mul'>): readonly (Tensor | null)[] {
  const { gradient: g, output: y } = backward;
  const [a, b] = backward.inputs as [Tensor, Tensor];
  if (b.op === 'sigmoid' && b.inputs[0] === a) return [mul(g, add(b, mul(y, sub(scalar(1), b)))), null];
  return binary(() => [mul(g, b), mul(g, a)])(backward);
}

/** Extremes pass the gradient to `a` where the condition holds, else to `b`. */
const chosen = (condition: (a: Tensor, b: Tensor) => Tensor) =>
  binary((g, a, b) => {
    const toA = condition(a, b);
    return [select(toA, g, scalar(0)), select(toA, scalar(0), g)];
  });

function matmulRule({ gradient: g, inputs, attributes }: Backward<'matmul'>): readonly Tensor[] {
  const [a, b] = inputs as [Tensor, Tensor];
  const { transposeA, transposeB, scale } = attributes;
  const shared = b.shape.length === 2 && a.shape.length > 2;
  // Row by row of C = AB, AᵀB, ABᵀ, AᵀBᵀ. A shared b may only stand second, so its product is turned afterwards.
  const first = matmul(g, b, { transposeB: !transposeB, scale });
  const toA = !transposeA
    ? first
    : shared
      ? swapLast(first)
      : matmul(b, g, { transposeA: transposeB, transposeB: true, scale });
  if (shared && !transposeA) {
    const flatten = (x: Tensor) =>
      reshape(x, [x.shape.slice(0, -1).reduce((n, m) => n * m, 1), x.shape.at(-1)!]);
    return [toA, secondFactor(flatten(a), flatten(g), attributes)];
  }
  const toB = secondFactor(a, g, attributes);
  return [toA, shared ? sum(toB, { axes: a.shape.slice(0, -2).map((_, axis) => axis) }) : toB];
}

const secondFactor = (
  a: Tensor,
  g: Tensor,
  { transposeA, transposeB, scale }: OpAttributes['matmul'],
): Tensor =>
  transposeB
    ? matmul(g, a, { transposeA: true, transposeB: transposeA, scale })
    : matmul(a, g, { transposeA: !transposeA, scale });

function swapLast(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const rank = axes.length;
  return permute(x, [...axes.slice(0, -2), rank - 1, rank - 2]);
}

const sumLast = (x: Tensor): Tensor => sum(x, { axes: [-1], keep: true });
const meanLast = (x: Tensor): Tensor => mul(sumLast(x), scalar(1 / x.shape.at(-1)!));

/**
 * dx = y ∘ (g − Σ g ∘ y). Where g is a product dO·Vᵀ (attention) the sum is Σ dO ∘ (y·V), far smaller than g ∘ y
 * (Dao et al. 2022, §3.1), and y·V is already there.
 */
function softmaxRule({ gradient: g, output: y }: Backward<'softmax'>): readonly Tensor[] {
  return [mul(y, sub(g, inner(g, y)))];
}

function inner(g: Tensor, y: Tensor): Tensor {
  const product = g.op === 'matmul' ? (g.attributes as OpAttributes['matmul']) : null;
  if (!product?.transposeB || product.transposeA) return sumLast(mul(g, y));
  const [dO, V] = g.inputs as [Tensor, Tensor];
  if (dO.shape.at(-1)! >= y.shape.at(-1)!) return sumLast(mul(g, y));
  return mul(sumLast(mul(dO, matmul(y, V))), scalar(product.scale));
}

/** dx = g − exp(y) Σ g; for a picked entry, g = onehot · w, that is (onehot − exp(y)) · w. */
function logSoftmaxRule({ gradient: g, output: y }: Backward<'logSoftmax'>): readonly Tensor[] {
  const [hot, weight] = g.op === 'mul' ? g.inputs : [];
  if (hot?.op === 'oneHot' && weight?.shape.at(-1) === 1 && weight.shape.length === y.shape.length) {
    return [mul(sub(hot, exp(y)), weight)];
  }
  return [sub(g, mul(exp(y), sumLast(g)))];
}

/** 1 / sqrt(mean(x²) + ε), (…, 1). */
const inverseNorm = (x: Tensor, epsilon: number): Tensor =>
  reciprocal(sqrt(add(meanLast(mul(x, x)), scalar(epsilon))));

function maxRule({ gradient, inputs, output, attributes }: Backward<'max'>): readonly Tensor[] {
  const x = inputs[0]!;
  const kept = reducedShape(x.shape, attributes.axes, true);
  const isLargest = sub(scalar(1), greater(reshape(output, kept), x));
  const ties = sum(isLargest, { axes: attributes.axes, keep: true });
  return [mul(isLargest, div(reshape(gradient, kept), ties))];
}

function rotateRule({ gradient: g, inputs }: Backward<'rotate'>): readonly Tensor[] {
  const [x, cos, sin] = inputs as [Tensor, Tensor, Tensor];
  const [half, width] = [x.shape.at(-1)! / 2, x.shape.at(-1)!];
  const [x1, x2] = [slice(x, -1, 0, half), slice(x, -1, half, width)];
  const [g1, g2] = [slice(g, -1, 0, half), slice(g, -1, half, width)];
  return [
    rotate(g, cos, neg(sin)),
    reduceTo(add(mul(g1, x1), mul(g2, x2)), cos.shape),
    reduceTo(sub(mul(g2, x1), mul(g1, x2)), sin.shape),
  ];
}

function concatRule({ gradient, inputs, attributes: { axis } }: Backward<'concat'>): readonly Tensor[] {
  let start = 0;
  return inputs.map((part) => {
    const end = start + part.shape[axis]!;
    const piece = slice(gradient, axis, start, end);
    start = end;
    return piece;
  });
}

const asColumn = (x: Tensor): Tensor => reshape(x, [...x.shape, 1]);

export const rules: { readonly [O in OpName]: Rule<O> } = {
  input: () => [],
  constant: () => [],
  add: binary((g) => [g, g]),
  sub: binary((g) => [g, neg(g)]),
  mul: mulRule,
  div: binary((g, _, b, y) => [div(g, b), neg(div(mul(g, y), b))]),
  minimum: chosen((a, b) => greater(b, a)),
  maximum: chosen((a, b) => greater(a, b)),
  greater: refuse(),
  select: ({ gradient: g, inputs }) => {
    const [condition, a, b] = inputs as [Tensor, Tensor, Tensor];
    return [
      null,
      reduceTo(select(condition, g, scalar(0)), a.shape),
      reduceTo(select(condition, scalar(0), g), b.shape),
    ];
  },
  neg: unary((g) => neg(g)),
  exp: unary((g, _, y) => mul(g, y)),
  log: unary((g, x) => div(g, x)),
  sqrt: unary((g, _, y) => div(mul(g, scalar(0.5)), y)),
  reciprocal: unary((g, _, y) => neg(mul(g, mul(y, y)))),
  tanh: unary((g, _, y) => mul(g, sub(scalar(1), mul(y, y)))),
  sigmoid: unary((g, _, y) => mul(g, mul(y, sub(scalar(1), y)))),
  matmul: matmulRule,
  reshape: unary((g, x) => reshape(g, x.shape)),
  permute: ({ gradient, attributes: { axes } }) => [
    permute(
      gradient,
      axes.map((_, axis) => axes.indexOf(axis)),
    ),
  ],
  slice: ({ gradient, inputs, attributes: { axis, start, end } }) => [
    pad(gradient, axis, start, inputs[0]!.shape[axis]! - end),
  ],
  pad: ({ gradient, inputs, attributes: { axis, before } }) => [
    slice(gradient, axis, before, before + inputs[0]!.shape[axis]!),
  ],
  concat: concatRule,
  broadcast: unary((g, x) => reduceTo(g, x.shape)),
  sum: ({ gradient, inputs, attributes: { axes } }) => {
    const shape = inputs[0]!.shape;
    return [broadcast(reshape(gradient, reducedShape(shape, axes, true)), shape)];
  },
  max: maxRule,
  softmax: softmaxRule,
  logSoftmax: logSoftmaxRule,
  rmsNormalize: ({ gradient: g, inputs, output: y, attributes: { epsilon } }) => [
    mul(sub(g, mul(y, meanLast(mul(g, y)))), inverseNorm(inputs[0]!, epsilon)),
  ],
  layerNormalize: ({ gradient: g, inputs, output: y, attributes: { epsilon } }) => {
    const x = inputs[0]!;
    const scale = inverseNorm(sub(x, meanLast(x)), epsilon);
    return [mul(sub(sub(g, meanLast(g)), mul(y, meanLast(mul(g, y)))), scale)];
  },
  rotate: rotateRule,
  gather: ({ gradient, inputs }) => [scatterSum(inputs[1]!, gradient, inputs[0]!.shape[0]!), null],
  scatterSum: ({ gradient, inputs }) => [null, gather(gradient, inputs[0]!)],
  pick: ({ gradient, inputs }) => [
    mul(oneHot(inputs[1]!, inputs[0]!.shape.at(-1)!), asColumn(gradient)),
    null,
  ],
  oneHot: refuse(),
};
