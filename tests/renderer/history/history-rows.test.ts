// Rows of the table from the host's answers, and what a filter finds among them.
import { describe, expect, it } from 'vitest';
import type { HistoryExperiment, HistoryRun } from '../../../src/contract/history.ts';
import type { ExperimentSummary } from '../../../src/contract/window.ts';
import { compileFilter } from '../../../src/core/filter/compile.ts';
import {
  askedText,
  axisText,
  historyColumns,
  nameColumn,
  valueText,
  variedText,
} from '../../../src/renderer/history/columns.tsx';
import { placeIn } from '../../../src/renderer/history/filter-field.tsx';
import {
  distinctValues,
  historyRows,
  type RowMode,
  spread,
} from '../../../src/renderer/history/history-rows.ts';
import { matchingTags } from '../../../src/renderer/history/tag-editor.tsx';
import { namesOf } from '../../../src/renderer/history/trash-toast.tsx';

const run = (
  id: number,
  experiment: number,
  width: number,
  change: Partial<HistoryRun> = {},
): HistoryRun => ({
  id,
  experiment,
  seed: id % 2,
  values: { 'model.width': width },
  state: 'finished',
  notes: '',
  tags: [],
  starred: false,
  archived: false,
  parameters: width * 1000,
  pretrainTokens: 5000,
  pretrained: 0,
  aligned: 2,
  final: width / 100,
  ownBytes: 100,
  sharedBytes: 50,
  ...change,
});
const summary = (id: number, change: Partial<ExperimentSummary> = {}): ExperimentSummary => ({
  id,
  name: `Experiment ${id}`,
  notes: '',
  tags: [],
  starred: false,
  archived: false,
  state: 'finished',
  priority: 0,
  created: '2026-11-24T09:30:00Z',
  axes: ['model.width'],
  seeds: 2,
  progress: {
    steps: 4,
    stepsFinished: 4,
    stepsFailed: 0,
    runs: 2,
    runsFinished: 2,
    tokens: 0,
    tokensDone: 0,
    tokensPerSecond: 0,
    etaSeconds: null,
  },
  error: '',
  ...change,
});
const figures = (id: number, trashed: string | null = null): HistoryExperiment => ({
  fixed: {},
  id,
  name: `Experiment ${id}`,
  starred: false,
  archived: false,
  metric: 'behaviour.logOdds',
  trashed,
  runs: 2,
  points: 700,
  ownBytes: 1000,
  sharedBytes: 0,
});
const data = {
  runs: [
    run(1, 1, 16),
    run(2, 1, 32, { final: null, tags: ['own'] }),
    run(3, 2, 64, { starred: true, state: 'failed' }),
    run(4, 3, 8),
  ],
  experiments: [figures(1), figures(2), figures(3, '2026-11-25T00:00:00Z'), figures(4)],
  summaries: [
    summary(1, { tags: ['paper'], starred: true }),
    summary(2, { archived: true, notes: 'odd one' }),
    summary(4, { state: 'queued' }),
  ],
};
function found(mode: RowMode, text: string): string[] {
  const filter = compileFilter(text);
  if (filter.error) throw new Error(filter.error.message);
  return historyRows(data, mode)
    .filter((row) => row.filterRows.some((one) => filter.test(one)))
    .map(({ key }) => key);
}

