import { expect, it } from 'vitest';
import { curveNotes } from '../../../src/charts/view/curve-notes.ts';
import { curveData } from '../../../src/charts/view/curves-chart.ts';
import { drawnTable } from '../../../src/charts/view/drawn-table.ts';
import { finerRanges, withFiner } from '../../../src/charts/view/finer-ranges.ts';
import type { ComparedSeries } from '../../../src/core/frozen-data.ts';
import type { ViewInput } from '../../../src/core/view.ts';
import { dataOf, runOf, seriesOf, viewOf } from './view-example.ts';

const metric = 'train.loss';
const points = (from: number, to: number, step: number): [number, number][] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => [from + i * step, 1]);
/** Alignment and unalignment of 0 … 1000, a point for each ten updates. */
const reduced = (run: number): ComparedSeries[] =>
  (['align', 'unalign'] as const).map((phase) => seriesOf(run, phase, metric, points(0, 1000, 10), 10));
const data = dataOf([runOf(1, {}, 1), runOf(2, {}, 2)], [...reduced(1), ...reduced(2)]);
const zoomed = (x: [number, number] | null, more: ViewInput = {}) =>
  viewOf({ metric, xScale: 'linear', zoom: { x, y: null }, ...more });

it('asks for nothing where nothing is zoomed, a phase is in view as a whole, or every measurement is drawn', () => {
  expect(finerRanges(viewOf({ metric }), data)).toEqual([]);
  expect(finerRanges(zoomed(null), data)).toEqual([]);
  expect(finerRanges(zoomed([-50, 1000]), data)).toEqual([]);
  const whole = dataOf([runOf(1, {}, 1)], [seriesOf(1, 'align', metric, points(0, 1000, 10))]);
  expect(finerRanges(zoomed([200, 300]), whole)).toEqual([]);
  expect(finerRanges(zoomed([200, 300], { chart: 'trend' }), data)).toEqual([]);
});

it('asks for what is in view and a little more, on a grid that a small pan does not leave', () => {
  // 100 updates: an eighth more on either side, in units of 8.
  const ranges = finerRanges(zoomed([200, 300]), data);
  expect(ranges).toEqual([{ runs: [1, 2], phase: 'align', updates: [184, 320], buckets: 1000 }]);
  expect(finerRanges(zoomed([201, 301]), data)).toEqual(ranges);
  expect(finerRanges(zoomed([203, 303]), withFiner(data, reduced(1)))).toEqual(ranges);
});

it('counts from the start of each phase, and takes each phase that is partly in view', () => {
  expect(finerRanges(zoomed([900, 1100]), data).map(({ phase, updates }) => [phase, updates])).toEqual([
    ['align', [880, 1016]],
    ['unalign', [0, 120]],
  ]);
});

it('asks each run for its own updates where the axis counts examples or tokens', () => {
  const other = runOf(2, {}, 2, { examplesPerUpdate: { align: 16, unalign: 8 } });
  const two = dataOf([runOf(1, {}, 1), other], data.series);
  // 1600 … 2400 examples are updates 200 … 300 at 8, 100 … 150 at 16.
  expect(finerRanges(zoomed([1600, 2400], { x: 'examples' }), two)).toEqual([
    { runs: [1], phase: 'align', updates: [184, 320], buckets: 1000 },
    { runs: [2], phase: 'align', updates: [92, 160], buckets: 1000 },
  ]);
});

it('leaves out what is not drawn, and asks for fewer points of each where runs are many', () => {
  expect(finerRanges(zoomed([200, 300], { selection: { without: [2] } }), data)[0]?.runs).toEqual([1]);
  const many = Array.from({ length: 200 }, (_, i) => runOf(i + 1, {}, i + 1));
  const all = dataOf(
    many,
    many.flatMap(({ id }) => reduced(id)),
  );
  expect(finerRanges(zoomed([200, 300]), all)[0]).toMatchObject({ buckets: 300 });
});

it('of a path asks for the updates whose places lie in the box', () => {
  // ‖θ1 − θ0‖ = 10; θ goes straight back from θ1 to θ0 in 100 updates.
  const at = points(0, 100, 10).map(([update]) => update);
  const distances = [
    seriesOf(
      1,
      'unalign',
      'weights.toBase',
      at.map((u) => [u, 10 - u / 10] as const),
      10,
    ),
    seriesOf(
      1,
      'unalign',
      'weights.toAligned',
      at.map((u) => [u, u / 10] as const),
      10,
    ),
  ];
  const one = dataOf([runOf(1, {}, 1)], distances);
  const view = zoomed([4.5, 6.5], { chart: 'path' });
  // 6 and 5 lie inside at updates 40 and 50; the lines to them begin and end at 30 and 60.
  expect(finerRanges(view, one)).toEqual([{ runs: [1], phase: 'unalign', updates: [26, 64], buckets: 1000 }]);
});

it('draws, tells and exports the finer points in place of the coarse ones', () => {
  const view = zoomed([200, 300], { colour: null });
  const fine = withFiner(data, [
    seriesOf(1, 'align', metric, points(0, 1000, 1)),
    seriesOf(2, 'align', metric, points(0, 1000, 1)),
  ]);
  const told = (of: typeof data): string => curveNotes(curveData(view, of, { theme: 'light' })!).join(' ');
  // 11 coarse points of 10 measurements lie in 200 … 300, of each of two runs; 101 fine ones.
  expect(told(data)).toContain('In view: 220 measurements; a point stands for up to 10.');
  expect(told(fine)).toContain('In view: 202 measurements, every one drawn.');
  const rows = drawnTable(view, fine).rows.filter((row) => row.includes('run'));
  expect(rows).toHaveLength(202);
  expect(rows.every((row) => Number(row[1]) >= 200 && Number(row[1]) <= 300 && row.at(-1) === 1)).toBe(true);
  // Its phases begin where they began, so that the same zoom shows the same place.
  const starts = (of: typeof data) => curveData(view, of, { theme: 'light' })!.x;
  expect(starts(fine)).toEqual(starts(data));
});
