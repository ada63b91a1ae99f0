import { expect, it } from 'vitest';
import { keepSeries, remembered } from '../../src/charts/kept-series.ts';
import { lossChart } from '../../src/charts/loss-chart.ts';
import type { ChartSeries } from '../../src/charts/series.ts';

const series = (run: number, mean: number[]): ChartSeries => ({
  run,
  seed: run,
  values: { 'model.width': 32 },
  phase: 'pretrain',
  metric: 'train.loss',
  update: mean.map((_, index) => index * 10),
  mean,
  min: mean.map((value) => value - 0.1),
  max: mean.map((value) => value + 0.1),
  count: mean.map(() => 10),
});
const many = (grown: number): ChartSeries[] =>
  Array.from({ length: 300 }, (_, run) =>
    series(
      run,
      Array.from({ length: run < grown ? 12 : 9 }, (_, i) => 4 - i / (run + 2)),
    ),
  );

it('keeps the objects of series that are as they were, by run, phase and metric', () => {
  const before = [series(1, [3, 2]), series(2, [3, 2]), series(3, [3, 2])];
  const now = [series(2, [3, 2]), series(1, [3, 2, 1]), series(3, [3, 1]), series(4, [3])];
  const kept = keepSeries(before, now);
  expect(kept).toEqual(now);
  expect(kept.map((one) => before.includes(one))).toEqual([true, false, false, false]);
});

it('makes anew what depends on another key, and forgets what was made of the one before', () => {
  const memory = remembered<object, number>();
  const [one, other] = [{}, {}];
  let made = 0;
  const make = (): number => ++made;
  expect([memory(one, 'a', make), memory(one, 'a', make), memory(other, 'a', make)]).toEqual([1, 1, 2]);
  expect([memory(one, 'b', make), memory(one, 'a', make)]).toEqual([3, 4]);
});

it('draws from kept series what it draws from new ones, on any scale', () => {
  const options = {
    height: 300,
    theme: 'light',
    metric: 'train.loss',
    phase: 'pretrain',
    stage: 'running',
  } as const;
  const draw = (list: readonly ChartSeries[], width: number, x: 'linear' | 'log', tokens: number) =>
    lossChart(list, { ...options, width, x, group: null, tokensPerUpdate: () => tokens }).marks;
  let kept: readonly ChartSeries[] = many(0);
  for (const [grown, width, x, tokens] of [
    [0, 700, 'linear', 1],
    [40, 700, 'linear', 1],
    [40, 500, 'linear', 1],
    [80, 500, 'log', 1],
    [80, 500, 'log', 512],
  ] as const) {
    kept = keepSeries(kept, many(grown));
    expect(draw(kept, width, x, tokens)).toEqual(draw(many(grown), width, x, tokens));
  }
});
