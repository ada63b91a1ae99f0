import { expect, it } from 'vitest';
import type { Hit, ScenePanel } from '../../../src/charts/scene.ts';
import { runSamples, surpriseShare } from '../../../src/charts/view/sample-moments.ts';
import type { HistoryRun } from '../../../src/contract/history.ts';
import { selectionSchema } from '../../../src/core/view.ts';
import {
  heldChoices,
  metricChoices,
  phaseChoices,
  restPaths,
} from '../../../src/renderer/compare/choices.ts';
import { boxZoom, insideOf, lassoRuns, movedZoom, stretched } from '../../../src/renderer/compare/gesture.ts';
import { still } from '../../../src/renderer/compare/paint-scene.ts';
import { onlyThese, selectRuns, toggled } from '../../../src/renderer/compare/select-runs.ts';
import { walk } from '../../../src/renderer/compare/walk-hits.ts';
import { example, viewOf } from '../../charts/view/view-example.ts';

const selection = (given: object) => selectionSchema.parse(given);
const historyRun = (id: number, experiment: number, width: number): HistoryRun => ({
  ...{ id, experiment, seed: 1, values: { 'model.width': width }, state: 'finished', notes: '', tags: [] },
  ...{ starred: id === 2, archived: false, parameters: 10, pretrainTokens: 0 },
  ...{ pretrained: null, aligned: null, final: null, ownBytes: 0, sharedBytes: 0 },
});
const history = [historyRun(1, 1, 16), historyRun(2, 1, 32), historyRun(3, 2, 32), historyRun(4, 3, 16)];

it('takes whole experiments and single runs together, then the filter', () => {
  expect(selectRuns(selection({ experiments: [1], runs: [3] }), history, []).ids).toEqual([1, 2, 3]);
  expect(
    selectRuns(selection({ experiments: [1], runs: [3], filter: 'width = 32' }), history, []).ids,
  ).toEqual([2, 3]);
  expect(selectRuns(selection({ experiments: [1], filter: 'starred' }), history, []).ids).toEqual([2]);
});

it('keeps all runs while a filter cannot be read, and says what is wrong', () => {
  const { ids, error } = selectRuns(selection({ experiments: [1], filter: 'width = (' }), history, []);
  expect(ids).toEqual([1, 2]);
  expect(error?.message).not.toBe('');
});

it('leaves a series out, and brings it back when all of it is out', () => {
  const once = toggled(selection({}), [1, 2]);
  expect(once.without).toEqual([1, 2]);
  expect(toggled(once, [1, 2]).without).toEqual([]);
  expect(toggled(selection({ without: [1] }), [1, 2]).without).toEqual([1, 2]);
  expect(onlyThese(selection({ without: [9] }), [1, 2, 3], [2]).without).toEqual([1, 3, 9]);
});

const panel: ScenePanel = {
  ...{ left: 100, right: 300, top: 50, bottom: 150, title: '', labels: { x: true, y: true } },
  x: { kind: 'linear', domain: [0, 20] },
  y: { kind: 'linear', domain: [-1, 1] },
};

it('zooms to the box that was dragged; a flat one keeps the whole height', () => {
  expect(boxZoom(panel, { x: 150, y: 75 }, { x: 250, y: 125 })).toEqual({ x: [5, 15], y: [-0.5, 0.5] });
  expect(boxZoom(panel, { x: 250, y: 80 }, { x: 150, y: 82 })).toEqual({ x: [5, 15], y: [-1, 1] });
  expect(boxZoom(panel, { x: 150, y: 80 }, { x: 153, y: 82 })).toBeNull();
});

it('pans with the hand: dragging right shows what is further left', () => {
  const { x, y } = movedZoom(panel, { ...still, dx: 20, dy: 10 });
  expect(x).toEqual([-2, 18]);
  expect(y).toEqual([-0.8, 1.2]);
});

