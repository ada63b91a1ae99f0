import { expect, it } from 'vitest';
import { nearest } from '../../src/renderer/nearest.ts';
import { bytes, duration, roughDuration } from '../../src/renderer/words.ts';

it('durations are read at a glance', () => {
  expect([0, 42.4, 130, 3599.6, 7500, 300_000].map(duration)).toEqual([
    '0 s',
    '42 s',
    '2 min 10 s',
    '1 h 0 min',
    '2 h 5 min',
    '3 days',
  ]);
});

it('hours do not come with sixty minutes', () => {
  expect(duration(7199)).toBe('2 h 0 min');
});

it('amounts of data are read at a glance', () => {
  expect([12_000, 3_400_000, 2_000_000_000].map(bytes)).toEqual(['12 kB', '3.4 MB', '2.0 GB']);
});

it('a clock that jumps makes no time negative, nor endless', () => {
  expect([-5, -1e9, -0.4].map(duration)).toEqual(['0 s', '0 s', '0 s']);
  expect([Number.NaN, Number.POSITIVE_INFINITY].map(duration)).toEqual(['unknown', 'unknown']);
});

it('a pointer finds the nearest point within 36 pixels', () => {
  const hits = [0, 10, 100].map((x) => ({ x, y: 0, color: '', lines: [] }));
  expect(nearest(hits, 6, 3)).toBe(1);
  expect(nearest(hits, 50, 0)).toBeNull();
  expect(nearest([], 0, 0)).toBeNull();
});

it('an estimate is told no more precisely than it is known', () => {
  expect([0, 0.2, 42, 88, 91, 130, 887, 3599, 7500].map(roughDuration)).toEqual([
    '0 s',
    '5 s',
    '45 s',
    '90 s',
    '2 min',
    '2 min',
    '15 min',
    '60 min',
    '2 h 5 min',
  ]);
  expect(roughDuration(Number.POSITIVE_INFINITY)).toBe('unknown');
});
