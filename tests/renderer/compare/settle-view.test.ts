import { describe, expect, it } from 'vitest';
import { againstOf } from '../../../src/charts/view/axis-defaults.ts';
import type { ComparedRun } from '../../../src/core/frozen-data.ts';
import { emptyView } from '../../../src/renderer/compare/empty-view.ts';
import { withExperiments } from '../../../src/renderer/compare/select-runs.ts';
import {
  asItStands,
  changedView,
  resettled,
  settle,
  unsettled,
} from '../../../src/renderer/compare/settle-view.ts';
import { decodeView, encodeView } from '../../../src/renderer/compare/view-link.ts';
import { runOf, viewOf } from '../../charts/view/view-example.ts';

let last = 0;
/** All combinations of the axes, two seeds each; parameters follow from corpus and width. */
function experiment(
  id: number,
  axes: Record<string, readonly (number | string)[]>,
  more: Partial<ComparedRun> = {},
): ComparedRun[] {
  let all: ComparedRun['values'][] = [{}];
  for (const [path, values] of Object.entries(axes))
    all = all.flatMap((each) => values.map((value) => ({ ...each, [path]: value })));
  return all.flatMap((values) =>
    [1, 2].map((seed) =>
      runOf(++last, values, seed, {
        experiment: id,
        experimentName: `experiment ${id}`,
        parameters: 1000 * Number(values['model.width'] ?? 1) + (values.corpus === 'dialogue' ? 7 : 0),
        ...more,
      }),
    ),
  );
}
const trainedIn = (...phases: string[]): Partial<ComparedRun> => ({
  tokensPerUpdate: Object.fromEntries(phases.map((phase) => [phase, 80])),
});

const amounts = [32, 128, 512];
const rebound = experiment(3, { 'align.examples': amounts, corpus: ['reviews', 'dialogue'] });
const mirrored = experiment(11, { 'align.examples': amounts });
const size = experiment(5, { 'model.width': [16, 32, 64], 'align.examples': [1000, 10_000] });
const widths = experiment(7, { 'model.width': [16, 32, 64] });
const transfer = experiment(
  2,
  { 'transfer.from': [0, 1, 2], 'transfer.onto': [0, 1, 2] },
  trainedIn('pretrain', 'align', 'transfer'),
);
const joint = experiment(10, { 'joint.ratio': [1, 3] }, trainedIn('pretrain', 'joint'));

const picked = (...experiments: number[]) => viewOf({ selection: { experiments } });
const sidesOf = ({ colour, dash, column, row }: ReturnType<typeof viewOf>) => ({ colour, dash, column, row });

