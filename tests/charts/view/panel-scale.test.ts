import { expect, it } from 'vitest';
import { columnWords, drawnTable, toCsv, viewFileName } from '../../../src/charts/view/drawn-table.ts';
import { panelAxes } from '../../../src/charts/view/panel-axes.ts';
import { gridOf } from '../../../src/charts/view/panel-layout.ts';
import { movedDomain, scaleOf, ticksOf } from '../../../src/charts/view/panel-scale.ts';
import { example, runOf, viewOf } from './view-example.ts';

const starts = [
  { at: 0, label: 'a', color: '#000000' },
  { at: 7, label: 'b', color: '#000000' },
];

it('has a place for update 0 on a logarithmic scale: 0, 1, 3, 7 are evenly spaced', () => {
  const { of } = scaleOf({ kind: 'log1p', domain: [0, 7] }, [0, 300]);
  expect([0, 1, 3, 7].map((value) => Math.round(of(value)))).toEqual([0, 100, 200, 300]);
});

it('begins the logarithm anew in each phase', () => {
  const { of, at } = scaleOf({ kind: 'log1p', domain: [0, 14], starts }, [0, 600]);
  expect([0, 1, 3, 7, 8, 10, 14].map((value) => Math.round(of(value)))).toEqual([
    0, 100, 200, 300, 400, 500, 600,
  ]);
  for (const value of [0, 0.5, 3, 6.9, 7, 7.5, 13]) expect(at(of(value))).toBeCloseTo(value, 9);
});

it.each(['linear', 'log1p'] as const)(
  'counts from the start of a phase as from the start of all, %s',
  (kind) => {
    const cut = scaleOf({ kind, domain: [2, 12], starts, constant: 3 }, [40, 700]);
    for (const [start, values] of [
      [0, [0, 0.5, 3, 6.9]],
      [7, [0, 0.25, 4, 7, 9]],
    ] as const)
      for (const value of values) expect(cut.from(start)(value)).toBeCloseTo(cut.of(start + value), 9);
    const whole = scaleOf({ kind, domain: [0, 12] }, [40, 700]);
    for (const value of [0, 3, 12]) expect(whole.from(0)(value)).toBe(whole.of(value));
  },
);

it('labels each phase from its own 0', () => {
  const ticks = ticksOf({ kind: 'linear', domain: [0, 14], starts }, [0, 600], 100);
  expect(ticks.filter(({ value }) => value >= 7)[0]).toEqual({ value: 7, label: 0 });
  expect(ticks.every(({ value, label }) => value === label || value === label + 7)).toBe(true);
});

it.each(['linear', 'log'] as const)('moves and stretches a %s domain', (kind) => {
  const scale = { kind, domain: [1, 100] } as const;
  const { at } = scaleOf(scale, [0, 1]);
  const [low, high] = movedDomain(scale, { factor: 2, anchor: 0.25 });
  expect(low).toBeCloseTo(at(0.125), 9);
  expect(high).toBeCloseTo(at(0.625), 9);
  const back = movedDomain({ kind, domain: movedDomain(scale, { share: 0.3 }) }, { share: -0.3 });
  expect(back[0]).toBeCloseTo(1, 9);
  expect(back[1]).toBeCloseTo(100, 9);
});

it('has no place for 0 on a logarithm', () => {
  expect(scaleOf({ kind: 'log', domain: [1, 10] }, [0, 100]).of(0)).toBeNaN();
});

it('writes what is drawn as CSV: the mean of each point and every run', () => {
  const view = viewOf({ colour: 'align.examples', phases: ['unalign'] });
  const lines = toCsv(drawnTable(view, example())).trimEnd().split('\n');
  expect(lines[0]).toBe(
    'align.examples,phase,updates,kind,run,seed,behaviour.logOdds,low,high,n,measurements',
  );
  expect(lines).toHaveLength(1 + 2 * 4 + 4 * 4);
  expect(lines.find((line) => line.startsWith('100,unalignment,2,run,2,'))).toBe(
    '100,unalignment,2,run,2,2,0,,,,1',
  );
});

