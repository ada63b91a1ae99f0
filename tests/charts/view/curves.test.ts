import { expect, it } from 'vitest';
import { palettes } from '../../../src/charts/color.ts';
import type { Hit, Mark, Scene } from '../../../src/charts/scene.ts';
import { toSvg } from '../../../src/charts/svg.ts';
import { curveData } from '../../../src/charts/view/curves-chart.ts';
import { drawView, seriesCount } from '../../../src/charts/view/draw-view.ts';
import type { FrozenData } from '../../../src/core/frozen-data.ts';
import type { PhaseName } from '../../../src/core/schedule.ts';
import { dataOf, example, runOf, seriesOf, viewOf } from './view-example.ts';

const size = { width: 640, height: 420, theme: 'light' } as const;
const flat = (marks: readonly Mark[]): Mark[] =>
  marks.flatMap((mark) => (mark.type === 'group' ? flat(mark.marks) : [mark]));
const roles = (scene: Scene, role: string): Mark[] => flat(scene.marks).filter((mark) => mark.role === role);
/** The example with what a weight path and the Hooke picture need. */
function dataWithAll(): FrozenData {
  const { runs, series } = example();
  const line = (run: number, phase: PhaseName, metric: string, first: number, last: number) =>
    seriesOf(run, phase, metric, [
      [0, first],
      [4, last],
    ]);
  const more = runs.flatMap(({ id }) => [
    ...(['pretrain', 'positive', 'negative'] as const).flatMap((set) => [
      line(id, 'align', `${set}.bitsPerToken`, 3, 2 + id / 10),
      line(id, 'unalign', `${set}.bitsPerToken`, 2 + id / 10, 3),
    ]),
    line(id, 'unalign', 'weights.toBase', 10 + id, 6),
    line(id, 'unalign', 'weights.toAligned', 0, 8),
  ]);
  return dataOf(runs, [...series, ...more]);
}
const meanHit = (scene: Scene, series: string, text: string): Hit | undefined =>
  scene.hits.find((hit) => hit.series === series && hit.lines.some((line) => line === text));

const view = viewOf({ colour: 'align.examples', xScale: 'linear' });

it('draws a mean line for each value and phase, each run faintly, and the pretrained level dashed', () => {
  const scene = drawView(view, example(), size);
  expect(roles(scene, 'mean')).toHaveLength(4);
  expect(roles(scene, 'seed')).toHaveLength(8);
  expect(roles(scene, 'pretrained')).toHaveLength(1); // every run starts from the same level
  expect(seriesCount(view, example())).toBe(2);
});

it('gives the mean over seeds its Student interval, which for two seeds is ± 12.706 · |a − b| / 2', () => {
  const scene = drawView(view, example(), size);
  // n⁺ = 100: tops 1 and 2, mean 1.5, t(0.975, 1) = 12.7062, s/√2 = 0.5.
  const hit = meanHit(scene, '0/0', 'unalignment, update 0');
  expect(hit?.lines).toContain('1.500 [−4.853, 7.853]');
  expect(hit?.lines).toContain('n = 2 seeds');
  expect(hit?.runs).toEqual([1, 2]);
  expect(hit?.value).toBe('1.5');
});

it('shows markers on the edge whole, and cuts at the edge where it is zoomed', () => {
  const reach = (zoom: { x: [number, number]; y: null } | null): number => {
    const scene = drawView({ ...view, zoom }, example(), size);
    const group = scene.marks.find((mark) => mark.type === 'group' && mark.role === 'data');
    return scene.panels![0]!.left - (group?.type === 'group' ? group.clip!.x : Number.NaN);
  };
  expect(reach(null)).toBe(7);
  expect(reach({ x: [1, 3], y: null })).toBe(1);
});

it('lays phases end to end: unalignment begins where the longest alignment ended', () => {
  const drawn = curveData(view, example(), { theme: 'light' })!;
  expect(drawn.x.starts?.map(({ at, label }) => [label, at])).toEqual([
    ['alignment', 0],
    ['unalignment', 4],
  ]);
  expect(drawn.x.domain).toEqual([0, 8]);
});

