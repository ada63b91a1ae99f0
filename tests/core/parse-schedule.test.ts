import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { firstJsonError } from '../../src/core/json-position.ts';
import { parseSchedule, parseScheduleText } from '../../src/core/parse-schedule.ts';
import { scheduleJsonSchema } from '../../src/core/schedule-shape.ts';
import { example } from './schedule-example.ts';

/** Issues as `path: message` lines. */
function issues(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}
const issuesOf = (change: object): string[] => issues(() => parseSchedule({ ...example, ...change }));

const files = { kind: 'files', pretrain: ['a.txt'], positive: ['p.jsonl'], negative: ['n.jsonl'] };

describe('parsing a schedule', () => {
  it('fills in the defaults', () => {
    const schedule = parseSchedule(example);
    expect(schedule.seeds).toEqual([1]);
    expect(schedule.tokenizer).toEqual({ kind: 'words' });
    expect(schedule.evaluation).toEqual({ sequences: 32, prompts: 32, samples: 4 });
    expect(schedule.unalign?.toward).toBe('negative');
  });

  it.each<[object, string[]]>([
    [{ model: { width: -16 } }, ['model.width: expected a positive integer, got -16']],
    [{ model: { width: 16.5 } }, ['model.width: expected a positive integer, got 16.5']],
    [{ model: {} }, ['model.width: missing, expected a positive integer']],
    [{ pretrain: { tokens: 'many' } }, ['pretrain.tokens: expected an integer at least 0, got "many"']],
    [
      { model: { widht: 16 } },
      [
        'model.width: missing, expected a positive integer',
        'model.widht: unknown field, got 16; did you mean "width"?',
      ],
    ],
    [
      { model: { width: 16, colour: 'red' } },
      ['model.colour: unknown field, got "red"; known here: family, width, layers, heads, context, hidden'],
    ],
    [
      { corpus: { kind: 'novels' } },
      ['corpus.kind: expected one of "reviews", "dialogue", "assist", "files", got "novels"'],
    ],
    [
      { corpus: { kind: 'reviews', positve: 0.5 } },
      ['corpus.positve: unknown field, got 0.5; did you mean "positive"?'],
    ],
    [
      { corpus: { kind: 'reviews', positive: 1 } },
      ['corpus.positive: expected a number above 0 and below 1, got 1'],
    ],
    [
      { align: { examples: 64, evaluateAt: [0, 4, -1] } },
      ['align.evaluateAt[2]: expected an integer at least 0, got -1'],
    ],
    [{ springback: 2 }, ['springback: expected 1, got 2']],
    [
      { name: 'x'.repeat(201) },
      [`name: expected a non-empty string of at most 200 characters, got "${'x'.repeat(56)}…`],
    ],
    [{ metric: 'score' }, ['metric: expected one of "behaviour.score", "behaviour.logOdds", got "score"']],
    [{ seeds: [] }, ['seeds: expected a list of at least one value, got []']],
    [{ seeds: [1, 2, 1] }, ['seeds[2]: expected a new seed, got 1, which is seeds[0] already']],
    [
      { unalign: undefined, realign: { examples: 8 } },
      ['realign: expected a phase "unalign" before it, got none'],
    ],
    [
      { tokenizer: { kind: 'bytes' } },
      ['tokenizer.kind: expected "words" with the grammar "reviews", got "bytes"'],
    ],
    [
      { corpus: files, tokenizer: { kind: 'words' } },
      ['tokenizer.kind: expected "bytes" or "bpe" with a corpus of files, got "words"'],
    ],
    [
      { corpus: files },
      [
        'tokenizer.kind: expected "bytes" or "bpe" with a corpus of files, got nothing: the default, "words", is the vocabulary of a grammar, which files have not',
      ],
    ],
    [{ model: { width: 20, heads: 3 } }, ['model.heads: expected a divisor of the width 20, got 3']],
    [
      { model: { width: 50 } },
      ['model.heads: expected a divisor of the width 50, got 3 (width / 16, unless given)'],
    ],
    [
      { model: { width: 12, heads: 4 } },
      ['model.heads: expected an even width per head (rotary positions), got 12 / 4 = 3'],
    ],
    [
      { model: { width: 16, context: 20 } },
      ['model.context: expected at least 24 tokens, which a review needs, got 20'],
    ],
  ])('says what is wrong with %j', (change, expected) => {
    expect(issuesOf(change)).toEqual(expected);
  });

  it('gpt2 needs no even width per head', () => {
    expect(issuesOf({ model: { family: 'gpt2', width: 12, heads: 4 } })).toEqual([]);
  });

  it('names every problem at once', () => {
    expect(issuesOf({ model: { width: 0 }, pretrain: { tokens: -1 }, sede: [1] })).toEqual([
      'model.width: expected a positive integer, got 0',
      'pretrain.tokens: expected an integer at least 0, got -1',
      'sede: unknown field, got [1]; did you mean "seeds"?',
    ]);
  });

  it.each([[null], [3], ['text'], [[1]]])('refuses %j, which is no object', (value) => {
    expect(issues(() => parseSchedule(value))).toEqual([`expected an object, got ${JSON.stringify(value)}`]);
  });
});

