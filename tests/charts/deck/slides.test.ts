import { describe, expect, it } from 'vitest';
import {
  addSlide,
  changeSlide,
  duplicateSlide,
  moveSlide,
  removeSlide,
  textSlide,
} from '../../../src/charts/deck/deck-edits.ts';
import { slidesHtml } from '../../../src/charts/deck/deck-slides.ts';
import { experimentDeck } from '../../../src/charts/deck/experiment-deck.ts';
import { laterSteps, slideChart, slideNotes } from '../../../src/charts/deck/slide-chart.ts';
import { slideFacts } from '../../../src/charts/deck/slide-facts.ts';
import { slideTable } from '../../../src/charts/deck/slide-table.ts';
import { textBlocks, textSize } from '../../../src/charts/deck/text-blocks.ts';
import { chartPlace, virtualSize } from '../../../src/charts/deck/virtual-size.ts';
import { textWidth } from '../../../src/charts/scene.ts';
import { type Deck, deckSchema, type Slide } from '../../../src/core/deck.ts';
import { viewSchema } from '../../../src/core/view.ts';
import { frozen } from '../../core/explanation/curves-example.ts';
import { exampleDeck, exampleRuns, experimentExample } from './deck-example.ts';

const order = (deck: Deck): string[] => deck.slides.map(({ id }) => id);
const size = { width: 700, height: 320, theme: 'light' } as const;

describe('changing a deck', () => {
  const deck = exampleDeck();
  it('adds a slide with an id of its own, and leaves the old deck as it was', () => {
    expect(order(addSlide(deck, textSlide('new'), 1))).toEqual(['s1', 's5', 's2', 's3', 's4']);
    expect(order(deck)).toEqual(['s1', 's2', 's3', 's4']);
  });
  it('moves a slide to a place, ends included', () => {
    expect(order(moveSlide(deck, 's1', 2))).toEqual(['s2', 's3', 's1', 's4']);
    expect(order(moveSlide(deck, 's3', -5))).toEqual(['s3', 's1', 's2', 's4']);
    expect(moveSlide(deck, 's4', 99)).toBe(deck);
  });
  it('duplicates, removes and rewrites', () => {
    expect(order(duplicateSlide(deck, 's2'))).toEqual(['s1', 's2', 's5', 's3', 's4']);
    expect(order(removeSlide(deck, 's2'))).toEqual(['s1', 's3', 's4']);
    expect(changeSlide(deck, 's1', { title: 'T', reveal: true }).slides[0]).toEqual({
      ...deck.slides[0],
      title: 'T',
    });
  });
});

describe('the steps of a slide', () => {
  const [text, curves, explained] = exampleDeck().slides as [Slide, Slide, Slide, Slide];
  it('are none for text, as many as the series, one less than the explanation has', () => {
    expect([text, curves, explained].map(laterSteps)).toEqual([0, 2, 7]);
  });
  it('begin with bare axes, show one series more each, the last one everything', () => {
    const means = (step: number): number =>
      JSON.stringify(slideChart(curves, step, size)).match(/"role":"mean"/g)?.length ?? 0;
    // Alignment and unalignment stand beside each other: the lines of one series are there in both.
    const [none, one, all] = [means(0), means(1), means(2)];
    expect(none).toBe(0);
    expect(one).toBeGreaterThan(0);
    expect(all).toBe(2 * one);
  });
  it('walk along the explanation: no curve at θ0, alignment alone, then both', () => {
    const means = (step: number): number =>
      slideChart(explained, step, size)!.marks.filter(({ role }) => role === 'mean').length;
    expect([0, 1, 3].map(means)).toEqual([0, 1, 2]);
  });
  it('have their words clear of every curve and of the pretrained level', () => {
    for (let step = 0; step <= 7; step++) {
      const { marks } = slideChart(explained, step, size)!;
      const lines = marks.filter(({ role }) => role === 'mean' || role === 'seed');
      const points = lines.flatMap((mark) => (mark.type === 'path' ? pathPoints(mark.d) : []));
      const levels = marks.flatMap((mark) =>
        mark.role === 'pretrained' && mark.type === 'line' ? mark.y1 : [],
      );
      for (const mark of marks) {
        if (mark.type !== 'text' || mark.role !== 'explanation') continue;
        const half = textWidth(mark.text, 13) / 2;
        const inside = ([x, y]: readonly [number, number]): boolean =>
          Math.abs(x - mark.x) < half && y < mark.y + 2 && y > mark.y - 10;
        expect(points.filter(inside), `${mark.text}, step ${step}`).toEqual([]);
        for (const level of levels) expect(level < mark.y - 9 || level > mark.y + 1).toBe(true);
      }
    }
  });
  it('have their words inside the chart', () => {
    for (let step = 0; step <= 7; step++) {
      for (const mark of slideChart(explained, step, size)!.marks) {
        if (mark.type !== 'text' || mark.role !== 'explanation') continue;
        const half = (mark.text.length * 13 * 0.56) / 2;
        expect(mark.x - half).toBeGreaterThanOrEqual(0);
        expect(mark.x + half).toBeLessThanOrEqual(size.width);
      }
    }
  });
});

