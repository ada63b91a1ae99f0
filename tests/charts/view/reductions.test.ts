import { expect, it } from 'vitest';
import { type Mark, textWidth } from '../../../src/charts/scene.ts';
import { cellOf } from '../../../src/charts/view/cells.ts';
import { indexSeries } from '../../../src/charts/view/curve-lines.ts';
import { drawView } from '../../../src/charts/view/draw-view.ts';
import { heatmapData } from '../../../src/charts/view/heatmap-view.ts';
import { hookeArms } from '../../../src/charts/view/hooke-data.ts';
import { reduceRun } from '../../../src/charts/view/reduce-run.ts';
import { trendData } from '../../../src/charts/view/trend-view.ts';
import { corner, weightPath } from '../../../src/charts/view/weight-path.ts';
import type { Reduction } from '../../../src/core/view.ts';
import { dataOf, example, runOf, seriesOf, viewOf } from './view-example.ts';

const size = { width: 640, height: 420, theme: 'light' } as const;
const flat = (marks: readonly Mark[]): Mark[] =>
  marks.flatMap((mark) => (mark.type === 'group' ? flat(mark.marks) : [mark]));

it.each<[Reduction, number, boolean]>([
  ['last', -3, false], // run 1: 1 − 4
  ['change', -4, false],
  ['early', -3, false], // over 3 updates, between 2 and 4
  ['updatesToReturn', 1, false], // at θ0's 0 after 1 update
  // Forward 0 → 1 in 4 updates, back 1 → 0 in 1: over any middle part of both straight lines 1/4.
  ['resistanceIndex', 0.25, false],
])('reduces a run to its %s', (reduction, value, censored) => {
  const data = example();
  const got = reduceRun(viewOf({ reduction, at: 3 }), indexSeries(data), data.runs[0]!);
  expect(got?.value).toBeCloseTo(value, 10);
  expect(got?.censored).toBe(censored);
});

it('takes the mean over a phase over log(1 + update)', () => {
  const data = dataOf(
    [runOf(1, {}, 1)],
    [
      seriesOf(1, 'unalign', 'm', [
        [0, 0],
        [1, 2],
        [3, 2],
      ]),
    ],
  );
  // log 1, log 2, log 4: the first half climbs from 0 to 2 (mean 1), the second stays at 2.
  const got = reduceRun(viewOf({ metric: 'm', reduction: 'area' }), indexSeries(data), data.runs[0]!);
  expect(got?.value).toBeCloseTo(1.5, 12);
});

it('says that a run has not returned, and how long it was looked for', () => {
  const runs = [runOf(1, {}, 1)];
  const data = dataOf(runs, [
    seriesOf(1, 'align', 'm', [
      [0, 0],
      [4, 9],
    ]),
    seriesOf(1, 'unalign', 'm', [
      [0, 9],
      [16, 3],
    ]),
  ]);
  const view = viewOf({ metric: 'm', reduction: 'updatesToReturn', x: 'examples' });
  expect(reduceRun(view, indexSeries(data), runs[0]!)).toEqual({ value: 128, censored: true });
});

it('reports the Kaplan–Meier median where a seed is censored, and no interval', () => {
  const runs = [1, 2, 3].map((seed) => runOf(seed, {}, seed));
  const cell = cellOf(runs, ({ seed }) => ({ value: seed * 10, censored: seed === 3 }))!;
  expect(cell.kind).toBe('median');
  expect(cell.centre).toEqual({ mean: 20, low: null, high: null, n: 3 });
  const lost = cellOf(runs, ({ seed }) => ({ value: seed * 10, censored: seed > 1 }))!;
  expect(lost.centre.mean).toBeNaN();
});

