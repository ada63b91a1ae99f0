import { describe, expect, it } from 'vitest';
import { type ElasticityOptions, elasticityChart } from '../../src/charts/elasticity-chart.ts';
import type { Mark, PathMark, Scene } from '../../src/charts/scene.ts';
import { toSvg } from '../../src/charts/svg.ts';
import { seriesOf } from './series-example.ts';

const options: ElasticityOptions = {
  width: 700,
  height: 420,
  theme: 'light',
  metric: 'behaviour.score',
  group: null,
  facet: null,
  x: 'linear',
  expectedRuns: null,
  stage: 'running',
};
const role = (scene: Scene, name: string): Mark[] => scene.marks.filter((mark) => mark.role === name);
const words = (scene: Scene): string =>
  scene.marks.map((mark) => (mark.type === 'text' ? mark.text : '')).join(' ');
/** Every "x,y" of a path of straight lines. */
const corners = (mark: Mark): number[][] =>
  [...(mark as PathMark).d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map((match) => [
    Number(match[1]),
    Number(match[2]),
  ]);

const seeds = [
  seriesOf({ run: 1, seed: 1, update: [0, 10], mean: [0.9, 0.1] }),
  seriesOf({ run: 2, seed: 2, update: [0, 10], mean: [0.8, 0.3] }),
  seriesOf({ run: 3, seed: 3, update: [0, 10], mean: [0.7, 0.2] }),
];
const aligned = [0.5, 0.54, 0.58].map((level, index) =>
  seriesOf({ run: index + 1, seed: index + 1, phase: 'align', update: [0, 1], mean: [level, 0.8] }),
);

describe('the elasticity chart', () => {
  it('draws the mean over seeds at the height that a hand calculation gives', () => {
    const scene = elasticityChart(seeds, options);
    const [from, to] = corners(role(scene, 'mean')[0]!);
    const ticks = scene.marks.filter((mark) => mark.type === 'text' && mark.role === 'axis');
    const heightOf = (label: string): number => {
      const tick = ticks.find((mark) => mark.type === 'text' && mark.text === label);
      return tick?.type === 'text' ? tick.y - 4 : Number.NaN;
    };
    const place = (value: number): number => heightOf('0.0') + (heightOf('1.0') - heightOf('0.0')) * value;
    // (0.9 + 0.8 + 0.7) / 3 = 0.8 and (0.1 + 0.3 + 0.2) / 3 = 0.2
    expect(from![1]).toBeCloseTo(place(0.8), 1);
    expect(to![1]).toBeCloseTo(place(0.2), 1);
  });

  it('gives the 95 % Student t interval of three seeds: 0.8 ± 4.3027 · 0.1 / √3', () => {
    const hit = elasticityChart(seeds, options).hits[0]!;
    // 4.3027 · 0.1 / 1.7321 = 0.2484
    expect(hit.lines).toEqual(['mean over seeds', 'update 0', '0.80 [0.55, 1.05]', 'n = 3 seeds']);
  });

  it('cuts an interval at the edge of the panel and says so', () => {
    const scene = elasticityChart(seeds, options);
    const heights = corners(role(scene, 'interval')[0]!).map(([, y]) => y!);
    const ticks = scene.marks.filter((mark) => mark.type === 'line' && mark.role === 'axis');
    const bottom = Math.max(...ticks.map((mark) => (mark.type === 'line' ? mark.y1 : 0)));
    expect(Math.max(...heights)).toBeLessThanOrEqual(bottom);
    // At update 10: 0.2 − 0.2484 < 0, below the panel.
    expect(words(scene)).toContain('Bands that reach past the panel are cut at its edge.');
  });

  it('keeps the vertical scale of the lines where two seeds have an interval ten times as wide', () => {
    const logOdds = (run: number, mean: readonly number[]) =>
      seriesOf({ metric: 'behaviour.logOdds', run, seed: run, update: [0, 10], mean: [...mean] });
    const two = [logOdds(1, [2, 0]), logOdds(2, [3, -1])];
    const scene = elasticityChart(two, { ...options, metric: 'behaviour.logOdds' });
    // Lines span 4: −1 … 3. The interval at update 0 is 2.5 ± 12.7 · 0.5. Half of 4 on each side, and the usual 6 %.
    const ticks = scene.marks.flatMap((mark) =>
      mark.type === 'text' && /^−?\d+$/.test(mark.text) ? [mark.text] : [],
    );
    const values = ticks.map((text) => Number(text.replace('−', '-')));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-3.48);
    expect(words(scene)).toContain('Bands that reach past the panel are cut at its edge.');
    expect(words(scene)).not.toContain('−10');
  });

  it('keeps the horizontal scale of what is planned', () => {
    const ends = (updates: number) => {
      const scene = elasticityChart(seeds, { ...options, plannedUpdates: updates });
      return corners(role(scene, 'mean')[0]!).at(-1)![0]!;
    };
    const measured = Math.max(...seeds.flatMap(({ update }) => update));
    expect(ends(1)).toBe(ends(measured));
    expect(ends(4 * measured)).toBeLessThan(ends(measured));
  });

  it('draws an interval and faint seeds only with two or more seeds', () => {
    const one = elasticityChart(seeds.slice(0, 1), options);
    expect(role(one, 'interval')).toEqual([]);
    expect(role(one, 'seed')).toEqual([]);
    expect(role(one, 'mean')).toHaveLength(1);
    expect(words(one)).toContain('the only seed (n = 1)');
    expect(words(one)).not.toContain('mean over seeds');
    expect(words(one)).toContain('a single seed (n = 1), so no interval can be given');
    const three = elasticityChart(seeds, options);
    expect(role(three, 'interval')).toHaveLength(1);
    expect(role(three, 'seed')).toHaveLength(3);
    expect(words(three)).toContain('95 % Student t interval of that mean');
  });

  it('breaks the interval where only one seed is measured yet, and says so', () => {
    const late = seriesOf({ run: 2, seed: 2, update: [0], mean: [0.8] });
    const scene = elasticityChart([seeds[0]!, late], options);
    expect(words(scene)).toContain('n = 1–2');
    expect(words(scene)).toContain('where two or more seeds are measured');
    expect(scene.hits.map((hit) => hit.lines.at(-1))).toEqual(['n = 2 seeds', 'n = 1 seed']);
  });

  it('draws the pretrained level dashed, with a band from two seeds on', () => {
    const [level] = role(elasticityChart([...seeds, ...aligned], options), 'pretrained');
    expect(level).toMatchObject({ type: 'line', dash: '6 4' });
    expect(role(elasticityChart([...seeds, ...aligned], options), 'pretrained-interval')).toHaveLength(1);
    expect(role(elasticityChart([...seeds, aligned[0]!], options), 'pretrained-interval')).toEqual([]);
    expect(words(elasticityChart([...seeds, ...aligned], options))).toContain('pretrained level');
  });

  it('counts a seed once where several runs share its pretrained model', () => {
    const again = aligned.map((series) => ({
      ...series,
      run: series.run + 10,
      values: { 'align.examples': 64 },
    }));
    const first = aligned.map((series) => ({ ...series, values: { 'align.examples': 32 } }));
    const scene = elasticityChart([...first, ...again], { ...options, group: 'align.examples' });
    // Both lines start from one level: it is drawn once.
    expect(role(scene, 'pretrained')).toHaveLength(1);
  });

  it('says how many runs are missing', () => {
    expect(words(elasticityChart(seeds, { ...options, expectedRuns: 5 }))).toContain(
      '2 of 5 runs have no point',
    );
    expect(words(elasticityChart(seeds, { ...options, expectedRuns: 3 }))).not.toContain('have no point');
  });

  it('says what is averaged within a seed beside what it draws', () => {
    const pooled = [64, 128].map((width, run) => ({ ...seeds[0]!, run, values: { 'model.width': width } }));
    const scene = elasticityChart(pooled, options);
    expect(words(scene)).toContain('Averaged over width within each seed.');
    expect(scene.hits[0]!.lines.at(-1)).toBe('n = 1 seed');
  });

  it('keeps colours and panels in place before the other runs have points', () => {
    const values = [32, 64].flatMap((width) =>
      [1e3, 1e4].map((tokens) => ({ 'model.width': width, 'pretrain.tokens': tokens })),
    );
    const planned = values.map((each) => ({ values: each }));
    const axes = { group: 'pretrain.tokens', facet: 'model.width', planned };
    const first = [{ ...seeds[0]!, values: values[0]! }];
    const all = values.map((each, run) => ({ ...seeds[0]!, run, values: each }));
    const early = elasticityChart(first, { ...options, ...axes });
    const late = elasticityChart(all, { ...options, ...axes });
    const colorOf = (scene: Scene): unknown => (role(scene, 'mean')[0] as PathMark).stroke;
    expect(colorOf(early)).toBe(colorOf(late));
    expect(role(early, 'panel-title')).toEqual(role(late, 'panel-title'));
    expect(words(early)).toContain('no point yet');
    const over = elasticityChart(first, { ...options, ...axes, stage: 'over', expectedRuns: 4 });
    expect(words(over)).not.toContain('yet');
    expect(words(over)).toContain('3 of 4 runs have no point here.');
    expect(role(late, 'mean')).toHaveLength(4);
  });

  it('of nothing says in words that there is nothing', () => {
    const scene = elasticityChart([], options);
    expect(words(scene)).toContain('Nothing is measured of alignment and unalignment yet');
    const over = words(elasticityChart([], { ...options, stage: 'over' }));
    expect(over).toContain('Nothing was measured of alignment and unalignment, and the experiment is over.');
    expect(words(elasticityChart([], { ...options, stage: 'loading' }))).toContain(
      'Reading what was measured',
    );
    expect(toSvg(scene)).not.toContain('NaN');
  });

  it('of values that are not finite draws gaps and says how many', () => {
    const holes = seriesOf({ update: [0, 1, 2, 3], mean: [0.9, Number.NaN, Number.POSITIVE_INFINITY, 0.2] });
    const missing = { ...seriesOf({ update: [0, 1], mean: [0.8] }), seed: 2, run: 2 };
    const svg = toSvg(elasticityChart([holes, missing], options));
    expect(svg).toContain('3 values were missing or not finite');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('of equal values draws a flat line without NaN', () => {
    const flat = [1, 2, 3].map((seed) =>
      seriesOf({ run: seed, seed, update: [0, 1], mean: [0, 0], metric: 'behaviour.logOdds' }),
    );
    const svg = toSvg(elasticityChart(flat, { ...options, metric: 'behaviour.logOdds' }));
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg).toContain('behaviour log-odds (nats)');
  });

  it('is the same SVG for the same data', () => {
    const svg = toSvg(
      elasticityChart([...seeds, ...aligned], { ...options, x: 'log', width: 480, height: 320 }),
    );
    expect(svg).toMatchSnapshot();
  });
});
