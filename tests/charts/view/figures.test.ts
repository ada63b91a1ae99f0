import { describe, expect, it } from 'vitest';
import type { Mark, Scene } from '../../../src/charts/scene.ts';
import { textWidth } from '../../../src/charts/scene.ts';
import { toSvg } from '../../../src/charts/svg.ts';
import { drawView } from '../../../src/charts/view/draw-view.ts';
import { drawnTable, toCsv } from '../../../src/charts/view/drawn-table.ts';
import type { FrozenData } from '../../../src/core/frozen-data.ts';
import type { ViewInput } from '../../../src/core/view.ts';
import { dataOf, example, runOf, seriesOf, viewOf } from './view-example.ts';

const size = { width: 640, height: 420, theme: 'light' } as const;
const flat = (marks: readonly Mark[]): Mark[] =>
  marks.flatMap((mark) => (mark.type === 'group' ? flat(mark.marks) : [mark]));
type Text = Extract<Mark, { type: 'text' }>;
const texts = (scene: Scene, role?: string): Text[] =>
  flat(scene.marks).filter(
    (mark): mark is Text => mark.type === 'text' && (role === undefined || mark.role === role),
  );
const words = (scene: Scene, role?: string): string =>
  texts(scene, role)
    .map(({ text }) => text)
    .join(' ');
const draw = (view: ViewInput, data: FrozenData, box: Partial<typeof size> | object = {}): Scene =>
  drawView(viewOf(view), data, { ...size, ...box });

const sets = ['pretrain', 'positive', 'negative'] as const;
/** `arms` amounts of alignment, each of so many seeds: all that the Hooke picture and the path need. */
function springs(arms: number, seeds: number, scale = 1): FrozenData {
  const runs = Array.from({ length: arms * seeds }, (_, i) =>
    runOf(i + 1, { 'align.examples': 100 * (1 + Math.floor(i / seeds)) }, 1 + (i % seeds)),
  );
  const series = runs.flatMap(({ id, seed }) => [
    ...sets.flatMap((set, i) => [
      seriesOf(id, 'align', `${set}.bitsPerToken`, [
        [0, 3],
        [8, 2 + i],
      ]),
      seriesOf(id, 'unalign', `${set}.bitsPerToken`, [
        [0, 2],
        [8, 2.5 + 0.1 * seed],
      ]),
    ]),
    seriesOf(id, 'align', 'weights.toBase', [
      [0, 0],
      [8, 3 * scale],
    ]),
    seriesOf(id, 'unalign', 'weights.toBase', [
      [0, 3 * scale],
      [8, 2.5 * scale],
    ]),
    seriesOf(id, 'unalign', 'weights.toAligned', [
      [0, 0],
      [8, 1 * scale],
    ]),
  ]);
  return dataOf(runs, series);
}

describe('the Hooke picture', () => {
  const view = { chart: 'hooke', colour: 'align.examples' } as const;

  it('names every arm in full and gives the springs most of the width', () => {
    const scene = draw(view, springs(3, 1));
    expect(texts(scene, 'arm').map(({ text }) => text)).toEqual([
      'alignment examples 100',
      'alignment examples 200',
      'alignment examples 300',
    ]);
    const ends = flat(scene.marks).flatMap((mark) =>
      mark.role === 'weight' && 'cx' in mark ? [mark.cx] : [],
    );
    const walls = flat(scene.marks).flatMap((mark) =>
      mark.role === 'wall' && 'x1' in mark ? [mark.x1] : [],
    );
    expect(Math.max(...ends) - Math.min(...walls)).toBeGreaterThan(size.width / 2);
  });

  it('says what the arms of a panel have in common once, above them', () => {
    const data = springs(2, 2);
    const runs = data.runs.flatMap((run) => [run, { ...run, id: run.id + 10, parameters: 30_100 }]);
    const series = data.series.flatMap((one) => [one, { ...one, run: one.run + 10 }]);
    const scene = draw({ ...view, column: 'parameters' }, { ...data, runs, series }, { height: 700 });
    expect(texts(scene, 'panel-title').map(({ text }) => text)).toEqual([
      'parameters 1 k',
      'parameters 30.1 k',
    ]);
    expect(texts(scene, 'arm')).toHaveLength(4);
    expect(words(scene, 'arm')).not.toContain('parameters');
  });

  it('lays no arm over another: what has no room on a slide is counted', () => {
    const scene = draw(view, springs(20, 2));
    const tops = texts(scene, 'arm').map(({ y }) => y);
    expect(tops.length).toBeLessThan(20);
    expect(Math.min(...tops.slice(1).map((y, i) => y - tops[i]!))).toBeGreaterThanOrEqual(59);
    expect(scene.description).toContain(`${20 - tops.length} more arms have no room here.`);
    expect(texts(draw(view, springs(20, 2), { height: 2200 }), 'arm')).toHaveLength(20);
  });

  it('of one seed speaks of no interval, of several says how many', () => {
    const one = draw(view, springs(2, 1)).description;
    expect(one).toContain('of the only seed (n = 1), so no interval can be given');
    expect(one).not.toContain('Student');
    expect(draw(view, springs(2, 3)).description).toContain(
      'Student t interval of its mean below each spring (n = 3 seeds)',
    );
  });
});

