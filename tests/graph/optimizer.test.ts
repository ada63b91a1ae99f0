// AdamW against a loop over numbers, written from the papers and not from the graph.
import { expect, test } from 'vitest';
import { input } from '../../src/graph/build.ts';
import { adamScalars, adamUpdate, globalNorm, rateAt } from '../../src/graph/optimizer.ts';
import { compiled, evaluate, randomReal, real, relativeError, unit } from './numeric.ts';

const dialNames = [
  'update',
  'adamUpdate',
  'rate',
  'warmup',
  'decayFrom',
  'decayTo',
  'weightDecay',
  'beta1',
  'beta2',
  'clip',
] as const;
type Dials = Record<(typeof dialNames)[number], number>;
const nodes = Object.fromEntries(dialNames.map((name) => [name, input(name, [])])) as Record<
  keyof Dials,
  ReturnType<typeof input>
>;
const numbers = (dials: Dials) => Object.fromEntries(dialNames.map((name) => [name, unit(dials[name])]));

const plain: Dials = {
  update: 1,
  adamUpdate: 1,
  rate: 0.1,
  warmup: 0,
  decayFrom: 0,
  decayTo: 0,
  weightDecay: 0,
  beta1: 0.9,
  beta2: 0.95,
  clip: 0,
};

function rateByHand({ update, rate, warmup, decayFrom, decayTo }: Dials): number {
  const warm = Math.min(1, update / Math.max(1, warmup));
  if (decayTo <= decayFrom) return rate * warm;
  return rate * warm * Math.min(1, Math.max(0, (decayTo - update + 1) / (decayTo - decayFrom + 1)));
}

/** Kingma & Ba 2015, algorithm 1, with decoupled decay and clipping by the global norm. */
function adamByHand(
  parts: { theta: number[]; m: number[]; v: number[]; decay: boolean }[],
  slopes: number[][],
  dials: Dials,
) {
  const norm = Math.sqrt(slopes.flat().reduce((total, g) => total + g * g, 0));
  const clipping = dials.clip > 0 ? Math.min(1, dials.clip / (norm + 1e-6)) : 1;
  const rate = rateByHand(dials);
  parts.forEach((part, k) => {
    part.theta.forEach((_, i) => {
      const g = slopes[k]![i]! * clipping;
      part.m[i] = dials.beta1 * part.m[i]! + (1 - dials.beta1) * g;
      part.v[i] = dials.beta2 * part.v[i]! + (1 - dials.beta2) * g * g;
      const mHat = part.m[i]! / (1 - dials.beta1 ** dials.adamUpdate);
      const vHat = part.v[i]! / (1 - dials.beta2 ** dials.adamUpdate);
      if (part.decay) part.theta[i]! -= rate * dials.weightDecay * part.theta[i]!;
      part.theta[i]! -= (rate * mHat) / (Math.sqrt(vHat) + 1e-8);
    });
  });
}

