import { describe, expect, it } from 'vitest';
import {
  areaToReference,
  asDuration,
  closestApproach,
  firstAbove,
  firstBelow,
  firstCrossing,
  halfLife,
  initialSlope,
  n50,
} from '../../../src/core/elasticity/recovery.ts';
import { resistanceIndex } from '../../../src/core/elasticity/resistance-index.ts';

const falling = { update: [0, 2, 4, 8], value: [3, 2, 1, -1], examples: [0, 32, 64, 128] };

describe('the first crossing', () => {
  it('is interpolated in updates and examples', () => {
    expect(firstCrossing(falling, 1.5)).toEqual({ update: 3, examples: 48, censored: false, at: 3 });
    expect(firstCrossing(falling, 0)!.update).toBe(6);
    expect(firstCrossing(falling, 3)!.update).toBe(0);
  });

  it('of a band is at the edge that is met first', () => {
    expect(firstCrossing(falling, { low: -0.5, high: 0.5 })!.update).toBe(5);
    expect(firstCrossing({ update: [0, 10], value: [-3, 3] }, { low: -1, high: 1 })!.update).toBeCloseTo(
      20 / 6,
      12,
    );
    expect(firstCrossing({ update: [0, 10], value: [0.2, 3] }, { low: -1, high: 1 })!.update).toBe(0);
  });

  it('is found where one step jumps over a whole band', () => {
    expect(firstCrossing({ update: [0, 1], value: [4, -4] }, { low: -1, high: 1 })!.update).toBeCloseTo(
      3 / 8,
      12,
    );
  });

  it('is censored at the last update where it never comes', () => {
    const never = firstCrossing(falling, -2)!;
    expect(never).toEqual({ update: null, examples: null, censored: true, at: 8 });
    expect(asDuration(never)).toEqual({ time: 8, censored: true });
    expect(firstCrossing({ update: [], value: [] }, 1)).toBeNull();
    expect(firstCrossing({ update: [0, 1], value: [Number.NaN, 2] }, 2)!.update).toBe(1);
  });

  it('from one side counts a curve that starts beyond', () => {
    expect(firstBelow({ update: [0, 4], value: [0.3, 0] }, 0.01)!.update).toBeCloseTo((4 * 0.29) / 0.3, 12);
    expect(firstBelow(falling, 5)!.update).toBe(0);
    expect(firstAbove(falling, 5)!.censored).toBe(true);
  });
});

describe('speed and distance', () => {
  it('have the values worked out by hand', () => {
    expect(initialSlope(falling, 4)).toBeCloseTo(-0.5, 12);
    expect(initialSlope(falling, 1)).toBeNull();
    expect(halfLife(falling, 0)!.update).toBe(3); // from 3 half way to 0 is 1.5
    expect(n50(falling)!.examples).toBe(64); // half way to −1 is 1
    expect(n50(falling, 0)!.examples).toBe(48);
  });

  it('include the area, cut at the horizon and at the crossing', () => {
    // Down to 0 at update 6: triangle 3 · 6/2 = 9, then a triangle of 1 · 2/2 below.
    expect(areaToReference(falling, 0, 8)).toEqual({ signed: 8, absolute: 10, horizon: 8 });
    // From 3 to 1 in four updates: 8; on to .5 in one more: .75.
    expect(areaToReference(falling, 0, 5)!.signed).toBeCloseTo(8.75, 12);
    expect(areaToReference(falling, 0, 9)).toBeNull();
  });

  it('tell a return from a passing-through', () => {
    const of = (value: number[]) => closestApproach({ update: value.map((_, i) => i), value })!;
    expect(of([1, 0.5, 0.2, 0.6, 1.2])).toMatchObject({
      distance: 0.2,
      update: 2,
      kind: 'passed',
      final: 1.2,
    });
    expect(of([1, 0.5, 0.2, 0.25, 0.21]).kind).toBe('returned');
    expect(of([1, 0.5, 0.2]).kind).toBe('approaching');
    expect(of([1, 1.5, 2]).kind).toBe('never');
    expect(closestApproach({ update: [], value: [] })).toBeNull();
  });
});

describe('the resistance index', () => {
  const forward = { update: [0, 10, 20, 40], value: [0, 2, 3, 4] };

  it('is updates back over updates forward in the same interval', () => {
    const whole = resistanceIndex(forward, { update: [0, 10], value: [4, -1] })!;
    expect(whole).toMatchObject({ near: 0, far: 4, updatesForward: 40, updatesBack: 8, censored: 'none' });
    expect(whole.ratio).toBeCloseTo(0.2, 12);
    // 10 to 90 %: 0.4 at update 2, 3.6 at update 32; back 3.6 at .8, .4 at 7.2.
    const trimmed = resistanceIndex(forward, { update: [0, 10], value: [4, -1] }, { trim: 0.1 })!;
    expect(trimmed.updatesForward).toBeCloseTo(30, 9);
    expect(trimmed.updatesBack).toBeCloseTo(6.4, 9);
  });

  it('is the same for the mirrored direction', () => {
    const mirror = (curve: { update: number[]; value: number[] }) => ({
      ...curve,
      value: curve.value.map((v) => -v),
    });
    expect(resistanceIndex(mirror(forward), mirror({ update: [0, 10], value: [4, -1] }))!.ratio).toBeCloseTo(
      0.2,
      12,
    );
  });

  it('is bounded where one way never arrives', () => {
    const back = resistanceIndex(forward, { update: [0, 100], value: [4, 1] })!;
    expect(back).toMatchObject({ ratio: null, censored: 'back', atLeast: 2.5, atMost: null });
    const there = resistanceIndex(forward, { update: [0, 10], value: [5, -5] }, { near: 0, far: 5 })!;
    expect(there).toMatchObject({ ratio: null, censored: 'forward', atLeast: null });
    expect(there.atMost).toBeCloseTo(5 / 40, 12);
  });

  it('is null where there is no interval to walk', () => {
    expect(resistanceIndex(forward, { update: [], value: [] })).toBeNull();
    expect(resistanceIndex(forward, { update: [0, 1], value: [0, -1] })).toBeNull();
  });
});