describe('rows', () => {
  it('are experiments, runs or what is in the trash', () => {
    expect(found('experiments', '')).toEqual(['e1', 'e2', 'e4']);
    // Run 4 is of an experiment in the trash.
    expect(found('runs', '')).toEqual(['r1', 'r2', 'r3']);
    expect(found('trash', '')).toEqual(['e3']);
  });

  it('of an experiment sum up its runs', () => {
    const [first] = historyRows(data, 'experiments');
    expect(first).toMatchObject({
      values: { 'model.width': [16, 32] },
      parameters: { low: 16_000, high: 32_000, mean: 24_000, count: 2 },
      final: { low: 0.16, high: 0.16, mean: 0.16, count: 1 },
      points: 700,
      ownBytes: 1000,
    });
  });

  it('are found by what any run has, and by what the experiment itself is', () => {
    expect(found('experiments', 'width = 32')).toEqual(['e1']);
    expect(found('experiments', 'width = 16 and final = none')).toEqual([]);
    // The star of a run is not the experiment's.
    expect(found('experiments', 'starred')).toEqual(['e1']);
    expect(found('experiments', 'not starred')).toEqual(['e2', 'e4']);
    expect(found('experiments', 'state = queued')).toEqual(['e4']);
    expect(found('experiments', 'state = failed')).toEqual([]);
    expect(found('experiments', 'points > 600 and id = 2')).toEqual(['e2']);
  });

  it('of runs are found by their experiment’s tags, notes and archive too', () => {
    expect(found('runs', 'tag = paper')).toEqual(['r1', 'r2']);
    expect(found('runs', 'tag = own')).toEqual(['r2']);
    expect(found('runs', 'odd')).toEqual(['r3']);
    expect(found('runs', 'archived')).toEqual(['r3']);
    expect(found('runs', 'starred')).toEqual(['r3']);
    expect(found('runs', 'experiment = 1')).toEqual(['r1', 'r2']);
    expect(found('runs', 'bytes = 150')).toEqual(['r1', 'r2', 'r3']);
  });
});

describe('a spread', () => {
  it('leaves out what is not measured', () => {
    expect(spread([3, null, 1])).toEqual({ low: 1, high: 3, mean: 2, count: 2 });
    expect(spread([null])).toBeNull();
    expect(spread(Array.from({ length: 200_000 }, () => 1))?.mean).toBe(1);
  });
});

describe('axis values', () => {
  it('are each once, numbers in order', () => {
    expect(
      distinctValues([{ values: { a: 64 } }, { values: { a: 8 } }, { values: { a: 64, b: 'x' } }]),
    ).toEqual({
      a: [8, 64],
      b: ['x'],
    });
  });
  it('are written short', () => {
    expect(axisText([8, 16])).toBe('8, 16');
    expect(axisText([1, 2, 3, 4, 5])).toBe('1 … 5 (5)');
    expect(axisText(undefined)).toBe('');
  });
});

describe('columns', () => {
  const axis = (path: string, rows: number) => ({ path, numeric: true, rows });
  const axes = [axis('corpus.share', 1), axis('y.replay.share', 9), axis('x.depth', 5), axis('x.height', 7)];
  const columns = (mode: RowMode) => historyColumns(mode, axes).filter(({ id }) => id.startsWith('axis'));

  it('have one for every axis, by its path where short names are shared', () => {
    const titles = columns('runs').map(({ title }) => title);
    expect(titles).toEqual(['corpus.share', 'y.replay.share', 'depth', 'height']);
  });

  it('show the three commonest axes of runs, and of experiments all in one', () => {
    const shown = columns('runs').flatMap((one) => (one.shown ? [one.title] : []));
    expect(shown).toEqual(['y.replay.share', 'depth', 'height']);
    expect(columns('experiments').some((one) => one.shown)).toBe(false);
    const [first] = historyRows(data, 'experiments');
    expect(variedText(first!)).toBe('width 16, 32');
  });
});

describe('the columns of experiments', () => {
  it('have name, state, created, tags and size in view at 1440 pixels', () => {
    const all = [nameColumn, ...historyColumns('experiments', [])].filter(({ shown }) => shown);
    const upToSize = all.slice(0, all.findIndex(({ id }) => id === 'ownBytes') + 1);
    const ids = upToSize.map(({ id }) => id);
    expect(ids).toEqual(['name', 'state', 'runs', 'varied', 'created', 'tags', 'ownBytes']);
    // 1440 less the rail, the page's margins, the checkbox and the star.
    expect(upToSize.reduce((sum, { width }) => sum + width, 0)).toBeLessThan(1120);
  });
});