it('counts examples and tokens where asked: 8 examples and 80 tokens an update', () => {
  const examples = curveData({ ...view, x: 'examples' }, example(), { theme: 'light' })!;
  expect(examples.x.domain).toEqual([0, 64]);
  const tokens = curveData({ ...view, x: 'tokens' }, example(), { theme: 'light' })!;
  expect(tokens.panels[0]!.curves[0]!.mean.map(({ x }) => x)).toEqual([0, 160, 320]);
});

it('averages runs of one seed first, so that n counts seeds', () => {
  const pooled = drawView({ ...view, colour: null, phases: ['unalign'] }, example(), size);
  // Seed 1: (1 + 4) / 2, seed 2: (2 + 5) / 2; mean 3.
  const hit = meanHit(pooled, '0/0', 'unalignment, update 0');
  expect(hit?.lines.some((line) => line.startsWith('3.000'))).toBe(true);
  expect(hit?.lines).toContain('n = 2 seeds');
  expect(pooled.description).toContain('Averaged over alignment examples within each seed.');
});

it('reveals series one after the other, and neither scales nor legend move', () => {
  const [none, one, all] = [0, 1, null].map((reveal) => drawView(view, example(), { ...size, reveal }));
  expect(roles(none!, 'mean')).toHaveLength(0);
  expect(roles(one!, 'mean')).toHaveLength(2);
  // Bare axes: no level of θ0, no words about lines that are not there; those that wait are grey in the legend.
  expect(roles(none!, 'pretrained')).toHaveLength(0);
  expect(roles(none!, 'empty')).toHaveLength(0);
  expect(roles(none!, 'footnote')).toHaveLength(0);
  expect(none!.description).toContain('0 of 2 series are shown yet.');
  const labels = (scene: Scene) => roles(scene, 'legend').map((mark) => ({ ...mark, fill: '' }));
  for (const scene of [none!, one!]) {
    expect(scene.panels).toEqual(all!.panels);
    expect(labels(scene)).toEqual(labels(all!));
  }
  const grey = (scene: Scene): number =>
    roles(scene, 'legend-line').filter((mark) => 'stroke' in mark && mark.stroke === palettes.light.axis)
      .length;
  expect([none!, one!, all!].map(grey)).toEqual([2, 1, 0]);
  expect(one!.description).toContain('14 measurements, every one drawn.');
});

it.each(['trend', 'path', 'hooke', 'curves'] as const)(
  'keeps its axes while the series of a %s appear',
  (chart) => {
    // Narrow, so that the small print of all takes more lines than that of none.
    const narrow = { ...size, width: 560 };
    const of = viewOf({ chart, colour: 'align.examples', phases: ['unalign'] });
    const data = dataWithAll();
    const steps = [0, 1, null].map((reveal) => drawView(of, data, { ...narrow, reveal }));
    expect(seriesCount(of, data)).toBe(2);
    const axes = (scene: Scene) => [roles(scene, 'axis'), roles(scene, 'axis-name'), scene.panels];
    expect(axes(steps[0]!)).toEqual(axes(steps[2]!));
    expect(axes(steps[1]!)).toEqual(axes(steps[2]!));
    expect(steps[0]!.hits).toEqual([]);
    expect(steps[1]!.hits.length).toBeGreaterThan(0);
    expect(steps[2]!.hits.length).toBeGreaterThan(steps[1]!.hits.length);
  },
);

it('draws alignment in weight space as a schematic, and says that its way is not measured', () => {
  const scene = drawView(viewOf({ chart: 'path', phases: ['unalign'] }), dataWithAll(), size);
  const [line] = roles(scene, 'schematic');
  expect(line).toMatchObject({ type: 'line', dash: '3 6', stroke: palettes.light.muted });
  const words = roles(scene, 'legend').map((mark) => ('text' in mark ? mark.text : ''));
  expect(words).toContain('alignment (schematic)');
  expect(scene.description).toContain('of alignment only both ends are measured');
});

it('says where a mean is of those runs that go on, for others have ended', () => {
  const of = (lengths: readonly number[]): string => {
    const runs = lengths.map((_, i) => runOf(i + 1, {}, i + 1));
    const series = lengths.map((length, i) =>
      seriesOf(i + 1, 'unalign', 'behaviour.logOdds', [
        [0, 1],
        [2, 1],
        [length, 0],
      ]),
    );
    return drawView(viewOf({ phases: ['unalign'] }), dataOf(runs, series), size).description;
  };
  const said = 'Runs differ in length: where some have ended, a mean is of those that go on.';
  expect(of([4, 4])).not.toContain(said);
  expect(of([4, 8])).toContain(said);
});