describe('axes', () => {
  it('may vary any field, optional ones and objects too', () => {
    const axes = {
      'model.heads': [1, 2],
      'align.evaluateAt': [[1], [1, 2]],
      corpus: [{ positive: 0.2 }, { positive: 0.7 }],
      unalign: [{ rate: 0.01 }, { examples: 8, moments: 'keep' }],
      device: ['cpu', 'reference'],
    };
    expect(issuesOf({ axes })).toEqual([]);
  });

  it.each<[object, string[]]>([
    [
      { 'model.widht': [16] },
      ['axes.model.widht: a schedule has no field "model.widht"; did you mean "model.width"?'],
    ],
    [{ tokens: [16] }, ['axes.tokens: a schedule has no field "tokens"; did you mean "pretrain.tokens"?']],
    [
      { 'model.width.deep': [16] },
      ['axes.model.width.deep: a schedule has no field "model.width.deep"; did you mean "model.width"?'],
    ],
    [
      { flavour: [1] },
      [
        expect.stringMatching(
          /^axes\.flavour: a schedule has no field "flavour"; known here: corpus, tokenizer, model, /,
        ),
      ],
    ],
    [
      { 'corpus.heldOut': [0.1] },
      [
        'axes.corpus.heldOut: a schedule has no field "corpus.heldOut"; known in "corpus": kind, positive, touch',
      ],
    ],
    [{ 'realign.rate': [0.1] }, ['axes.realign.rate: this schedule has no phase "realign"']],
    [{ realign: [{ examples: 8 }] }, ['axes.realign: this schedule has no phase "realign"']],
    [{ seeds: [[1], [2]] }, ['axes.seeds: "seeds" is the same for all runs and cannot be an axis']],
    [{ 'align.examples': [1, 2, -5] }, ['axes.align.examples[2]: expected a positive integer, got -5']],
    [{ 'align.examples': [] }, ['axes.align.examples: expected a list of at least one value, got []']],
    [{ 'align.examples': 5 }, ['axes.align.examples: expected a list of at least one value, got 5']],
    [
      { 'align.examples': [8, 16, 8] },
      ['axes.align.examples[2]: expected a new value, got 8, the same as axes.align.examples[0]'],
    ],
    [
      { 'align.evaluateAt': [[1, -1]] },
      ['axes.align.evaluateAt[0][1]: expected an integer at least 0, got -1'],
    ],
    [
      { model: [{ width: 32 }, { widht: 32 }] },
      ['axes.model[1].widht: unknown field, got 32; did you mean "width"?'],
    ],
    [
      { model: [{ width: 32 }, { width: 32, layers: 2 }] },
      ['axes.model[1]: expected a new value, got {"width":32,"layers":2}, the same as axes.model[0]'],
    ],
    [
      { model: [{ width: 32 }], 'model.width': [16, 32] },
      ['axes.model.width: the axis "model" sets this field too'],
    ],
    [
      { 'model.width': [16, 50] },
      ['model.heads: expected a divisor of the width 50, got 3 (width / 16, unless given)'],
    ],
  ])('says what is wrong with %j', (axes, expected) => {
    expect(issuesOf({ axes })).toEqual(expected);
  });

  it('refuses a grid that nobody could train', () => {
    const values = Array.from({ length: 50 }, (_, i) => i + 1);
    const axes = { 'align.examples': values, 'unalign.examples': values, 'pretrain.warmup': values };
    expect(issuesOf({ axes })).toEqual(['axes: expected at most 100000 runs, got 125000']);
  });
});

describe('the text of a schedule file', () => {
  it('names the file before the path', () => {
    const text = JSON.stringify({ ...example, model: { width: 0 } });
    expect(issues(() => parseScheduleText(text, 'mine.json'))).toEqual([
      'mine.json: model.width: expected a positive integer, got 0',
    ]);
  });

  it.each([
    [
      '{"springback": 1,\n "name": "x",}',
      'a.json:2:14: this is not JSON: expected a name in double quotes, got "}"',
    ],
    ['', 'a.json:1:1: this is not JSON: expected an object, got the end of the file'],
    ['{"a": [1, 2', 'a.json:1:12: this is not JSON: expected "," or "]", got the end of the file'],
    ['{"a": tru}', 'a.json:1:7: this is not JSON: expected a value, got "t"'],
    ['{"a": 01}', 'a.json:1:8: this is not JSON: expected "," or "}", got "1"'],
    ["{'a': 1}", 'a.json:1:2: this is not JSON: expected a name in double quotes, got "\'"'],
    ['{} {}', 'a.json:1:4: this is not JSON: expected nothing more, got "{"'],
    ['{"a"\n\n  1}', 'a.json:3:3: this is not JSON: expected ":", got "1"'],
  ])('says where %j stops being JSON', (text, expected) => {
    expect(issues(() => parseScheduleText(text, 'a.json'))).toEqual([expected]);
  });

  it('accepts a byte order mark', () => {
    expect(parseScheduleText(`\uFEFF${JSON.stringify(example)}`, 'a.json').name).toBe('example');
  });

  it('finds an error exactly where JSON.parse does', () => {
    const text = JSON.stringify({
      ...example,
      deep: [[{ a: 'b\\"\u0007é', c: -1.5e-7, d: [], e: {} }], null, false],
    });
    for (let at = 0; at < text.length; at++) {
      for (const damaged of [
        text.slice(0, at) + text.slice(at + 1),
        `${text.slice(0, at)}]${text.slice(at)}`,
      ]) {
        expect(firstJsonError(damaged) === null, damaged).toBe(parses(damaged));
      }
    }
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the published JSON Schema', () => {
  it('is the one that the code has (scripts/write-schema.mjs writes it)', () => {
    const file = new URL('../../resources/schedules/schedule.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(scheduleJsonSchema());
  });
});