it('draws a trend with the slope per doubling', () => {
  const view = viewOf({ chart: 'trend', against: 'align.examples', reduction: 'last' });
  const drawn = trendData(view, example())!;
  const [line] = drawn.panels[0]!;
  expect(line!.points.map(({ x, cell }) => [x, cell.centre.mean])).toEqual([
    [100, -2.5],
    [400, 0.5],
  ]);
  // 3 over two doublings, the same for both seeds.
  expect(line!.slope!.mean).toBeCloseTo(1.5, 12);
  const scene = drawView(view, example(), size);
  expect(scene.description).toMatch(/Slope per doubling of alignment examples, [^:]+: all runs: 1\.5 \[/);
  expect(scene.hits.find(({ lines }) => lines.includes('seed 2: 1.000'))?.runs).toEqual([4]);
});

it('gives no slope where a time is censored, and draws the censored run as an open triangle', () => {
  const data = example();
  const short = {
    ...data,
    series: data.series.map((s) =>
      s.run === 4 && s.phase === 'unalign' ? { ...s, mean: s.mean.map(() => 5) } : s,
    ),
  };
  const view = viewOf({ chart: 'trend', against: 'align.examples', reduction: 'updatesToReturn' });
  expect(trendData(view, short)!.panels[0]![0]!.slope).toBeNull();
  const scene = drawView(view, short, size);
  expect(flat(scene.marks).filter(({ role }) => role === 'censored')).toHaveLength(1);
  expect(scene.description).toContain('Open triangle: one that had not returned');
});

it('fills a heatmap of n⁺ against the updates of unalignment', () => {
  const view = viewOf({ chart: 'heatmap', x: 'examples' });
  const drawn = heatmapData(view, example())!;
  expect(drawn.rows).toEqual(['100', '400']);
  expect(drawn.columns).toEqual(['0', '8', '16', '32']);
  const value = (row: number, column: number): number =>
    drawn.panels[0]!.find((cell) => cell.row === row && cell.column === column)!.cell.centre.mean;
  expect([value(0, 0), value(1, 0), value(1, 3)]).toEqual([1.5, 4.5, 0.5]);
  const scene = drawView(view, example(), size);
  expect(scene.hits[0]?.runs).toEqual([1, 2]);
  expect(flat(scene.marks).filter(({ role }) => role === 'cell')).toHaveLength(8);
});

it('writes in all cells of a heatmap alike, within them, or in none', () => {
  const view = viewOf({ chart: 'heatmap' });
  const drawn = (more: { width?: number }) => {
    const marks = flat(drawView(view, example(), { ...size, ...more }).marks);
    const written = (role: string) => marks.filter((mark) => mark.role === role && mark.type === 'text');
    const [cell] = marks.filter(({ role }) => role === 'cell');
    return { values: written('value'), ns: written('n'), width: cell?.type === 'rect' ? cell.width : 0 };
  };
  const wide = drawn({});
  expect(wide.values).toHaveLength(8);
  expect(wide.values[0]).toMatchObject({ text: '1.50', size: 11.5 });
  expect(wide.ns.map(({ type, ...n }) => 'text' in n && n.text)).toEqual(Array(8).fill('n = 2'));
  // Too narrow for n, then for values beside each other, then for any.
  for (let width = size.width; width > 160; width -= 7) {
    const { values, ns, width: room } = drawn({ width });
    expect([0, 8]).toContain(values.length);
    expect([0, 8]).toContain(ns.length);
    for (const mark of [...values, ...ns])
      if (mark.type === 'text' && mark.rotate === undefined)
        expect(textWidth(mark.text, mark.size)).toBeLessThan(room);
  }
  const narrow = drawn({ width: 230 });
  expect([narrow.values[0], narrow.ns]).toMatchObject([{ text: '1.50', rotate: -90 }, []]);
  expect(drawn({ width: 150 }).values).toEqual([]);
});

it('names what the colours of a heatmap are of, with the unit', () => {
  const { marks } = drawView(viewOf({ chart: 'heatmap' }), example(), size);
  const names = flat(marks).filter(({ role }) => role === 'axis-name');
  expect(names).toContainEqual(expect.objectContaining({ text: 'behaviour log-odds (nats)', rotate: -90 }));
});

it('places θ by the law of cosines: 3-4-5', () => {
  expect(corner(3, 4, 5)).toEqual({ along: 1.8, beside: 2.4 });
  expect(corner(2, 3, 5)).toEqual({ along: 2, beside: 0 }); // between the two, on the line
  expect(corner(1, 1, 3).beside).toBe(0); // rounding may open a triangle
});

it('reads the path of unalignment from three distances', () => {
  const run = runOf(1, {}, 1);
  const data = dataOf(
    [run],
    [
      seriesOf(1, 'unalign', 'weights.toBase', [
        [0, 5],
        [8, 3],
      ]),
      seriesOf(1, 'unalign', 'weights.toAligned', [
        [0, 0],
        [8, 4],
      ]),
    ],
  );
  const points = weightPath(indexSeries(data), run)!;
  expect(points[0]).toEqual({ update: 0, along: 5, beside: 0 });
  expect(points[1]!.along).toBeCloseTo(1.8, 12);
  const scene = drawView(viewOf({ chart: 'path' }), data, size);
  // One unit is as long both ways.
  const { left, right, top, bottom, x, y } = scene.panels![0]!;
  expect((right - left) / (x.domain[1] - x.domain[0])).toBeCloseTo(
    (bottom - top) / (y.domain[1] - y.domain[0]),
    8,
  );
});

it('reckons the Hooke picture: sizes in tokens, elongations in nats', () => {
  const bits = (phase: 'align' | 'unalign', set: string, from: number, to: number) =>
    seriesOf(1, phase, `${set}.bitsPerToken`, [
      [0, from],
      [10, to],
    ]);
  const data = dataOf(
    [runOf(1, {}, 1)],
    [
      ...[
        bits('align', 'positive', 3, 1),
        bits('align', 'negative', 3, 3.5),
        bits('align', 'pretrain', 2, 2.2),
      ],
      ...[
        bits('unalign', 'positive', 1, 2),
        bits('unalign', 'negative', 3.5, 1),
        bits('unalign', 'pretrain', 2.2, 2.3),
      ],
    ],
  );
  const [arm] = hookeArms(viewOf({ chart: 'hooke' }), data).arms;
  const [p, a] = arm!.springs;
  expect([p!.size, a!.size]).toEqual([10_000, 800]); // 10 updates of 80 tokens
  expect(p!.divergenceChange).toBeCloseTo(0.1 * Math.LN2, 12);
  expect(a!.divergenceChange).toBeCloseTo(Math.LN2, 12); // of the positive responses, which alignment shortened
  expect(arm!.evenness).toBeCloseTo(0.8, 12); // 800 against 1000
  expect(drawView(viewOf({ chart: 'hooke' }), example(), size).description).toContain('bits per token');
});