it('leaves runs out; their legend entry stays only where it can bring them back', () => {
  const out = viewOf({ ...view, selection: { without: [1, 2] } });
  const [plain, page] = [false, true].map((showHidden) => drawView(out, example(), { ...size, showHidden }));
  expect(roles(plain!, 'mean')).toHaveLength(2);
  expect(plain!.keys?.map(({ label, hidden }) => [label, hidden])).toEqual([['400 (n = 2)', false]]);
  expect(page!.keys?.map(({ label, hidden }) => [label, hidden])).toEqual([
    ['100 (n = 0)', true],
    ['400 (n = 2)', false],
  ]);
  expect(page!.keys?.[0]?.runs).toEqual([1, 2]);
  // The colour of what is left does not change.
  const colors = [drawView(view, example(), size), page!].map(
    (scene) => meanHit(scene, '1/0', 'unalignment, update 0')!.color,
  );
  expect(colors[0]).toBe(colors[1]);
});

it('puts columns and rows beside and below each other, with one scale for all', () => {
  const scene = drawView({ ...view, colour: null, column: 'align.examples', row: 'seed' }, example(), size);
  expect(scene.panels).toHaveLength(4);
  expect(new Set(scene.panels!.map(({ y }) => JSON.stringify(y)))).toHaveLength(1);
  const [a, b, c] = scene.panels!;
  expect(a!.top).toBe(b!.top);
  expect(a!.left).toBe(c!.left);
  expect(scene.panels!.map(({ title }) => title)).toContain('alignment examples 400 · seed 2');
});

it('says what a log scale refuses, and what a point stands for', () => {
  const log = drawView({ ...view, yScale: 'log' }, example(), size);
  expect(log.description).toMatch(/\d+ values of 0 or less have no place on the log scale/);
  const runs = [runOf(1, {}, 1)];
  const reduced = dataOf(runs, [
    seriesOf(
      1,
      'unalign',
      'behaviour.logOdds',
      [
        [5, 1],
        [15, null],
        [25, 3],
      ],
      10,
    ),
  ]);
  expect(drawView(viewOf({}), reduced, size).description).toContain(
    '30 measurements; a point stands for up to 10. 1 value is missing or not finite and leaves a gap.',
  );
});

it('interpolates reduced series whose points do not coincide, and says so', () => {
  const runs = [runOf(1, {}, 1), runOf(2, {}, 2)];
  const data = dataOf(runs, [
    seriesOf(
      1,
      'unalign',
      'train.loss',
      [
        [10, 1],
        [20, 2],
        [30, 3],
      ],
      10,
    ),
    seriesOf(
      2,
      'unalign',
      'train.loss',
      [
        [5, 3],
        [25, 5],
      ],
      10,
    ),
  ]);
  const drawn = curveData(viewOf({ metric: 'train.loss', phases: ['unalign'] }), data, { theme: 'light' })!;
  // Seed 2 at 10 and 20: 3.5 and 4.5; it ends before 30.
  expect(drawn.panels[0]!.curves[0]!.mean.map(({ x, mean, n }) => [x, mean, n])).toEqual([
    [10, 2.25, 2],
    [20, 3.25, 2],
    [30, 3, 1],
  ]);
  expect(drawView(viewOf({ metric: 'train.loss', phases: ['unalign'] }), data, size).description).toContain(
    'interpolated',
  );
});

it('says in words that there is nothing, and why', () => {
  expect(drawView(viewOf({}), dataOf([], []), size).description).toBe('No runs are picked yet.');
  expect(drawView(viewOf({ metric: 'nothing' }), example(), size).description).toContain(
    'nothing was not measured',
  );
  const held = viewOf({ selection: { held: { 'align.examples': '7' } } });
  expect(drawView(held, example(), size).description).toContain('No run is left');
});

it('is the same picture every time', () => {
  const first = toSvg(drawView({ ...view, column: 'seed' }, example(), size));
  expect(toSvg(drawView({ ...view, column: 'seed' }, example(), size))).toBe(first);
  expect(first).toMatchSnapshot();
});
