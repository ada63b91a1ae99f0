import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../src/core/bundle/bundle.ts';
import { fromColumns, toColumns } from '../../../src/core/bundle/columns.ts';
import { bundleText, readBundle } from '../../../src/core/bundle/read-bundle.ts';
import { sha256 } from '../../../src/core/canonical-json.ts';
import { InputError } from '../../../src/core/errors.ts';
import { exampleBundle } from './example-bundle.ts';

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

/** The text that a bundle would have if it was written with these changes, its hash as it should be. */
function resealed(change: (bundle: Bundle) => void): string {
  const bundle = exampleBundle();
  change(bundle);
  return bundleText(bundle);
}

const problem = (text: string): string => {
  try {
    readBundle(text, 'f.springback');
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return '';
};

describe('the text of a bundle', () => {
  it('reads back as it was, the order of axes included', () => {
    const bundle = exampleBundle();
    const read = readBundle(bundleText(bundle), 'f.springback');
    expect(read).toEqual(bundle);
    expect(Object.keys(read.experiments[0]!.schedule.axes)).toEqual(['unalign.examples', 'model.width']);
    expect(JSON.stringify(read.experiments[0]!.plan.runs)).toBe(
      JSON.stringify(bundle.experiments[0]!.plan.runs),
    );
  });

  it('may be spelled with other whitespace', () => {
    const pretty = JSON.stringify(JSON.parse(bundleText(exampleBundle())), null, 2);
    expect(readBundle(pretty, 'f.springback')).toEqual(exampleBundle());
  });

  it('is refused once a value was altered', () => {
    const text = bundleText(exampleBundle());
    expect(text).toContain('0.25');
    expect(problem(text.replace('0.25', '0.75'))).toMatch(
      /^f\.springback: this bundle was altered after it was written: it says SHA-256 [0-9a-f]{12}…, its content has [0-9a-f]{12}…$/,
    );
    expect(problem(text.replace(/"sha256":"[^"]*",/, ''))).toMatch(/altered .* it says SHA-256 undefined/);
  });

  it('of a newer version is refused, whatever else is in it', () => {
    const content = '{"springbackBundle":2,"views":[]}';
    expect(problem(`{"sha256":"${sha256(content)}",${content.slice(1)}`)).toBe(
      'f.springback: this bundle was written by a newer version of Springback: its format is 2, this one reads up to 1',
    );
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

  it('names the place and the value of what does not fit', () => {
    expect(problem(resealed((bundle) => Object.assign(bundle.machine, { cores: 'two' })))).toMatch(
      /^f\.springback: machine\.cores: .*expected number.*, got "two"$/,
    );
    expect(problem(resealed((bundle) => Object.assign(bundle.steps[1]!, { state: 'running' })))).toMatch(
      /^f\.springback: steps\[1\]\.state: .*, got "running"$/,
    );
    expect(problem(resealed((bundle) => Object.assign(bundle, { views: [] })))).toContain(
      'unknown field views',
    );
    expect(problem(resealed((bundle) => bundle.steps[0]!.points[0]!.updates.push(7)))).toContain(
      'f.springback: steps[0].points[0].values["behaviour.score"]: expected 3 values, one for each update, got 2',
    );
  });

  it('is refused where its parts contradict each other', () => {
    const other = resealed((bundle) => Object.assign(bundle.steps[0]!.spec, { seed: 99 }));
    expect(problem(other)).toMatch(
      /^f\.springback: steps\[0\]\.key: expected the hash of its spec, [0-9a-f]{64}, got [0-9a-f]{64}$/,
    );
    const lost = resealed((bundle) => bundle.steps.pop());
    expect(problem(lost)).toMatch(/experiments\[0\]\.plan\.steps\[\d+\]\.key: there is no such step, got /);
    const outside = resealed((bundle) => bundle.experiments[0]!.plan.runs[0]!.steps.push(500));
    expect(problem(outside)).toMatch(/plan\.runs\[0\]\.steps\[\d+\]: expected a place below \d+, got 500$/);
    expect(problem(resealed((bundle) => bundle.steps.push(bundle.steps[0]!)))).toContain(
      'steps: expected every key once',
    );
  });
});
