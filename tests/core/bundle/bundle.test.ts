import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../src/core/bundle/bundle.ts';
import { fromColumns, toColumns } from '../../../src/core/bundle/columns.ts';
import { bundleText, readBundle } from '../../../src/core/bundle/read-bundle.ts';
import { drawsOnlyOn, remapDeck, remapView } from '../../../src/core/bundle/remap-ids.ts';
import { sha256 } from '../../../src/core/canonical-json.ts';
import { deckSchema } from '../../../src/core/deck.ts';
import { InputError } from '../../../src/core/errors.ts';
import { viewSchema } from '../../../src/core/view.ts';
import { exampleBundle } from './example-bundle.ts';
import { sealed, versionOneText } from './version-one-text.ts';

const point = (metric: string, update: number, value: number) => ({ metric, update, value });

describe('columns', () => {
  it('round to significant digits, share equal updates, and leave out what is named', () => {
    const points = [
      point('a', 0, 0.123456789),
      point('a', 2, 12345678.9),
      point('b', 0, -1e-9 / 3),
      point('b', 2, 1),
      point('c', 1, 2),
      point('kl.position.0', 0, 3),
      point('kl.positions', 0, 4),
      point('train.rate', 1, 5),
      point('d', 4, 0.123456789),
    ];
    expect(toColumns(points, { digits: 7, omitted: ['kl.position.*', 'train.rate'], exact: ['d'] })).toEqual([
      { updates: [0, 2], values: { a: [0.1234568, 12345680], b: [-3.333333e-10, 1] } },
      { updates: [1], values: { c: [2] } },
      { updates: [0], values: { 'kl.positions': [4] } },
      { updates: [4], values: { d: [0.123456789] } },
    ]);
  });

  it('keep every bit where no digits are asked for, and what is not a number stays so', () => {
    const points = [point('a', 0, 0.1 + 0.2), point('a', 3, Number.NaN), point('b', 1, 5e-324)];
    const columns = toColumns(points, { digits: null, omitted: [], exact: [] });
    expect(columns[0]!.values.a).toEqual([0.30000000000000004, null]);
    expect(fromColumns(JSON.parse(JSON.stringify(columns)))).toEqual(points);
  });
});

const resealed = (change: (bundle: Bundle) => void, text = bundleText): string => {
  const bundle = exampleBundle();
  change(bundle);
  return text(bundle);
};