it('zooms around the pointer: the value under it stays', () => {
  const motion = stretched(still, panel, { x: 150, y: 100 }, 2);
  expect(movedZoom(panel, motion)).toEqual({ x: [2.5, 12.5], y: [-0.5, 0.5] });
  const onlyX = stretched(still, panel, { x: 150, y: 100 }, 2, 'x');
  expect(movedZoom(panel, onlyX).y).toEqual([-1, 1]);
});

it('catches runs in a lasso, single runs before means', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];
  expect(insideOf(square, { x: 5, y: 5 })).toBe(true);
  expect(insideOf(square, { x: 15, y: 5 })).toBe(false);
  const hit = (x: number, runs: number[]): Hit => ({ x, y: 5, color: '', lines: [], runs });
  expect(lassoRuns([hit(5, [1, 2]), hit(6, [2]), hit(20, [3])], square)).toEqual([2]);
  expect(lassoRuns([hit(5, [1, 2]), hit(20, [3])], square)).toEqual([1, 2]);
});

it('walks along a series, across to the next one, and from panel to panel', () => {
  const hit = (x: number, y: number, series: string, at: number): Hit => ({
    x,
    y,
    color: '',
    lines: [],
    series,
    panel: at,
  });
  const hits = [
    hit(0, 0, 'a', 0),
    hit(10, 0, 'a', 0),
    hit(0, 50, 'b', 0),
    hit(10, 50, 'b', 0),
    hit(0, 0, 'a', 1),
  ];
  expect(walk(hits, null, 'next')).toBe(0);
  expect(walk(hits, 0, 'next')).toBe(1);
  expect(walk(hits, 1, 'down')).toBe(3);
  expect(walk(hits, 3, 'up')).toBe(1);
  expect(walk(hits, 0, 'nextPanel')).toBe(4);
  expect(walk(hits, 4, 'nextPanel')).toBe(4);
  expect(walk([], null, 'next')).toBeNull();
});

it('offers what the runs differ in, and holds what nothing stands for', () => {
  const { runs } = example();
  expect(restPaths(viewOf({}), runs)).toEqual(['align.examples']);
  expect(restPaths(viewOf({ colour: 'align.examples' }), runs)).toEqual([]);
  expect(heldChoices(runs, 'align.examples').map(({ value }) => value)).toEqual(['100', '400']);
  const two = runs.map((run) => ({ ...run, experiment: 7, experimentName: 'two' }));
  expect(restPaths(viewOf({ colour: 'align.examples' }), [...runs, ...two])).toEqual(['experiment']);
  expect(heldChoices([...runs, ...two], 'experiment')).toEqual([
    { value: '1', label: 'one' },
    { value: '7', label: 'two' },
  ]);
  expect(phaseChoices(runs, ['align']).map(({ value }) => value)).not.toContain('joint');
  expect(metricChoices(['z', 'behaviour.score'], 'kl.fromBase').map(({ value }) => value)).toEqual([
    'behaviour.score',
    'kl.fromBase',
    'z',
  ]);
});

it('puts samples in the order of training: θ0, θ1, along unalignment', () => {
  const sample = (phase: 'pretrain' | 'align' | 'unalign', update: number) => ({
    ...{
      run: 1,
      phase,
      update,
      index: 0,
      prompt: 'p',
      response: `${phase} ${update}`,
      score: 1,
      tokens: null,
    },
  });
  const found = runSamples(
    [
      sample('unalign', 64),
      sample('unalign', 0),
      sample('align', 9),
      sample('align', 0),
      sample('pretrain', 50),
      sample('unalign', 8),
    ],
    1,
  );
  expect(found.base).toMatchObject({ phase: 'align', update: 0 });
  expect(found.aligned).toMatchObject({ phase: 'unalign', update: 0 });
  expect(found.along.map(({ update }) => update)).toEqual([8, 64]);
  expect(found.at(found.along[0]!, 0)?.response).toBe('unalign 8');
  expect([1, 0.5, 0.0625, 1e-9].map(surpriseShare)).toEqual([0, 0.125, 0.5, 1]);
});
