import { expect, it } from 'vitest';
import { awakeClock } from '../../src/core/awake-clock.ts';

const hours = 3_600_000;

it('a clock of the time awake leaves out what lies between two readings that are too far apart', () => {
  let steady = 5_000_000;
  const awake = awakeClock({ steady: () => steady, longestMilliseconds: 30_000 });
  const after = (milliseconds: number): number => {
    steady += milliseconds;
    return awake();
  };
  expect([0, 1000, 30_000, 0.5].map(after)).toEqual([0, 1000, 31_000, 31_000.5]);
  expect(after(8 * hours)).toBe(31_000.5);
  expect(after(1000)).toBe(32_000.5);
  expect(after(30_001)).toBe(32_000.5);
});
