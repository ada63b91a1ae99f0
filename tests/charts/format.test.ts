import { expect, it } from 'vitest';
import { axisValue, formatCount, formatTicks, formatValue } from '../../src/charts/format.ts';

it('counts are short and keep three digits', () => {
  expect([0, 7, 512, 1000, 1536, 131_072, 999_600, 1_500_000, 2e12].map(formatCount)).toEqual([
    '0',
    '7',
    '512',
    '1 k',
    '1.54 k',
    '131 k',
    '1 M',
    '1.5 M',
    '2 T',
  ]);
});

it('values have a true minus sign and no negative zero', () => {
  expect([-1.234, 0.5, -0.001].map((value) => formatValue(value))).toEqual(['−1.23', '0.50', '0.00']);
});

it('what is not a number is never written as NaN', () => {
  expect(formatCount(Number.NaN)).toBe('–');
  expect(formatValue(Number.POSITIVE_INFINITY)).toBe('–');
});

it('ticks have the decimals that their step needs', () => {
  expect(formatTicks([0, 0.2, 0.4])).toEqual(['0.0', '0.2', '0.4']);
  expect(formatTicks([-5, 0, 5])).toEqual(['−5', '0', '5']);
  expect(formatTicks([0, 20_000])).toEqual(['0', '20 k']);
});

it('axis values are written as people write them', () => {
  expect([64, 131_072, 0.54, 'llama', [1, 2]].map(axisValue)).toEqual([
    '64',
    '131 k',
    '0.54',
    'llama',
    '[1,2]',
  ]);
  const parts = [
    { kind: 'reviews' },
    { data: { kind: 'weightNoise', norm: 0.1 } },
    { tokens: 1_536_000, shuffled: true },
    {},
  ];
  expect(parts.map(axisValue)).toEqual([
    'reviews',
    'data weightNoise, norm 0.1',
    'tokens 1.54 M, shuffled',
    '{}',
  ]);
});
