import { expect, it } from 'vitest';
import { liveChart } from '../../src/charts/live-chart.ts';
import type { ChartSeries } from '../../src/charts/series.ts';

const series = (run: number, phase: string, mean: number[]): ChartSeries => ({
  run,
  seed: run,
  values: { 'model.width': 32 },
  phase,
  metric: 'behaviour.logOdds',
  update: mean.map((_, index) => index),
  mean,
  min: mean,
  max: mean,
  count: mean.map(() => 1),
});
const size = { width: 400, height: 200, theme: 'light', metric: 'behaviour.logOdds' } as const;

it('draws what trains now in front, with a tip, and answers the pointer for it alone', () => {
  const scene = liveChart(
    [series(1, 'align', [0, 1]), series(2, 'align', [0, 2]), series(2, 'unalign', [2, Number.NaN])],
    {
      ...size,
      active: new Set([2]),
      runs: 2,
    },
  );
  const roles = scene.marks.map(({ role }) => role);
  expect(roles.filter((role) => role === 'line')).toHaveLength(1);
  expect(roles.filter((role) => role === 'tip')).toHaveLength(2);
  expect(roles.indexOf('line')).toBeLessThan(roles.indexOf('active'));
  expect(scene.hits.map(({ lines }) => lines)).toEqual([
    ['width 32, seed 2', 'alignment, update 0', '0'],
    ['width 32, seed 2', 'alignment, update 1', '2'],
    ['width 32, seed 2', 'unalignment, update 0', '2'],
  ]);
  expect(scene.description).toBe('2 runs, 1 of them training; scale log(1 + update).');
});

it('names both axes, the metric with its unit', () => {
  const scene = liveChart([series(1, 'align', [0, 1])], { ...size, active: new Set(), runs: 1 });
  const names = scene.marks.flatMap((mark) => (mark.role === 'axis-name' ? [mark] : []));
  expect(names.map((mark) => mark.type === 'text' && mark.text)).toEqual([
    'behaviour log-odds (nats)',
    'updates of the phase (log)',
  ]);
});

it('says how many lines it left out, and says so where there is nothing', () => {
  const many = Array.from({ length: 200 }, (_, index) => series(index + 1, 'align', [0, 1]));
  const scene = liveChart(many, { ...size, active: new Set(), runs: 864 });
  expect(scene.marks.filter(({ role }) => role === 'line')).toHaveLength(80);
  expect(scene.description).toBe(
    '80 runs, 0 of them training; scale log(1 + update). Of 864 runs only these are drawn: those that train, and the newest.',
  );
  expect(liveChart([], { ...size, active: new Set(), runs: 0 }).description).toBe('Nothing is measured yet.');
});