describe('n', () => {
  it('of one seed is never called a mean over seeds, whatever is drawn', () => {
    const all = springs(2, 1);
    const whole = example();
    const one = { ...whole, runs: whole.runs.filter(({ seed }) => seed === 1) };
    for (const chart of ['curves', 'trend', 'heatmap', 'path', 'hooke'] as const) {
      const data = chart === 'path' || chart === 'hooke' ? all : one;
      const scene = draw({ chart, colour: 'align.examples', against: 'align.examples' }, data);
      const said = `${scene.description} ${words(scene)} ${scene.hits.flatMap(({ lines }) => lines).join(' ')}`;
      expect(said).not.toMatch(/\b1 seeds|\b1 runs|mean over (seeds|runs)|their mean|Student/);
    }
  });

  it('in the legend of curves is the span over the panels, of what was measured', () => {
    const data = example();
    const runs = data.runs.map((run) => ({
      ...run,
      values: { ...run.values, 'model.width': run.seed === 1 ? 16 : 32 },
    }));
    const more = runOf(9, { 'align.examples': 100, 'model.width': 16 }, 3);
    const copied = data.series.filter(({ run }) => run === 1).map((one) => ({ ...one, run: 9 }));
    const unmeasured = runOf(10, { 'align.examples': 400, 'model.width': 16 }, 4);
    const view = { colour: 'align.examples', column: 'model.width' } as const;
    const scene = draw(view, {
      ...data,
      runs: [...runs, more, unmeasured],
      series: [...data.series, ...copied],
    });
    expect(scene.keys!.map(({ label }) => label)).toEqual(['100 (n = 1–2)', '400 (n = 1)']);
  });
});

describe('the name of the vertical axis', () => {
  const asked = { chart: 'trend', reduction: 'resistanceIndex', against: 'align.examples' } as const;

  it('is whole and inside the axis, on one line or on several', () => {
    for (const height of [600, 330, 240, 200]) {
      const scene = draw(asked, example(), { height });
      const name = texts(scene, 'axis-name').filter(({ rotate }) => rotate === -90);
      expect(name.map(({ text }) => text).join(' ')).toBe('R = updates back / updates forward');
      const { top, bottom, left } = scene.panels![0]!;
      for (const { text, size: font, x } of name) {
        expect(textWidth(text, font)).toBeLessThanOrEqual(bottom - top + 60);
        expect(x).toBeLessThan(left - 20);
      }
    }
  });
});

describe('numbers', () => {
  it('of a tiny weight path are told apart, fit beside the axis, and stay plain in CSV', () => {
    const data = springs(1, 2, 1e-9);
    const scene = draw({ chart: 'path' }, data);
    const left = scene.panels![0]!.left;
    const ticks = texts(scene, 'axis').filter(({ anchor }) => anchor === 'end');
    expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
    expect(ticks.some(({ text }) => text.endsWith('×10⁻⁹'))).toBe(true);
    expect(Math.max(...ticks.map(({ text }) => textWidth(text, 11)))).toBeLessThan(left - 24);
    const csv = toCsv(drawnTable(viewOf({ chart: 'path' }), data));
    expect(csv).toMatch(/,\d\.\d+e-9,/);
    expect(csv).not.toMatch(/×10|−/);
  });

  it('θ0 and θ1 of a short way stand beside each other', () => {
    const data = springs(1, 1);
    const near = data.series.map((one) =>
      one.phase === 'unalign' && one.metric === 'weights.toBase' ? { ...one, mean: [0.01, 4] } : one,
    );
    const [zero, one] = texts(draw({ chart: 'path' }, { ...data, series: near }), 'place');
    expect(one!.x - zero!.x).toBeGreaterThanOrEqual(textWidth('θ0', 13));
  });

  it('equal, single, negative and huge values draw without NaN, an exponent e, or a hyphen as minus', () => {
    const values: Record<string, readonly (readonly [number, number | null])[]> = {
      one: [[0, 3]],
      equal: [
        [0, 3],
        [4, 3],
        [8, 3],
      ],
      negative: [
        [0, -3e-7],
        [4, -2e-7],
        [8, -1e-7],
      ],
      huge: [
        [0, 2e18],
        [4, -9e20],
        [8, 1e21],
      ],
    };
    for (const points of Object.values(values))
      for (const chart of ['curves', 'trend', 'heatmap'] as const) {
        const runs = [100, 400].map((n, i) => runOf(i + 1, { 'align.examples': n }, 1));
        const series = runs.flatMap(({ id }) =>
          (['align', 'unalign'] as const).map((phase) => seriesOf(id, phase, 'behaviour.logOdds', points)),
        );
        const scene = draw({ chart, against: 'align.examples' }, dataOf(runs, series));
        expect(toSvg(scene)).not.toContain('NaN');
        expect(`${words(scene)} ${scene.description}`).not.toMatch(/\de[+−-]?\d|(^|\s)-\d/);
      }
  });
});

it('a name that turns the direction of writing turns nothing but itself', () => {
  const turned = 'evil \u202Egnp.exe';
  const runs = [1, 2].map((id) =>
    runOf(id, {}, 1, { experiment: id, experimentName: id === 1 ? turned : 'plain' }),
  );
  const series = runs.map(({ id }) =>
    seriesOf(id, 'unalign', 'behaviour.logOdds', [
      [0, 1],
      [4, 0],
    ]),
  );
  const scene = draw({ colour: 'experiment', phases: ['unalign'] }, dataOf(runs, series));
  expect(scene.keys!.map(({ label }) => label)).toEqual([`\u2068${turned}\u2069 (n = 1)`, 'plain (n = 1)']);
});
