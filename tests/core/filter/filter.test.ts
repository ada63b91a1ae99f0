// The filter language: what each expression finds among rows written by hand, and what is said of a wrong one.
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../src/core/filter/compile.ts';
import type { FilterOptions } from '../../../src/core/filter/fields.ts';
import type { FilterRow } from '../../../src/core/filter/filter-row.ts';
import { parseAmount } from '../../../src/core/filter/value.ts';

function row(change: Partial<FilterRow>): FilterRow {
  return {
    id: 1,
    experiment: 1,
    name: 'Prior sweep',
    seed: 1,
    state: 'finished',
    tags: [],
    notes: '',
    starred: false,
    archived: false,
    created: '2026-11-24T09:30:00.000Z',
    parameters: 110_000,
    pretraining: 1_536_000,
    pretrained: 0.2,
    aligned: 3,
    final: -1.25,
    bytes: 4_000_000,
    points: 900,
    values: { 'model.width': 32, 'align.examples': 512, 'unalign.examples': 100 },
    ...change,
  };
}
const rows = [
  row({ id: 1, tags: ['paper', 'k-law'] }),
  row({
    id: 2,
    name: 'Size × pretraining',
    seed: 2,
    starred: true,
    final: 0.5,
    values: { 'model.width': 64, 'align.examples': 2048 },
  }),
  row({ id: 3, state: 'failed', final: null, notes: 'Diverged: see "log"', created: '2026-10-02T00:00:00Z' }),
  row({
    id: 4,
    name: '実験 π = .54',
    archived: true,
    parameters: 2_000_000,
    bytes: 1_600_000_000,
    values: { 'corpus.kind': 'dialogue', 'model.width': 128 },
  }),
];

function found(text: string, options?: FilterOptions): number[] {
  const filter = compileFilter(text, options);
  if (filter.error) throw new Error(`${filter.error.message} at ${filter.error.position}`);
  return rows.filter((each) => filter.test(each)).map(({ id }) => id);
}
function wrong(text: string, options?: FilterOptions): [string, number] {
  const filter = compileFilter(text, options);
  if (!filter.error) throw new Error(`${text} is taken`);
  return [filter.error.message, filter.error.position];
}
const axes = ['model.width', 'align.examples', 'unalign.examples', 'corpus.kind'];