test('fourteen updates equal the loop by hand, with clipping, decay, warm-up and a falling rate', async () => {
  const names = ['a', 'b'];
  const sizes = [5, 3];
  const states = names.map((name, k) => ({
    theta: input(`${name}.theta`, [sizes[k]!]),
    m: input(`${name}.m`, [sizes[k]!]),
    v: input(`${name}.v`, [sizes[k]!]),
  }));
  const slopes = names.map((name, k) => input(`${name}.g`, [sizes[k]!]));
  const norm = globalNorm(slopes);
  const shared = adamScalars(nodes, rateAt(nodes), norm);
  const outputs = states.map((state, k) => adamUpdate(state, slopes[k]!, shared, k === 0));
  const run = await compiled(
    Object.fromEntries(
      names.flatMap((name, k) =>
        Object.entries(outputs[k]!).map(([field, tensor]) => [`${name}.${field}`, tensor]),
      ),
    ),
  );
  const parts = names.map((name, k) => ({
    theta: [...randomReal(name, [sizes[k]!]).data],
    m: new Array<number>(sizes[k]!).fill(0),
    v: new Array<number>(sizes[k]!).fill(0),
    decay: k === 0,
  }));
  let clipped = 0;
  for (let update = 1; update <= 14; update++) {
    const dials: Dials = {
      ...plain,
      update,
      adamUpdate: update + 2,
      warmup: 4,
      decayFrom: 8,
      decayTo: 13,
      weightDecay: 0.1,
      clip: 2,
    };
    const g = names.map((name, k) => [...randomReal(`${name} ${update}`, [sizes[k]!], -1.2, 1.2).data]);
    if (Math.hypot(...g.flat()) > 2) clipped += 1;
    const state = names.flatMap((name, k) =>
      (['theta', 'm', 'v'] as const).map((field) => [
        `${name}.${field}`,
        real([sizes[k]!], parts[k]![field]),
      ]),
    );
    const given = names.map((name, k) => [`${name}.g`, real([sizes[k]!], g[k]!)]);
    const result = await run({ ...numbers(dials), ...Object.fromEntries([...state, ...given]) });
    adamByHand(parts, g, dials);
    names.forEach((name, k) => {
      for (const field of ['theta', 'm', 'v'] as const) {
        expect(relativeError(result[`${name}.${field}`]!, parts[k]![field]), `${name}.${field}`).toBeLessThan(
          1e-12,
        );
      }
    });
  }
  expect(clipped).toBeGreaterThan(2);
  expect(clipped).toBeLessThan(14);
});

test('the first update moves every parameter by the rate, against its slope', async () => {
  const state = { theta: input('theta', [2]), m: input('m', [2]), v: input('v', [2]) };
  const g = input('g', [2]);
  const shared = adamScalars(nodes, rateAt(nodes), globalNorm([g]));
  const zero = real([2], [0, 0]);
  const given = { ...numbers(plain), theta: real([2], [1, 1]), m: zero, v: zero, g: real([2], [3, -0.2]) };
  const theta = await evaluate(adamUpdate(state, g, shared, true).theta, given);
  expect(theta[0]).toBeCloseTo(0.9, 6);
  expect(theta[1]).toBeCloseTo(1.1, 6);
});

test('betas of 0 make it a step of the rate times the sign', async () => {
  const state = { theta: input('theta', [2]), m: input('m', [2]), v: input('v', [2]) };
  const g = input('g', [2]);
  const shared = adamScalars(nodes, rateAt(nodes), globalNorm([g]));
  const given = {
    ...numbers({ ...plain, beta1: 0, beta2: 0 }),
    theta: real([2], [0, 0]),
    m: real([2], [9, 9]),
    v: real([2], [9, 9]),
    g: real([2], [3, -2]),
  };
  const theta = await evaluate(adamUpdate(state, g, shared, true).theta, given);
  expect(theta[0]).toBeCloseTo(-0.1, 8);
  expect(theta[1]).toBeCloseTo(0.1, 8);
});

test('the rate warms up, stays, and falls to its last share at decayTo', async () => {
  const at = async (dials: Partial<Dials>) =>
    (await evaluate(rateAt(nodes), numbers({ ...plain, rate: 1, ...dials })))[0]!;
  const shape = { warmup: 4, decayFrom: 8, decayTo: 11 };
  expect(await at({ ...shape, update: 1 })).toBe(0.25);
  expect(await at({ ...shape, update: 4 })).toBe(1);
  expect(await at({ ...shape, update: 8 })).toBe(1);
  expect(await at({ ...shape, update: 9 })).toBe(0.75);
  expect(await at({ ...shape, update: 11 })).toBe(0.25);
  expect(await at({ ...shape, update: 12 })).toBe(0);
  expect(await at({ ...shape, update: 20 })).toBe(0);
  expect(await at({ update: 1000 })).toBe(1);
});
