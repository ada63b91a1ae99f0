import { expect, it } from 'vitest';
import { axisValue, formatCount, formatEstimate, formatTicks, formatValue } from '../../src/charts/format.ts';

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

it('tiny and huge ticks share one power of ten or one prefix, and stay apart', () => {
  expect(formatTicks([0, 2e-10, 4e-10])).toEqual(['0', '2×10⁻¹⁰', '4×10⁻¹⁰']);
  expect(formatTicks([-1e-9, -5e-10, 0])).toEqual(['−1.0×10⁻⁹', '−0.5×10⁻⁹', '0']);
  expect(formatTicks([0.5, 0.500_000_2])).toEqual(['0.5000000', '0.5000002']);
  expect(formatTicks([1e6, 1_000_500])).toEqual(['1.0000 M', '1.0005 M']);
  expect(formatTicks([-2e18, 0, 2e18])).toEqual(['−2×10¹⁸', '0', '2×10¹⁸']);
});

it('every writer has one minus sign and one form of powers of ten', () => {
  const written = [
    formatEstimate(-1.234e-9),
    formatCount(-1.234e-9),
    axisValue(-1.234e-9),
    formatValue(-1.5e21),
    formatCount(2e18),
  ];
  expect(written).toEqual(['−1.23×10⁻⁹', '−1.23×10⁻⁹', '−1.234×10⁻⁹', '−1.5×10²¹', '2×10¹⁸']);
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
    'data weight noise, norm 0.1',
    'tokens 1.54 M, shuffled',
    '{}',
  ]);
});