describe('sides', () => {
  it('are axes that were varied, not the parameters that follow from them', () => {
    const view = settle(picked(3), rebound);
    expect(sidesOf(view)).toEqual({ colour: 'align.examples', dash: null, column: 'corpus', row: null });
    expect(settle(picked(5), size)).toMatchObject({ colour: 'model.width', column: 'align.examples' });
  });

  it('keep several experiments apart', () => {
    const both = settle(picked(3, 11), [...rebound, ...mirrored]);
    expect(both).toMatchObject({ colour: 'align.examples', column: 'experiment' });
    const five = [1, 2, 3, 4, 5].flatMap((id) => experiment(id, { 'align.examples': amounts }));
    expect(settle(picked(1, 2, 3, 4, 5), five)).toMatchObject({
      colour: 'experiment',
      column: 'align.examples',
    });
    const bare = [...experiment(1, {}), ...experiment(2, {})];
    expect(settle(picked(1, 2), bare)).toMatchObject({ colour: 'experiment', column: null });
  });

  it('never pool amounts of alignment of several experiments: they are rows, or colours where they are many', () => {
    const anchor = experiment(8, { 'corpus.positive': [0.3, 0.7], 'align.examples': [1000, 10_000] }).map(
      (run) => ({ ...run, fixed: { 'model.width': 64 } }),
    );
    const both = [...size.map((run) => ({ ...run, fixed: { 'corpus.positive': 0.54 } })), ...anchor];
    expect(sidesOf(settle(picked(5, 8), both))).toEqual({
      ...{ colour: 'model.width', dash: null, column: 'experiment', row: 'align.examples' },
    });
    const four = both.flatMap((run) =>
      [100, 200].map((more) => ({
        ...run,
        id: ++last,
        values: { ...run.values, 'align.examples': Number(run.values['align.examples']) + more },
      })),
    );
    expect(sidesOf(settle(picked(5, 8), four))).toEqual({
      ...{ colour: 'align.examples', dash: null, column: 'experiment', row: null },
    });
  });

  it('of a heatmap are panels; its rows are another axis', () => {
    const toHeatmap = (runs: readonly ComparedRun[], ...ids: number[]) =>
      resettled(changedView(settle(picked(...ids), runs), { chart: 'heatmap' }), runs);
    const one = toHeatmap(size, 5);
    expect(sidesOf(one)).toEqual({ colour: null, dash: null, column: 'align.examples', row: null });
    expect(againstOf(one, size)).toBe('model.width');
    expect(sidesOf(toHeatmap(widths, 7)).column).toBeNull();
    const grid = experiment(6, { 'align.examples': amounts, 'unalign.examples': amounts });
    expect(sidesOf(toHeatmap(grid, 6)).column).toBeNull();
    const both = toHeatmap([...rebound, ...mirrored], 3, 11);
    expect(sidesOf(both)).toEqual({ colour: null, dash: null, column: 'experiment', row: null });
    expect(againstOf(both, [...rebound, ...mirrored])).toBe('align.examples');
    const coloured = changedView(settle(picked(5), size), { colour: 'model.width', column: null });
    const kept = resettled(changedView(coloured, { chart: 'heatmap' }), size);
    expect(againstOf(kept, size)).toBe('align.examples');
  });

  it('come anew with a further experiment, unless the user chose them', () => {
    const one = settle(picked(3), rebound);
    const two = settle(withExperiments(one, [3, 11], []), [...rebound, ...mirrored]);
    expect(two.column).toBe('experiment');
    const chosen = changedView(one, { colour: null, column: null });
    const kept = settle(withExperiments(chosen, [3, 11], []), [...rebound, ...mirrored]);
    expect(sidesOf(kept)).toEqual({ colour: null, dash: null, column: null, row: null });
  });
});

describe('an address', () => {
  it('restores what was chosen by itself and what the user took away', () => {
    const view = changedView(settle(picked(3), rebound), { colour: null, column: null });
    const read = decodeView(encodeView(view))!;
    expect(read).toEqual(view);
    expect(read.settled).toBe(true);
  });

  it('from before views were settled draws what it drew', () => {
    const old = viewOf({ selection: { experiments: [3] }, colour: 'seed', phases: ['unalign'] });
    const scores = rebound.map((run) => ({ ...run, primaryMetric: 'behaviour.score' }));
    expect(settle(old, scores)).toMatchObject({
      ...{ colour: 'seed', column: null, phases: ['unalign'], metric: 'behaviour.logOdds', settled: true },
    });
    // A chart alone left the sides open, and leaves them open now.
    expect(settle(viewOf({ chart: 'hooke' }), rebound)).toMatchObject({
      chart: 'hooke',
      colour: 'align.examples',
    });
  });

  it('of a view that was kept before then stands as it is, whatever is done with it', () => {
    const kept = asItStands(picked(3));
    expect(kept.settled).toBe(true);
    expect(sidesOf(settle(unsettled(kept), rebound))).toEqual(sidesOf(picked(3)));
    const now = settle(picked(3), rebound);
    expect(asItStands(now)).toBe(now);
  });
});