const problem = (text: string): string => {
  try {
    readBundle(text, 'f.springback');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
};

/** The lines with one changed, and the last line as it would be had they been written so. */
function rewritten(text: string, change: (lines: string[]) => void): string {
  const lines = text.trimEnd().split('\n').slice(0, -1);
  change(lines);
  const body = lines.map((line) => `${line}\n`).join('');
  return `${body}${JSON.stringify({ end: { lines: lines.length, sha256: sha256(body) } })}\n`;
}

const view = (selection: object) => viewSchema.parse({ selection });
const full = (bundle: Bundle): void => {
  bundle.views.push({ id: 3, name: 'Größe → R', view: view({ experiments: [7] }) });
  bundle.decks.push({
    id: 4,
    deck: deckSchema.parse({ name: '發表', slides: [{ kind: 'text', id: 'a', title: 'T' }] }),
  });
  const { key, update } = bundle.steps[0]!;
  bundle.checkpoints.push({ key, update, sha256: 'ab'.repeat(32), bytes: 12, final: true });
};

describe('the text of a bundle', () => {
  it('reads back as it was, the order of axes included', () => {
    const bundle = exampleBundle();
    full(bundle);
    const read = readBundle(bundleText(bundle), 'f.springback');
    expect(read).toEqual(bundle);
    expect(Object.keys(read.experiments[0]!.schedule.axes)).toEqual(['unalign.examples', 'model.width']);
    expect(JSON.stringify(read.experiments[0]!.plan.runs)).toBe(
      JSON.stringify(bundle.experiments[0]!.plan.runs),
    );
  });

  it('cut anywhere is refused as cut short', () => {
    const text = resealed(full);
    const lines = text.split('\n');
    for (const kept of [1, 2, 3, lines.length - 2])
      expect(problem(lines.slice(0, kept).join('\n'))).toBe(
        `f.springback: this bundle is cut short after ${kept} lines: copy the whole file again`,
      );
    expect(problem(text.slice(0, text.length - 30))).toMatch(
      /this bundle is damaged \(line \d+ is not a JSON object\)/,
    );
  });

  it('with one character changed is refused, wherever it is', () => {
    const text = resealed(full);
    for (const from of [
      'A processor',
      '"limit',
      'the first',
      '0.25',
      'was good',
      'Größe',
      '發表',
      '"bytes":12',
      '"lines":',
    ]) {
      if (!text.includes(from)) continue;
      const at = text.indexOf(from) + from.length - 1;
      const other = text[at] === '7' ? '8' : '7';
      expect(problem(text.slice(0, at) + other + text.slice(at + 1)), from).not.toBe('');
    }
    expect(problem(text.replace('0.25', '0.75'))).toMatch(
      /^f\.springback: this bundle was altered after it was written: it says SHA-256 [0-9a-f]{12}…, its content has [0-9a-f]{12}…$/,
    );
  });

  it('of a newer version is refused, whatever else is in it', () => {
    expect(problem('{"springbackBundle":3,"more":[]}')).toBe(
      'f.springback: this bundle was written by a newer version of Springback: its format is 3, this one reads up to 2',
    );
    expect(problem(sealed('{"springbackBundle":3,"views":[]}'))).toContain('its format is 3');
    expect(problem('{"springbackBundle":"1"}')).toBe(
      'f.springback: springbackBundle: expected a version such as 1, got "1"',
    );
  });

  it.each([
    ['not json', 'its content is not JSON'],
    ['[1]', 'expected a JSON object, got [1]'],
    ['null', 'expected a JSON object, got null'],
    ['{"springback":1}', 'it has no field "springbackBundle"'],
  ])('that is %s is no bundle', (text, reason) => {
    expect(problem(text)).toBe(
      `f.springback: this is not a bundle of Springback's, as "springback export" writes them: ${reason}`,
    );
  });

  it('names the line, the place and the value of what does not fit', () => {
    expect(problem(resealed((bundle) => Object.assign(bundle.machine, { cores: 'two' })))).toMatch(
      /^f\.springback: line 1: header\.machine\.cores: .*expected number.*, got "two"$/,
    );
    expect(problem(resealed((bundle) => Object.assign(bundle.steps[1]!, { state: 'running' })))).toMatch(
      /^f\.springback: line 4: step\.state: .*, got "running"$/,
    );
    expect(problem(resealed((bundle) => Object.assign(bundle.steps[0]!, { more: 1 })))).toContain(
      'unknown field more',
    );
    expect(problem(resealed((bundle) => bundle.steps[0]!.points[0]!.updates.push(7)))).toContain(
      'f.springback: line 3: step.points[0].values["behaviour.score"]: expected 3 values, one for each update, got 2',
    );
  });

  it('is refused where its parts contradict each other', () => {
    const refusals: [(bundle: Bundle) => void, RegExp][] = [
      [
        (bundle) => Object.assign(bundle.steps[0]!.spec, { seed: 99 }),
        /step\.key: expected the hash of its spec, [0-9a-f]{64}, got/,
      ],
      [(bundle) => bundle.steps.pop(), /experiment 7\.plan\.steps\[\d+\]\.key: there is no such step, got /],
      [
        (bundle) => bundle.experiments[0]!.plan.runs[0]!.steps.push(500),
        /plan\.runs\[0\]\.steps\[\d+\]: expected a place below \d+, got 500$/,
      ],
      [(bundle) => bundle.steps.push(bundle.steps[0]!), /step [0-9a-f]{64} is there twice/],
      [
        (bundle) => Object.assign(bundle.experiments[0]!.plan.steps[0]!, { base: '0'.repeat(64) }),
        /plan\.steps\[0\]\.base: expected a step of the plan, got 0+$/,
      ],
      [(bundle) => Object.assign(bundle.experiments[0]!.plan.runs[1]!, { id: 21 }), /run 21 is there twice/],
      [
        (bundle) =>
          bundle.checkpoints.push({
            key: '0'.repeat(64),
            update: 1,
            sha256: '0'.repeat(64),
            bytes: 1,
            final: true,
          }),
        /checkpoint\.key: there is no such step/,
      ],
    ];
    for (const [change, reason] of refusals) expect(problem(resealed(change))).toMatch(reason);
  });

  it('holds as many parts as its header says, in their order, and ends with its end', () => {
    const text = resealed(full);
    expect(problem(rewritten(text, (lines) => void lines.pop()))).toBe(
      'f.springback: expected 1 checkpoints as the header says, got 0',
    );
    expect(problem(rewritten(text, (lines) => void lines.push(lines.at(-1)!)))).toMatch(/there twice/);
    expect(problem(rewritten(text, (lines) => void lines.push(lines[1]!)))).toContain(
      'experiment is not where',
    );
    expect(problem(rewritten(text, (lines) => void lines.push('{"other":1}')))).toContain('got other');
    expect(problem(`${text}{"step":{}}\n`)).toContain('expected nothing after the line that ends the bundle');
  });
});

describe('the text of a bundle of version 1', () => {
  it('reads as the same bundle, its experiments and runs numbered from 1, nothing starred', () => {
    const bundle = exampleBundle();
    const read = readBundle(versionOneText(bundle), 'f.springback');
    expect(read.experiments[0]!.id).toBe(1);
    expect(read.experiments[0]!.plan.runs.map(({ id, notes, starred }) => [id, notes, starred])).toEqual(
      bundle.experiments[0]!.plan.runs.map((_, index) => [index + 1, '', false]),
    );
    expect(read.steps).toEqual(bundle.steps);
    const pretty = JSON.stringify(JSON.parse(versionOneText(bundle)), null, 2);
    expect(readBundle(pretty, 'f.springback')).toEqual(read);
  });

  it('is refused once a value was altered', () => {
    const text = versionOneText(exampleBundle());
    expect(text).toContain('0.25');
    expect(problem(text.replace('0.25', '0.75'))).toMatch(/altered after it was written/);
    expect(problem(text.replace(/"sha256":"[^"]*",/, ''))).toMatch(/altered .* it says SHA-256 undefined/);
    expect(
      problem(resealed((bundle) => Object.assign(bundle.steps[1]!, { state: 'running' }), versionOneText)),
    ).toMatch(/^f\.springback: steps\[1\]\.state: .*, got "running"$/);
    expect(problem(resealed((bundle) => bundle.steps.pop(), versionOneText))).toMatch(
      /experiments\[0\]\.plan\.steps\[\d+\]\.key: there is no such step, got /,
    );
  });
});

describe('views and decks in another history', () => {
  const ids = { experiments: new Map([[7, 70]]), runs: new Map([[21, 210]]) };
  const away = 2 ** 52;

  it('name what came along by its ids there, and drop the rest', () => {
    const selection = { experiments: [7, 8], runs: [22, 21], without: [21, 23], filter: 'seed > 1' };
    expect(remapView(view(selection), ids).selection).toEqual(
      view({ experiments: [70], runs: [210], without: [210], filter: 'seed > 1' }).selection,
    );
  });

  it('keep their frozen data, under ids that nothing has where it did not come along', () => {
    const run = (id: number, experiment: number) => ({
      id,
      experiment,
      experimentName: 'x',
      seed: 1,
      values: {},
      state: 'finished' as const,
      parameters: 1,
      pretrainTokens: 1,
      tokensPerUpdate: {},
      examplesPerUpdate: {},
      primaryMetric: 'm',
    });
    const series = (id: number) => ({
      run: id,
      phase: 'align',
      metric: 'm',
      update: [0],
      mean: [1],
      min: [1],
      max: [1],
      count: [1],
    });
    const data = {
      runs: [run(21, 7), run(22, 8)],
      series: [series(21), series(22)],
      taken: '2026-11-24T10:00:00.000Z',
    };
    const slide = { kind: 'view', id: 'a', title: 'T', view: { selection: { experiments: [7, 8] } }, data };
    const once = remapDeck(deckSchema.parse({ name: 'D', slides: [slide] }), ids);
    const [kept] = once.slides;
    if (kept?.kind !== 'view') throw new Error('expected the slide');
    expect(kept.view.selection.experiments).toEqual([70]);
    expect(kept.data.runs.map(({ id, experiment }) => [id, experiment])).toEqual([
      [210, 70],
      [away + 22, away + 8],
    ]);
    expect(kept.data.series.map(({ run }) => run)).toEqual([210, away + 22]);
    const again = remapDeck(once, { experiments: new Map([[70, 7]]), runs: new Map([[210, 21]]) }).slides[0]!;
    expect(again.kind === 'view' && again.data.runs.map(({ id }) => id)).toEqual([21, away + 22]);
  });

  it('go along with experiments where they show these and no others', () => {
    const owner = (run: number) => (run === 21 ? 7 : null);
    const shows = (selection: object) => drawsOnlyOn(view(selection), new Set([7]), owner);
    expect(shows({ experiments: [7], runs: [21] })).toBe(true);
    expect(shows({ experiments: [7, 8] })).toBe(false);
    expect(shows({ runs: [22] })).toBe(false);
    expect(shows({})).toBe(false);
  });
});
