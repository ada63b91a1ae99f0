import { describe, expect, it } from 'vitest';
import { type LossOptions, lossChart } from '../../src/charts/loss-chart.ts';
import type { Scene } from '../../src/charts/scene.ts';
import { toSvg } from '../../src/charts/svg.ts';
import { seriesOf } from './series-example.ts';

const options: LossOptions = {
  width: 600,
  height: 340,
  theme: 'dark',
  metric: 'train.loss',
  phase: 'pretrain',
  stage: 'running',
  group: null,
  x: 'linear',
  tokensPerUpdate: null,
};
const loss = { phase: 'pretrain', metric: 'train.loss' } as const;
const words = (scene: Scene): string =>
  scene.marks.map((mark) => (mark.type === 'text' ? mark.text : '')).join(' ');
const roles = (scene: Scene, role: string): number => scene.marks.filter((mark) => mark.role === role).length;

describe('the loss chart', () => {
  it('of every update draws lines and no band', () => {
    const scene = lossChart([seriesOf({ ...loss, update: [1, 2, 3], mean: [3, 2, 1] })], options);
    expect(roles(scene, 'mean')).toBe(1);
    expect(roles(scene, 'range')).toBe(0);
    expect(words(scene)).toContain('Every update is drawn.');
  });

  it('of a reduced series draws the range and says how many updates a point stands for', () => {
    const reduced = seriesOf({
      ...loss,
      update: [4, 12],
      mean: [3, 2],
      min: [2.5, 1.5],
      max: [4, 3],
      count: [8, 7],
    });
    const scene = lossChart([reduced], options);
    expect(roles(scene, 'range')).toBe(1);
    expect(words(scene)).toContain('mean of up to 8 updates; the band spans their minimum and maximum');
  });

  it('of hundreds of runs draws one shape for each colour, and still tells each run under the pointer', () => {
    const crowd = Array.from({ length: 300 }, (_, run) =>
      seriesOf({
        ...loss,
        run,
        seed: run,
        values: { 'model.width': 8 * (1 + (run % 2)) },
        update: [4, 12],
        mean: [3, 2],
        count: [8, 8],
      }),
    );
    const scene = lossChart(crowd, { ...options, group: 'model.width' });
    const shapes = scene.marks.filter(({ role }) => role === 'mean');
    expect(shapes).toHaveLength(2);
    expect(shapes.map((mark) => (mark.type === 'path' ? mark.d.split('M').length - 1 : 0))).toEqual([
      150, 150,
    ]);
    expect(roles(scene, 'range')).toBe(0);
    expect(words(scene)).toContain(
      '300 runs, one line each. A point of a line is the mean of up to 8 updates.',
    );
    expect(scene.hits).toHaveLength(600);
    expect(scene.hits.at(-1)!.lines).toEqual(['width 16, seed 299', 'update 12', '2.000 nats per token']);
  });

  it('against tokens multiplies by the tokens of one update', () => {
    const series = seriesOf({ ...loss, update: [0, 100], mean: [3, 2] });
    const scene = lossChart([series], { ...options, tokensPerUpdate: () => 768 });
    expect(scene.hits.at(-1)!.lines[1]).toBe('tokens 76.8 k');
    expect(words(scene)).toContain('tokens of pretraining');
  });

  it('takes only the phase and metric it is asked for', () => {
    const other = seriesOf({ ...loss, phase: 'align', update: [0], mean: [1] });
    expect(words(lossChart([other], options))).toContain('Nothing is measured of pretraining yet.');
    const over = words(lossChart([other], { ...options, stage: 'over' }));
    expect(over).toContain('Nothing was measured of pretraining, and the experiment is over.');
  });

  it('never writes NaN, whatever the values', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, 2, 2];
    const svg = toSvg(lossChart([seriesOf({ ...loss, update: [0, 1, 2, 3], mean: odd })], options));
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toContain('2 values were missing or not finite');
  });
});
