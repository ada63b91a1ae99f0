// The showcase that comes with Springback: its deck and views fit what it measured, and what it measured is as it was.
import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deckName, showcaseViews, verdictText } from '../../scripts/showcase-deck.ts';
import { slideTable } from '../../src/charts/deck/slide-table.ts';
import { toSvg } from '../../src/charts/svg.ts';
import { shownRuns } from '../../src/charts/view/arrange-runs.ts';
import { indexSeries } from '../../src/charts/view/curve-lines.ts';
import { drawView } from '../../src/charts/view/draw-view.ts';
import { reduceRun } from '../../src/charts/view/reduce-run.ts';
import { canonicalJson, sha256 } from '../../src/core/canonical-json.ts';
import type { Slide } from '../../src/core/deck.ts';
import { explain } from '../../src/core/explanation/explain.ts';
import { type BundleHost, openBundle } from '../../src/host/open-host.ts';
import { showcaseFile } from '../../src/host/package-root.ts';

let host: BundleHost;
let slides: readonly Slide[];
beforeAll(async () => {
  host = await openBundle(showcaseFile());
  slides = host.bundle.decks[0]!.deck.slides;
}, 180_000);
afterAll(() => host?.close());

describe('the showcase', () => {
  it('holds the measurements that it was first written with, in less than 9 MB', () => {
    // The experiment that samples token by token joined later, after the others.
    const experiments = host.bundle.experiments.filter(({ tags }) => !tags.includes('samples'));
    const steps = host.bundle.steps.slice(0, 2880);
    expect(experiments).toHaveLength(15);
    expect(sha256(canonicalJson(experiments) + canonicalJson(steps))).toBe(
      '0e337c59dd3d19dbf824eb5717cf61b3df476f466e26b0c83eff9c1ad90c9e55',
    );
    expect(statSync(showcaseFile()).size).toBeLessThan(9e6);
  });

  it('has a deck and views of its own experiments, which the window is offered', async () => {
    expect(await host.lab.dispatch('deck.list', {})).toMatchObject([
      { name: deckName, slides: slides.length },
    ]);
    const views = await host.lab.dispatch('view.list', {});
    expect(views.map(({ name }) => name)).toEqual(showcaseViews.map(({ name }) => name));
    expect(new Set(views.map(({ view }) => view.chart)).size).toBe(views.length);
    const there = new Set(host.bundle.experiments.map(({ id }) => id));
    const named = [...views, ...slides.filter((slide) => slide.kind === 'view')];
    for (const { view } of named)
      for (const id of view.selection.experiments) expect(there.has(id), `experiment ${id}`).toBe(true);
  });

  it('has samples in which every token has its probability', async () => {
    const [sampled] = host.bundle.experiments.filter(({ tags }) => tags.includes('samples'));
    const run = sampled!.plan.runs[0]!.id;
    const samples = await host.lab.dispatch('compare.samples', { runs: [run] });
    expect(samples.length).toBeGreaterThan(40);
    for (const { response, tokens } of samples)
      expect(tokens!.map(({ text }) => text).join(' ')).toBe(response);
    const slide = slides.find((one) => one.kind === 'view' && one.view.chart === 'samples');
    expect(slideTable(slide!)!.rows.length).toBeGreaterThan(4);
  });

  it('draws every slide, and walks along the eight models that its first curve says', () => {
    const size = { width: 1200, height: 600, theme: 'light' } as const;
    for (const slide of slides)
      if (slide.kind === 'view' && slideTable(slide) === null) {
        const scene = drawView(slide.view, slide.data, size);
        expect(scene.panels?.length, slide.title).toBeGreaterThan(0);
        expect(toSvg(scene).match(/<(path|circle)/g)?.length, slide.title).toBeGreaterThan(10);
      }
    const walk = slides.find((slide) => slide.kind === 'view' && slide.explain);
    if (walk?.kind !== 'view') throw new Error('no slide explains');
    expect(walk.data.runs.map(({ values }) => values['align.examples'])).toEqual(Array(8).fill(1000));
    expect(explain(walk.view, walk.data)).toHaveLength(8);
  });

  it('draws all the runs that a verdict in a caption is of', () => {
    const judged = slides.filter(
      (slide) => slide.kind === 'view' && slide.caption.includes(', n = 8.') && slideTable(slide) === null,
    );
    expect(judged.length).toBeGreaterThanOrEqual(5);
    for (const slide of judged) {
      if (slide.kind !== 'view') continue;
      const of = host.bundle.experiments.find(({ id }) => id === slide.view.selection.experiments[0])!;
      expect(shownRuns(slide.view, slide.data), slide.title).toHaveLength(of.plan.runs.length);
    }
  });

  it('has titles that its axes bear out: every aligned model does come back to its pretrained log-odds', () => {
    for (const title of [
      'Every aligned model comes back to the pretrained log-odds',
      'Without pretraining the log-odds fall too',
    ]) {
      const slide = slides.find((one) => one.title === title);
      if (slide?.kind !== 'view') throw new Error(`no slide ${title}`);
      expect(slide.view.metric).toBe('behaviour.logOdds');
      const view = { ...slide.view, reduction: 'updatesToReturn' as const };
      const index = indexSeries(slide.data);
      for (const run of slide.data.runs)
        expect(reduceRun(view, index, run)).toMatchObject({ censored: false });
    }
  });

  it('says in a caption what the ledger says: verdict, estimate, interval and n', async () => {
    const ledger = await host.lab.dispatch('experiment.claims', { id: 10 });
    const said = verdictText(ledger, 'kLaw');
    expect(said).toMatch(/^The law of k: supported\. .*1\.03 \[1\.02, 1\.04\] ln k̂ per ln k, n = 8\.$/);
    expect(slides.map(({ caption }) => caption)).toContain(said);
    expect(() => verdictText(ledger, 'rebound')).toThrow('no claim rebound');
  });
});
