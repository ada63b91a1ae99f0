import { describe, expect, it } from 'vitest';
import { contrast } from '../../src/charts/color.ts';
import { formatAmount, formatEstimate } from '../../src/charts/format.ts';
import { diverging } from '../../src/charts/heatmap-chart.ts';
import { ledgerChart, ledgerChartHeight } from '../../src/charts/ledger-chart.ts';
import { cellText, estimateText, pText } from '../../src/charts/ledger-text.ts';
import type { Mark } from '../../src/charts/scene.ts';
import { toSvg } from '../../src/charts/svg.ts';
import type { LedgerChart, Summary } from '../../src/core/claims/ledger-schema.ts';

const none: Summary = { mean: null, low: null, high: null, n: 0, seeds: [] };
const at = (mean: number): Summary => ({
  mean,
  low: mean - 1,
  high: mean + 1,
  n: 2,
  seeds: [mean - 1, mean + 1],
});
const draw = (chart: LedgerChart) =>
  ledgerChart(chart, { width: 640, height: ledgerChartHeight(chart), theme: 'light' });
const marks = (chart: LedgerChart, role: string): Mark[] =>
  draw(chart).marks.filter((mark) => 'role' in mark && mark.role === role);
const words = (chart: LedgerChart): string =>
  draw(chart)
    .marks.flatMap((mark) => (mark.type === 'text' ? [mark.text] : []))
    .join(' ');

const trend: Extract<LedgerChart, { type: 'trend' }> = {
  type: 'trend',
  title: 'slope',
  xName: 'n⁺',
  yName: 'y',
  xScale: 'log',
  lines: [
    {
      name: 'width <16>',
      points: [1, 10, 100].map((x) => ({ x, label: String(x), ...at(Math.log10(x)) })),
    },
  ],
  references: [
    {
      name: 'law',
      points: [
        [1, 0],
        [100, 2],
      ],
    },
  ],
};
const pairs: Extract<LedgerChart, { type: 'pairs' }> = {
  type: 'pairs',
  title: 'loss',
  unit: 'nats',
  firstName: 'inverse',
  secondName: 'forward',
  cells: [
    { group: 'a', label: 'θ1→θ2', first: at(1), second: at(2) },
    { group: 'a', label: 'θ1→θ3', first: at(1), second: none },
  ],
};
const survival: Extract<LedgerChart, { type: 'survival' }> = {
  type: 'survival',
  title: 'back',
  xName: 'updates',
  groups: [
    {
      name: 'n⁺ 8',
      n: 4,
      steps: [
        { time: 1, survival: 0.75 },
        { time: 3, survival: 0.5 },
      ],
      censored: [7, 7],
      last: 7,
    },
  ],
};
const heatmap: Extract<LedgerChart, { type: 'heatmap' }> = {
  type: 'heatmap',
  title: 'score',
  xName: 'n⁻',
  yName: 'n⁺',
  valueName: 'score',
  x: [0, 16, 1024],
  y: [64, 1000],
  values: [
    [0.9, 0.5, null],
    [1, 0.6, 0.1],
  ],
  n: 3,
};
const empty: LedgerChart[] = [
  { ...trend, lines: [{ name: 'a', points: [{ x: 1, label: '1', ...none }] }], references: [] },
  { ...trend, lines: [], references: [] },
  { ...pairs, cells: [{ group: '', label: 'a', first: none, second: none }] },
  { ...pairs, cells: [] },
  { ...survival, groups: [] },
  {
    ...heatmap,
    values: [
      [null, null, null],
      [null, null, null],
    ],
  },
];

describe('the charts of a ledger', () => {
  it('put amounts evenly on a log scale, a dot for every seed, and the law beside them', () => {
    const seeds = marks(trend, 'seed').map((mark) => (mark.type === 'circle' ? mark.cx : 0));
    expect(seeds).toHaveLength(6);
    expect(seeds[2]! - seeds[0]!).toBeCloseTo(seeds[4]! - seeds[2]!, 9);
    expect(marks(trend, 'interval')).toHaveLength(3);
    expect(marks(trend, 'reference')).toHaveLength(1);
    expect(draw(trend).hits[2]!.lines).toEqual(['width <16>', '100', '2.000 [1.000, 3.000]', 'n = 2 seeds']);
    expect(toSvg(draw(trend))).toContain('width &lt;16&gt;');
  });

  it('put a pair side by side on one row, and leave out what was not measured', () => {
    expect(marks(pairs, 'marker').length).toBe(2 + 3);
    expect(marks(pairs, 'pair')).toHaveLength(1);
    const [join] = marks(pairs, 'pair');
    expect(join).toMatchObject({ type: 'line' });
    if (join?.type === 'line') expect(join.x1).toBeLessThan(join.x2);
    expect(words(pairs)).toContain('(n = 2 seeds)');
  });

  it('step down at each return and tick where a run ended', () => {
    const [line] = marks(survival, 'survival');
    expect(line!.type === 'path' && line!.d.split('L')).toHaveLength(6);
    expect(marks(survival, 'censored')).toHaveLength(1);
    expect(words(survival)).toContain('over 4 runs; 2 of them ended before they returned');
  });

  it('have a cell for every measured pair of amounts', () => {
    expect(marks(heatmap, 'cell')).toHaveLength(5);
    expect(marks(heatmap, 'value').map((mark) => mark.type === 'text' && mark.text)).toEqual([
      '0.90',
      '0.50',
      '1.00',
      '0.60',
      '0.10',
    ]);
    expect(words(heatmap)).toMatch(/1000 .*1024|1024 .*1000/);
  });

  it('keep numbers on cells readable in both themes', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (let value = 0; value <= 1; value += 0.05) {
        const scene = ledgerChart(
          {
            ...heatmap,
            x: [0, 1],
            y: [1, 2],
            values: [
              [value, value],
              [value, value],
            ],
          },
          { width: 640, height: 300, theme },
        );
        const text = scene.marks.find((mark) => 'role' in mark && mark.role === 'value');
        if (text?.type !== 'text') throw new Error('a cell without its number');
        expect(contrast(text.fill, diverging(theme, value)), `${theme} ${value}`).toBeGreaterThan(4.5);
      }
    }
  });

  it('say in words that nothing is measured, and never write NaN', () => {
    for (const chart of [...empty, trend, pairs, survival, heatmap]) {
      const svg = toSvg(draw(chart));
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    }
    for (const chart of empty) expect(marks(chart, 'empty').length, chart.type).toBeGreaterThan(0);
  });
});

describe('numbers of a ledger', () => {
  it('have three digits, a true minus, and say what is not known', () => {
    expect(formatEstimate(-0.0051234)).toBe('−0.00512');
    expect(formatEstimate(0.5)).toBe('0.5');
    expect(formatEstimate(0)).toBe('0');
    expect(formatEstimate(-1.5e-7)).toBe('−1.5×10⁻⁷');
    expect(formatEstimate(Number.NaN)).toBe('–');
    expect(formatAmount(1024)).toBe('1024');
    expect(formatAmount(131_072)).toBe('131 k');
    const interval = { low: -1, high: null, level: 0.95, of: 'the mean' };
    expect(estimateText({ estimate: 1.23456, interval })).toBe('1.23 [−1, ?]');
    expect(estimateText({ estimate: null, interval: null })).toBe('–');
    expect([pText(null), pText(0.0004), pText(0.04)]).toEqual(['–', '< 0.001', '0.040']);
    expect([cellText(null), cellText(0.123456), cellText(12_345), cellText('a')]).toEqual([
      '–',
      '0.1235',
      '12345',
      'a',
    ]);
  });
});
