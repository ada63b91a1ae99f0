import { expect, it } from 'vitest';
import { heldRuns, shownRuns } from '../../../src/charts/view/arrange-runs.ts';
import { againstOf, determined, secondOf, variedPaths } from '../../../src/charts/view/axis-defaults.ts';
import { channelOf } from '../../../src/charts/view/run-values.ts';
import type { ViewInput } from '../../../src/core/view.ts';
import { runOf, viewOf } from './view-example.ts';

const size = [16, 32, 64].flatMap((width, i) =>
  [1000, 10_000].flatMap((examples, j) =>
    [1, 2].map((seed) =>
      runOf(100 * i + 10 * j + seed, { 'model.width': width, 'align.examples': examples }, seed, {
        parameters: 500 * width,
      }),
    ),
  ),
);

it('knows what follows from what', () => {
  expect(determined(size, 'parameters', ['model.width'])).toBe(true);
  expect(determined(size, 'align.examples', ['model.width', 'seed'])).toBe(false);
  expect(determined(size, 'parameters', [])).toBe(false);
  expect(variedPaths(size)).toEqual(['model.width', 'align.examples']);
});

it('takes the number of parameters where no axis says it', () => {
  const runs = [1, 2].map((id) => runOf(id, {}, 1, { experiment: id, parameters: 1000 * id }));
  expect(variedPaths(runs)).toEqual(['parameters']);
});

it('stands a trend on the amount that was swept, never on one that its sides fix', () => {
  expect(againstOf(viewOf({ chart: 'trend' }), size)).toBe('model.width');
  expect(againstOf(viewOf({ chart: 'trend', column: 'model.width' }), size)).toBe('align.examples');
  expect(againstOf(viewOf({ chart: 'trend', against: 'seed' }), size)).toBe('seed');
  const widths = size.filter(({ values }) => values['align.examples'] === 1000);
  expect(againstOf(viewOf({ chart: 'trend', colour: 'model.width' }), widths)).toBe('model.width');
  expect(againstOf(viewOf({ chart: 'trend' }), size.slice(0, 1))).toBeNull();
});

it('a heatmap has n⁺ in its rows, and never the axis of its panels', () => {
  const heatmap = (sides: ViewInput) => viewOf({ chart: 'heatmap', ...sides });
  expect(againstOf(heatmap({}), size)).toBe('align.examples');
  expect(againstOf(heatmap({ column: 'align.examples' }), size)).toBe('model.width');
  expect(againstOf(heatmap({ row: 'align.examples' }), size)).toBe('model.width');
  // It has neither colours nor dashes.
  expect(againstOf(heatmap({ colour: 'align.examples', dash: 'model.width' }), size)).toBe('align.examples');
  expect(againstOf(heatmap({ column: 'align.examples', row: 'model.width' }), size)).toBe('seed');
});

it('a heatmap has n⁻ in its columns where it was varied and no panel has it', () => {
  const runs = [8, 16].flatMap((n, i) =>
    [1, 2].map((seed) => runOf(10 * i + seed, { 'unalign.examples': n, 'model.width': 8 * n }, seed)),
  );
  expect(secondOf(viewOf({ chart: 'heatmap', against: 'seed' }), runs)).toBe('unalign.examples');
  expect(secondOf(viewOf({ chart: 'heatmap', column: 'model.width' }), runs)).toBe('updates');
  expect(secondOf(viewOf({ chart: 'heatmap' }), size)).toBe('updates');
});

it('knows a value that a run fixes and others vary', () => {
  const still = [1, 2].map((seed) =>
    runOf(900 + seed, {}, seed, { experiment: 2, fixed: { 'model.width': 64, 'pretrain.tokens': 9600 } }),
  );
  const { values, labels, of } = channelOf([...size, ...still], 'model.width');
  expect([values, labels]).toEqual([
    [16, 32, 64],
    ['16', '32', '64'],
  ]);
  expect(of(still[0]!)).toBe(2);
  expect(channelOf(still, 'pretrain.tokens').values).toEqual([9600]);
  expect(channelOf([...size, ...still], 'align.examples').labels.at(-1)).toBe('not varied');
});

it('holds an experiment as it holds an axis', () => {
  const runs = [1, 2].flatMap((id) =>
    size.map((run) => ({ ...run, id: 1000 * id + run.id, experiment: id })),
  );
  const { selection } = viewOf({ selection: { held: { experiment: '2', 'model.width': '32' } } });
  expect(new Set(heldRuns(selection, runs).map(({ experiment }) => experiment))).toEqual(new Set([2]));
  expect(shownRuns(viewOf({ selection }), { runs })).toHaveLength(4);
});