/** Along a path of straight lines, a point for every pixel. */
function pathPoints(d: string): [number, number][] {
  const corners = [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  return corners.slice(1).flatMap(([x2, y2], index) => {
    const [x1, y1] = corners[index]!;
    return Array.from({ length: 101 }, (_, i): [number, number] => [
      x1! + ((x2! - x1!) * i) / 100,
      y1! + ((y2! - y1!) * i) / 100,
    ]);
  });
}

describe('a chart’s small print', () => {
  const [, curves, explained] = exampleDeck().slides as [Slide, Slide, Slide, Slide];
  it('is text of the slide, not of the chart, and its last form is known from the start', () => {
    const first = slideNotes(curves, 0);
    const last = slideNotes(curves, 2);
    expect(first.now).not.toBe(last.now);
    expect(first.last).toBe(last.now);
    expect(last.now).toContain('Thick lines: mean over seeds (n = 2)');
    expect(slideChart(curves, 2, size)!.marks.some(({ role }) => role === 'footnote')).toBe(false);
    const html = slidesHtml([curves], { steps: true, themes: ['light'], name: 'a deck' });
    expect(html).toContain(`<p class="small" data-step="2" data-last>${last.now}</p>`);
  });
  it('leaves the chart two thirds of a slide', () => {
    expect(chartPlace(curves, 'screen').height).toBeGreaterThan(0.66 * 600);
    // Three or four lines are kept for the longest step of an explanation.
    expect(chartPlace(explained, 'screen').height).toBeGreaterThan(0.6 * 600);
    // On paper all steps are told at once, beside each other on a wider page.
    expect(chartPlace(explained, 'paper').height).toBeGreaterThan(0.5 * 600);
    expect(chartPlace(curves, 'paper').width).toBeGreaterThan(chartPlace(curves, 'screen').width);
  });
});

describe('the foot of a slide counts the runs that are drawn', () => {
  const [, curves, explained] = exampleDeck().slides as [Slide, Slide, Slide, Slide];
  it('all of the view, those with the held values, those that are walked along', () => {
    expect(slideFacts(curves)).toContain('n = 4 runs, 2 seeds');
    const held = { selection: { experiments: [1], held: { 'model.width': '16' }, without: [1] } };
    expect(slideFacts({ ...curves, view: viewSchema.parse(held) } as Slide)).toContain('n = 1 run, 1 seed');
    expect(slideFacts(explained)).toContain('n = 2 runs, 2 seeds');
  });
});

it('a chart has larger type where its panels allow it, and always the shape of its place', () => {
  const slide = exampleDeck().slides[1]!;
  const few = virtualSize(slide, { width: 1744, height: 700 });
  expect(few.width / few.height).toBeCloseTo(1744 / 700, 1);
  expect(virtualSize(slide, { width: 872, height: 350 })).toEqual(few);
  expect(few.width).toBeLessThanOrEqual(910);
});

describe('slides that are tables', () => {
  it('claims with verdicts', () => {
    const judged = (id: string, primary: boolean, verdict: 'supported' | 'undecided') => ({
      ...{ id, name: id, primary, estimate: -0.4, n: 8, units: '', test: '', p: 0.01, pHolm: 0.02, verdict },
      interval: { low: -0.6, high: -0.2, level: 0.95, of: 'the mean' },
      reason: '−0.4, 95 % interval −0.6 to −0.2, 8 seeds: negative, as claimed.',
      whatWouldChange: '',
    });
    const entry = {
      ...{
        claim: 'size' as const,
        title: 'Rebound grows with model size',
        statement: 'Larger models rebound more.',
      },
      estimators: [judged('crossing', false, 'undecided'), judged('index', true, 'supported')],
      ...{ declared: true, tables: [], charts: [], notes: [], paper: [] },
    };
    const ledger = {
      name: 'sizes',
      runs: 24,
      runsUsed: 24,
      seeds: [1, 2, 3, 4, 5, 6, 7, 8],
      notes: [],
      entries: [entry],
    };
    const data = { ...frozen([]), ledger };
    const slide = { ...exampleDeck().slides[1]!, data, view: viewSchema.parse({ chart: 'ledger' }) } as Slide;
    const table = slideTable(slide)!;
    expect(table.columns).toEqual(['claim', 'verdict', 'estimate', 'n', 'why']);
    expect(table.rows).toEqual([
      [
        { text: 'Rebound grows with model size', strong: true },
        { text: 'supported', verdict: 'supported' },
        { text: '−0.4 [−0.6, −0.2]', unbroken: '−0.4 [−0.6, −0.2]' },
        { text: '8' },
        { text: 'negative, as claimed.' },
      ],
    ]);
    expect(slideFacts(slide)).toBe('24 of 24 runs, 8 seeds · data of 2026-11-24 10:00 UTC');
    const opened = { ...slide, view: viewSchema.parse({ chart: 'ledger', claim: 'size' }) } as Slide;
    expect(slideTable(opened)!.rows.map(([name]) => name!.text)).toEqual(['crossing', 'index']);
    // What its own column says is not said again; units that all share stand above the column.
    const told = (reason: string, units = 'ln R') => {
      const estimators = [{ ...judged('one', true, 'undecided'), reason, units }];
      const entries = [{ ...entry, estimators }];
      const one = slideTable({ ...slide, data: { ...data, ledger: { ...ledger, entries } } } as Slide)!;
      return [one.columns[2], one.rows[0]![2]!.text, one.rows[0]![4]!.text];
    };
    expect(told('−0.4, 95 % interval −0.6 to −0.2, 8 seeds, but p = 0.1 after correction.')).toEqual([
      'estimate (ln R)',
      '−0.4 [−0.6, −0.2]',
      'p = 0.1 after correction.',
    ]);
    expect(told('−0.4 from 3 seeds: fewer than the 5 a verdict needs.')[2]).toBe('a verdict needs 5 seeds.');
    const html = slidesHtml([slide], { steps: false, themes: ['light'], name: 'a deck' });
    expect(html).toContain('<span class="unbroken">−0.4 [−0.6, −0.2]</span>');
    expect(told('The median is beyond what was trained: 3 of 8 runs.')[2]).toContain('3 of 8 runs');
  });

  it('answers of θ0, of θ1 and after unalignment, each model once', () => {
    const sample = (phase: 'pretrain' | 'align' | 'unalign', update: number, response: string) => ({
      ...{ run: 1, phase, update, index: 0, prompt: '<end> the plot was', response, score: 1, tokens: null },
    });
    const samples = [
      sample('pretrain', 90, 'a'),
      sample('align', 0, 'b <end>'),
      sample('align', 8, 'c'),
      sample('unalign', 0, 'd'),
      sample('unalign', 16, ''),
    ];
    const data = { ...frozen(exampleRuns), samples };
    const slide = {
      ...exampleDeck().slides[1]!,
      data,
      view: viewSchema.parse({ chart: 'samples' }),
    } as Slide;
    const table = slideTable(slide)!;
    expect(table.lead).toBe('Prompt: the plot was …  (run 1: width 16, seed 1)');
    expect(table.rows.map((row) => row.slice(0, 2).map(({ text }) => text))).toEqual([
      ['θ0, pretrained', 'b'],
      ['θ1, aligned', 'd'],
      ['unalignment, update 16', '(nothing)'],
    ]);
    expect(table.note).toBe('');
    expect(slideFacts(slide)).toContain('n = 1 run, 1 seed');
    expect(laterSteps(slide)).toBe(0);
  });

  it('answers of the run and to the prompt that were chosen in Compare, each token shaded by its probability', () => {
    const sample = (run: number, index: number, update: number, response: string) => ({
      ...{
        run,
        phase: 'unalign' as const,
        update,
        index,
        prompt: `<end> prompt ${index} was`,
        response,
        score: 0.5,
      },
      tokens: [
        { text: 'dull', probability: 0.25, top: [] },
        { text: 'ly', probability: 1, top: [] },
        { text: '<end>', probability: 0.9, top: [] },
      ],
    });
    const samples = [1, 2].flatMap((run) =>
      [4, 7].flatMap((index) => [0, 16, 64].map((at) => sample(run, index, at, `${run} ${index} ${at}`))),
    );
    const view = viewSchema.parse({ chart: 'samples', run: 2, prompt: 7, update: 16 });
    const slide = { ...exampleDeck().slides[1]!, data: { ...frozen(exampleRuns), samples }, view } as Slide;
    const table = slideTable(slide)!;
    expect(table.lead).toContain('prompt 7 was …  (run 2: ');
    expect(table.rows.map((row) => row.map(({ text }) => text))).toEqual([
      ['θ1, aligned', '2 7 0', '0.50'],
      ['unalignment, update 16', '2 7 16', '0.50'],
    ]);
    expect(table.rows[1]![1]!.tokens).toEqual([
      { text: 'dull', surprise: 0.25 },
      { text: 'ly', surprise: 0 },
    ]);
    expect(table.note).toBe('The stronger its colour, the less likely a token was to the model.');
    const html = slidesHtml([slide], { steps: false, themes: ['light'], name: 'a deck' });
    expect(html).toContain('<span class="token" style="--surprise: 18%">dull</span> <span class="token"');
  });
});

describe('a deck made from an experiment', () => {
  const deck = experimentExample();
  it('is a valid deck of a handful of slides in the order of a talk', () => {
    expect(deckSchema.safeParse(deck).success).toBe(true);
    expect(deck.slides.map(({ title }) => title)).toEqual([
      'sizes',
      'Does a language model spring back?',
      'How to read a curve',
      'Springing back, by width',
      'R against width',
      'What this cannot say',
    ]);
    expect(deck.slides[0]!.caption).toBe('4 runs: width × 2 seeds\n\nA note.');
  });
  it('explains one slide and reveals another', () => {
    expect(deck.slides.map(laterSteps)).toEqual([0, 0, 7, 2, 0, 0]);
  });
  it('has no slide for an axis of one value', () => {
    const one = exampleRuns.map((run) => ({ ...run, values: { 'model.width': 16 } }));
    const deck = experimentDeck({ id: 1, name: 'one', notes: '', axes: ['model.width'], data: frozen(one) });
    expect(deck.slides.map(({ title }) => title)).toContain('Springing back');
    expect(deck.slides.map(({ title }) => title).join()).not.toContain('width');
  });
  it('of an experiment that has measured nothing it is its words alone', () => {
    const bare = experimentDeck({ id: 1, name: 'x'.repeat(300), notes: '', axes: [], data: frozen([]) });
    expect(deckSchema.safeParse(bare).success).toBe(true);
    expect(bare.slides.map(({ kind }) => kind)).toEqual(['text', 'text', 'text']);
  });
});

describe('a caption', () => {
  it('has paragraphs and lists, and nothing else', () => {
    expect(textBlocks('One\nline.\n\n- a\n- b\n\n# not a heading')).toEqual([
      { kind: 'paragraph', text: 'One\nline.' },
      { kind: 'list', items: ['a', 'b'] },
      { kind: 'paragraph', text: '# not a heading' },
    ]);
    expect(textBlocks('  \n\n')).toEqual([]);
  });
  it('is smaller the longer it is', () => {
    expect(['a', 'a'.repeat(700), 'a'.repeat(3000)].map(textSize)).toEqual(['large', 'medium', 'small']);
  });
});