describe('what an experiment did not vary', () => {
  it('is shown and found as its schedule has it, and is not told as varied', () => {
    const fixed = { 'align.examples': 1000 };
    const own = { ...data, experiments: [{ ...figures(1), fixed }, figures(2), figures(4)] };
    const [first] = historyRows(own, 'runs');
    expect(first).toMatchObject({ fixed, values: { 'model.width': [16] } });
    expect(variedText(first!)).toBe('width 16');
    const filter = compileFilter('align.examples = 1000', { axes: ['align.examples'] });
    if (filter.error) throw new Error(filter.error.message);
    const finds = (mode: RowMode) =>
      historyRows(own, mode).filter(({ filterRows }) => filterRows.some((row) => filter.test(row)));
    expect(finds('runs').map(({ key }) => key)).toEqual(['r1', 'r2']);
    expect(finds('experiments').map(({ key }) => key)).toEqual(['e1']);
  });
});

describe('the amount of pretraining', () => {
  it('is told as asked and as trained, which is whole updates', () => {
    const values = { 'pretrain.tokens': 96_000 };
    const own = { ...data, runs: [run(1, 1, 16, { values, pretrainTokens: 96_768 })] };
    expect(askedText(historyRows(own, 'runs')[0]!)).toBe('96 k asked, 96.8 k trained: whole updates');
    expect(askedText(historyRows(data, 'runs')[0]!)).toBeUndefined();
  });
});

describe('what was moved to the trash', () => {
  it('is named, many by the first two', () => {
    expect(namesOf(['Size'])).toBe('“Size”');
    expect(namesOf(['a', 'b', ''])).toBe('“a”, “b”, one without a name');
    expect(namesOf(['a', 'b', 'c', 'd'])).toBe('“a”, “b” and 2 more');
  });
});

describe('the place that a filter is wrong at', () => {
  it('is shown with what stands around it, … where that is cut', () => {
    expect(placeIn('width > 16 and state = finishd', 23)).toEqual({
      before: '… > 16 and state = ',
      rest: 'finishd',
    });
    expect(placeIn('width >', 7)).toEqual({ before: 'width >', rest: '␣' });
    expect(placeIn('x = 1 and something that is long', 4).rest).toBe('1 and something th…');
  });
});

describe('tags to choose from', () => {
  it('are few out of ten thousand, those that begin with the letters first, without the ones it has', () => {
    const known = Array.from({ length: 10_000 }, (_, index) => `tag ${index}`);
    const some = matchingTags(['my tag 99', ...known.slice(0, 1000)], new Set(['tag 99']), 'tag 99');
    expect(some[0]).toBe('tag 990');
    expect(some).toContain('my tag 99');
    expect(some).toHaveLength(11);
    expect(matchingTags(known, new Set(), '')).toHaveLength(30);
  });
});

describe('values of the primary metric', () => {
  const spread = { mean: 0.14, low: 0.03, high: 0.25, count: 18 };

  it('are told with their metric, and their ends are no interval', () => {
    expect(valueText(spread, 'behaviour.logOdds')).toBe(
      'behaviour log-odds (nats): mean 0.14, from 0.03 to 0.25, the least and the greatest of 18 runs',
    );
    expect(valueText({ ...spread, count: 1 }, 'behaviour.score')).toBe(
      'behaviour score (share positive): 0.140',
    );
  });

  it('are not sorted among those of another metric', () => {
    const [aligned] = historyColumns('experiments', []).filter(({ id }) => id === 'aligned');
    const [row] = historyRows(data, 'experiments');
    const at = (metric: string, mean: number) =>
      aligned!.value({ ...row!, metric, aligned: { ...spread, mean } }) as number;
    expect(at('behaviour.logOdds', 900)).toBeLessThan(at('behaviour.score', 0.1));
    expect(at('behaviour.logOdds', -1)).toBeLessThan(at('behaviour.logOdds', 1));
  });
});