describe('a filter', () => {
  it.each<[string, number[]]>([
    ['', [1, 2, 3, 4]],
    ['   ', [1, 2, 3, 4]],
    // Numbers, by short name and by path.
    ['width = 32', [1, 3]],
    ['model.width = 32', [1, 3]],
    ['Model.Width=32', [1, 3]],
    ['width > 32', [2, 4]],
    ['width>=64', [2, 4]],
    ['width < 64', [1, 3]],
    ['width <= 64', [1, 2, 3]],
    ['width != 32', [2, 4]],
    ['width in (32, 128)', [1, 3, 4]],
    ['width in (32 128)', [1, 3, 4]],
    ['width = 64..128', [2, 4]],
    ['final < -1', [1, 4]],
    ['final > -.5', [2]],
    ['final = none', [3]],
    ['final != none', [1, 2, 4]],
    ['parameters >= 2M', [4]],
    ['parameters < 111k', [1, 2, 3]],
    ['bytes > 1.5GB', [4]],
    ['pretraining = 1.5M..1.6M', [1, 2, 3, 4]],
    ['seed = 2', [2]],
    ['id in (1, 3)', [1, 3]],
    ['align.examples = 512', [1, 3]],
    // A short name of two axes finds either, unless the axes are given.
    ['examples = 100', [1, 3]],
    // Text.
    ['state = failed', [3]],
    ['state: FAILED', [3]],
    ['state in (failed, running)', [3]],
    ['name = "prior sweep"', [1, 3]],
    ['name ~ SIZE', [2]],
    ['name !~ prior', [2, 4]],
    ['kind = dialogue', [4]],
    ['kind ~ dia', [4]],
    ['tag = paper', [1]],
    ['tag = pap', []],
    ['tag ~ pap', [1]],
    ['tag = k-law', [1]],
    ['tag = none', [2, 3, 4]],
    ['tag != paper', [2, 3, 4]],
    ['notes ~ \'"log"\'', [3]],
    ['notes ~ "\\"log\\""', [3]],
    // Flags and time.
    ['starred', [2]],
    ['not starred', [1, 3, 4]],
    ['-starred', [1, 3, 4]],
    ['!archived', [1, 2, 3]],
    ['starred = true', [2]],
    ['archived = false', [1, 2, 3]],
    ['created = 2026-10', [3]],
    ['created >= 2026-11-24', [1, 2, 4]],
    ['created > 2026-11-24', []],
    ['created < 2026-11', [3]],
    ['created > 2025', [1, 2, 3, 4]],
    // Words.
    ['sweep', [1, 3]],
    ['diverged', [3]],
    ['実験', [4]],
    ['π', [4]],
    ['dialogue', [4]],
    ['"size × pre"', [2]],
    ['prior sweep', [1, 3]],
    ['prior -diverged', [1]],
    ['k-law', [1]],
    ['2048', [2]],
    // Together.
    ['width = 32 and state = finished', [1]],
    ['width = 32 AND state = finished', [1]],
    ['width = 32 && !(state = failed)', [1]],
    ['width = 64 or width = 128', [2, 4]],
    ['width = 64 || width = 128', [2, 4]],
    // `and` binds closer than `or`, `not` takes the whole comparison.
    ['width = 64 or width = 32 and state = failed', [2, 3]],
    ['(width = 64 or width = 32) and state = failed', [3]],
    ['not width = 32', [2, 4]],
    ['not not width = 32', [1, 3]],
    ['not (width = 32 or starred)', [4]],
    // Side by side binds loosest.
    ['prior width = 32 or width = 64', [1, 3]],
    ['(prior) (diverged)', [3]],
    ['(prior diverged)', [3]],
  ])('%s', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it('takes an accented letter for the same however it is composed', () => {
    const composed = row({ tags: ['caf\u00e9'], notes: 'd\u00e9j\u00e0 vu', name: 'Zo\u00eb' });
    const texts = ['tag = cafe\u0301', 'tag ~ fe\u0301', 'name = "ZOE\u0308"', 'de\u0301ja\u0300'];
    const finds = (text: string): boolean => {
      const filter = compileFilter(text);
      return filter.error === undefined && filter.test(composed);
    };
    for (const text of texts) expect(finds(text), text).toBe(true);
    expect(finds('tag = cafe')).toBe(false);
  });

  it('holds two columns of numbers against each other, in rows that have both', () => {
    // aligned is 3 in every row; final is −1.25, 0.5, not measured, −1.25; pretrained is 0.2.
    expect(found('final < aligned')).toEqual([1, 2, 4]);
    expect(found('final >= aligned')).toEqual([]);
    expect(found('final > pretrained')).toEqual([2]);
    expect(found('not final > pretrained')).toEqual([1, 3, 4]);
    expect(found('final != aligned and seed = 2')).toEqual([2]);
    expect(found('experiment = seed')).toEqual([1, 3, 4]);
    expect(found('size > params')).toEqual([1, 2, 3, 4]);
    expect(found('pretraining < align.examples or width < unalign.examples', { axes })).toEqual([1, 3]);
    expect(found('align.examples = unalign.examples', { axes })).toEqual([]);
    expect(found('align.examples > unalign.examples', { axes })).toEqual([1, 3]);
    // A word behind the = of an axis stays a value.
    expect(found('kind = dialogue', { axes: [...axes, 'other.dialogue'] })).toEqual([4]);
    expect(wrong('width > examples', { axes })).toEqual([
      '“examples” is align.examples or unalign.examples: write one of them',
      8,
    ]);
  });

  it('knows which short names are axes of this history, and takes the full path of those that are several', () => {
    expect(found('width = 32', { axes })).toEqual([1, 3]);
    expect(found('align.examples = 512', { axes })).toEqual([1, 3]);
    expect(wrong('examples = 512', { axes })).toEqual([
      '“examples” is align.examples or unalign.examples: write one of them',
      0,
    ]);
    expect(wrong('starred and widht = 3', { axes })).toEqual([
      'there is no field “widht”: did you mean “width”?',
      12,
    ]);
    expect(wrong('qqqqq = 3', { axes })[0]).toBe('there is no field “qqqqq”');
  });

  it.each<[string, string, number]>([
    ['width >', 'something is missing after “>”', 7],
    ['width > 3 and', 'something is missing after “and”', 10],
    ['or width > 3', 'something is missing before “or”', 0],
    ['(width > 3', 'a bracket is not closed', 0],
    ['width > 3)', 'a bracket is closed that was not opened', 9],
    ['name = "prior', 'a quotation mark is not closed', 7],
    ['()', 'there is nothing between the brackets', 0],
    ['not', 'something is missing after “not”', 0],
    ['width > wide', 'a number or a column of numbers is expected after “>”, not “wide”', 8],
    [
      'final < alinged',
      'a number or a column of numbers is expected after “<”, not “alinged”: did you mean “aligned”?',
      8,
    ],
    ['final < name', 'a number or a column of numbers is expected after “<”, not “name”', 8],
    ['final ~ aligned', '“~” does not compare two columns: use <, <=, >, >=, = or !=', 8],
    ['final in (aligned, 3)', '“final” is a number, “aligned” is not', 10],
    ['name < final', '“name” has no order: use = or ~', 7],
    ['parameters = many', '“parameters” is a number, “many” is not', 13],
    ['starred = yes', '“starred” is true or false, not “yes”', 10],
    ['starred > 1', '“starred” has no order: use = or ~', 10],
    ['created > yesterday', 'a date is expected, as in 2026-11-24, not “yesterday”', 10],
    ['1 < width < 3', 'the name of a field is expected before “<”', 0],
    ['(a or b) = 3', 'the name of a field is expected before “=”', 0],
    ['width ~ (3, 4)', '“~” takes one value, a list needs “in”', 12],
    ['width = (3, a or b)', 'a value is expected here', 12],
    ['R & D', '“&” is not expected here: put quotes around text', 2],
  ])('says what is wrong with %s', (text, message, position) => {
    expect(wrong(text)).toEqual([message, position]);
  });

  it('knows what only breaks off from what is wrong', () => {
    const incomplete = (text: string): boolean | undefined => compileFilter(text).error?.incomplete;
    expect(['width >', 'a and', 'not', '(a', 'name = "pri'].map(incomplete)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(['or a', 'a)', 'width > wide', 'R & D'].map(incomplete)).toEqual([false, false, false, false]);
  });

  it('names the states that there are', () => {
    expect(wrong('state = done')).toEqual([
      'there is no state “done”: finished, running, queued, waiting, paused, interrupted, failed, cancelled',
      8,
    ]);
  });

  it('never throws, whatever is typed', () => {
    const signs = [
      '(',
      ')',
      '"',
      "'",
      'not ',
      'and ',
      'or ',
      ' in ',
      '=',
      '~',
      '!',
      '-',
      '.',
      ',',
      ';',
      'a',
      '7',
      '[',
      '?',
      ' ',
    ];
    let state = 7;
    for (let trial = 0; trial < 3000; trial += 1) {
      let text = '';
      for (let length = 0; length < 12; length += 1) {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
        text += signs[state % signs.length];
      }
      const filter = compileFilter(text, { axes });
      if (filter.error) expect(filter.error.position).toBeLessThanOrEqual(text.length);
      else for (const each of rows) expect(typeof filter.test(each)).toBe('boolean');
    }
    for (const long of [
      '('.repeat(3000),
      '!'.repeat(3999),
      'a and '.repeat(600),
      'not '.repeat(900),
      'a'.repeat(5000),
    ])
      compileFilter(long);
    expect(wrong('('.repeat(3000))[0]).toBe('brackets are nested 3000 deep, at most 60');
  });

  it('reaches nothing but the fields of a row', () => {
    for (const text of ['constructor = 1', '__proto__ = 1', 'values.constructor = 1', 'toString ~ native'])
      expect(found(text)).toEqual([]);
  });

  it('filters 20,000 rows', () => {
    const many = Array.from({ length: 20_000 }, (_, id) => row({ id, seed: id % 8, name: `Run ${id % 97}` }));
    const filter = compileFilter(
      '(width = 32 and seed in (1, 2) or name ~ "run 9") and final < 0 sweep or run',
    );
    if (filter.error) throw new Error(filter.error.message);
    expect(many.filter((each) => filter.test(each)).length).toBeGreaterThan(5000);
  });
});

describe('an amount', () => {
  it.each<[string, number | null]>([
    ['12', 12],
    ['1.5M', 1_500_000],
    ['512k', 512_000],
    ['512K', 512_000],
    ['2GB', 2e9],
    ['-.5', -0.5],
    ['1e-3', 0.001],
    ['1T', 1e12],
    ['', null],
    ['1.5X', null],
    ['2026-11', null],
    ['.', null],
  ])('%s', (text, value) => {
    expect(parseAmount(text)).toBe(value);
  });
});