describe('chart, phases and metric', () => {
  it('are of what was trained last', () => {
    expect(settle(picked(3), rebound)).toMatchObject({ chart: 'curves', phases: ['align', 'unalign'] });
    expect(settle(picked(10), joint)).toMatchObject({
      ...{ chart: 'curves', phases: ['joint'], colour: 'joint.ratio' },
    });
    const again = experiment(4, {}, trainedIn('pretrain', 'align', 'unalign', 'realign'));
    expect(settle(picked(4), again).phases).toEqual(['align', 'unalign', 'realign']);
    expect(settle(picked(4), experiment(4, {}, trainedIn('pretrain'))).phases).toEqual(['pretrain']);
  });

  it('draw joint training on a linear scale, unless the user chose another', () => {
    const view = settle(picked(10), joint);
    expect(view.xScale).toBe('linear');
    const log = changedView(view, { xScale: 'log' });
    expect(resettled(changedView(log, { chart: 'trend' }), joint).xScale).toBe('log');
    expect(settle(unsettled(log), joint).xScale).toBe('log');
    expect(settle(withExperiments(view, [3], []), rebound).xScale).toBe('log');
    expect(settle(picked(3), rebound).xScale).toBe('log');
  });

  it('open transfer between slices on its table, and its curves on the phase', () => {
    const view = settle(picked(2), transfer);
    expect(view).toMatchObject({ chart: 'resistance', phases: ['transfer'] });
    const curves = resettled(changedView(view, { chart: 'curves' }), transfer);
    expect(curves).toMatchObject({
      ...{ chart: 'curves', phases: ['transfer'], colour: 'transfer.from', column: 'transfer.onto' },
    });
    // Single runs have no ledger.
    const few = viewOf({ selection: { runs: transfer.slice(0, 3).map(({ id }) => id) } });
    expect(settle(few, transfer.slice(0, 3)).chart).toBe('curves');
  });

  it('honour the primary metric where all declared the same', () => {
    const scores = mirrored.map((run) => ({ ...run, primaryMetric: 'behaviour.score' }));
    expect(settle(picked(11), scores).metric).toBe('behaviour.score');
    expect(settle(picked(3, 11), [...rebound, ...scores]).metric).toBe('behaviour.logOdds');
    const mine = changedView(picked(11), { metric: 'kl.toBase' });
    expect(settle(mine, scores).metric).toBe('kl.toBase');
  });
});

describe('a trend', () => {
  const toTrend = (view: ReturnType<typeof viewOf>, runs: readonly ComparedRun[]) =>
    resettled(changedView(view, { chart: 'trend' }), runs);

  it('is of R, against size, its axis freed of sides', () => {
    const one = toTrend(settle(picked(7), widths), widths);
    expect(one).toMatchObject({ reduction: 'resistanceIndex', colour: null, column: null });
    const two = toTrend(settle(picked(5), size), size);
    expect(two).toMatchObject({ reduction: 'resistanceIndex', colour: 'align.examples', column: null });
    const back = resettled(changedView(two, { chart: 'curves' }), size);
    expect(back).toMatchObject({ reduction: 'last', colour: 'model.width', column: 'align.examples' });
  });

  it('keeps the reduction and the sides that the user chose, but for the one that it stands on', () => {
    const coloured = changedView(settle(picked(7), widths), { colour: 'model.width', dash: 'seed' });
    expect(toTrend(coloured, widths)).toMatchObject({ colour: null, dash: 'seed' });
    const other = changedView(settle(picked(5), size), {
      ...{ colour: 'model.width', column: null, reduction: 'area' },
    });
    expect(toTrend(other, size)).toMatchObject({
      ...{ colour: 'model.width', column: null, reduction: 'area' },
    });
  });

  it('is of the value at the end where nothing was trained back', () => {
    expect(toTrend(settle(picked(10), joint), joint).reduction).toBe('last');
  });

  it('waits for its runs where they are not known', () => {
    const view = toTrend(settle(picked(5), size), []);
    expect(view).toMatchObject({ chart: 'trend', settled: false, colour: null });
    expect(settle(view, size).colour).toBe('align.examples');
  });
});

it('nothing is settled of an empty comparison', () => {
  expect(encodeView(emptyView)).toBe('');
  expect(unsettled(emptyView)).toEqual(emptyView);
});