it('has the ends of intervals only where they are drawn', () => {
  const bare = { colour: 'align.examples', show: { mean: true, interval: false, seeds: true } } as const;
  for (const chart of ['curves', 'trend'] as const) {
    const { columns, rows } = drawnTable(viewOf({ ...bare, chart }), example());
    expect(columns).not.toContain('low');
    expect(columns).not.toContain('high');
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(row).toHaveLength(columns.length);
    const whole = drawnTable(viewOf({ chart, colour: 'align.examples' }), example());
    expect(whole.columns).toContain('high');
    for (const row of whole.rows) expect(row).toHaveLength(whole.columns.length);
  }
});

it('heads columns with names, and leaves paths to files', () => {
  const heads = ['pretrain.tokens', 'align.examples', 'behaviour.logOdds', 'updates', 'n'].map(columnWords);
  expect(heads).toEqual([
    ...['pretraining tokens', 'alignment examples', 'behaviour log-odds (nats)', 'updates', 'n'],
  ]);
});

it('names a file by experiment, chart and what the chart is of', () => {
  const runs = [
    runOf(1, {}, 1, { experimentName: 'Size: Figures 5 & 9' }),
    runOf(2, {}, 1, { experimentName: '../größer' }),
  ];
  expect(viewFileName(viewOf({}), runs.slice(0, 1))).toBe('Size-Figures-5-9-curves-behaviour.logOdds');
  expect(viewFileName(viewOf({ chart: 'trend', metric: 'kl.toBase', reduction: 'area' }), runs)).toBe(
    'Size-Figures-5-9-and-1-more-trend-kl.toBase-area',
  );
  const index = viewOf({ chart: 'trend', reduction: 'resistanceIndex' });
  expect(viewFileName(index, runs.slice(1))).toBe('größer-trend-R');
  expect(viewFileName(viewOf({ chart: 'path' }), [])).toBe('springback-path');
});

it('keeps the 0 of a phase, before which a crowded number gives way', () => {
  const marks = (at: number) => {
    const x = { kind: 'log1p', domain: [0, at + 128], starts: [starts[0]!, { ...starts[1]!, at }] } as const;
    const y = { kind: 'linear', domain: [0, 1] } as const;
    const panel = {
      left: 50,
      right: 430,
      top: 0,
      bottom: 100,
      x,
      y,
      labels: { x: true, y: false },
      title: '',
    };
    const texts = panelAxes(panel, 0, 'light').marks.flatMap((mark) =>
      mark.type === 'text' && mark.y > 100 ? [mark.text] : [],
    );
    return texts;
  };
  // 512 stands 7 pixels before the end of a phase of 625 updates, far enough before that of one of 1000.
  expect(marks(625)).toEqual(['0', '2', '8', '32', '128', '0', '2', '8', '32', '128']);
  expect(marks(1000).filter((text) => text === '0')).toHaveLength(2);
  expect(marks(1000)).toContain('512');
});

it('places panels of a shape in as many columns as give it the most room', () => {
  const room = { width: 800, height: 360 };
  const heads = { grid: { columns: 2, rows: 1 }, titles: true, phases: false };
  expect(gridOf(2, room, heads)).toEqual({ columns: 2, rows: 1 });
  expect(gridOf(2, room, { ...heads, shape: 5 })).toEqual({ columns: 1, rows: 2 });
  expect(gridOf(2, room, { ...heads, shape: 1 })).toEqual({ columns: 2, rows: 1 });
  const both = { columns: 2, rows: 2 };
  expect(gridOf(4, room, { ...heads, grid: both, shape: 9 })).toEqual(both);
});

it('quotes what would break a line, and disarms what a spreadsheet would reckon', () => {
  const text = toCsv({
    columns: ['a', 'b'],
    rows: [
      ['say "x", y', '=1+1'],
      [null, -2],
    ],
  });
  expect(text).toBe('a,b\n"say ""x"", y",\'=1+1\n,-2\n');
});
