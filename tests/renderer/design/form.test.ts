import { describe, expect, it } from 'vitest';
import text from '../../../resources/schedules/quickstart.json?raw';
import { claimNames, estimatorIds } from '../../../src/core/claims/claim-names.ts';
import { editJson } from '../../../src/core/design/json-edit.ts';
import { readJson } from '../../../src/core/design/json-tree.ts';
import { InputError } from '../../../src/core/errors.ts';
import { parseSchedule } from '../../../src/core/parse-schedule.ts';
import { allPaths } from '../../../src/core/schedule-shape.ts';
import { diagnosticsOf } from '../../../src/renderer/design/diagnostics.ts';
import { claimTitles, estimatorTitles } from '../../../src/renderer/design/estimator-words.ts';
import { editsOf, fieldAt, fieldsOf, sections } from '../../../src/renderer/design/fields.ts';
import { placeIssues } from '../../../src/renderer/design/place-issues.ts';

const tuning = { examples: 8, data: { kind: 'weightNoise', norm: 1 } };
const everything = {
  corpus: { kind: 'reviews' },
  tokenizer: { kind: 'words' },
  model: { width: 8 },
  pretrain: { tokens: 1 },
  align: tuning,
  unalign: tuning,
  realign: tuning,
  transfer: { examples: 8 },
  joint: { ratio: 1 },
  evaluation: {},
};
/** Not fields of the form: what the file is, what has a panel of its own, and what holds fields. */
const apart =
  /^(\$schema|springback|axes.*|seeds|claims.*|corpus|tokenizer|model|pretrain|align|unalign|realign|transfer|joint|evaluation|(align|unalign|realign)\.data)$/;

describe('the fields of the form', () => {
  it.each([
    ['a grammar', everything],
    ['files', { ...everything, corpus: { kind: 'files' }, tokenizer: { kind: 'bpe' } }],
  ])('are all that a schedule with %s may have, each once', (_, source) => {
    const paths = sections.flatMap((section) => fieldsOf(section, source)).map(({ path }) => path);
    const known = allPaths(source).filter((path) => !apart.test(path));
    expect(paths.toSorted()).toEqual(known.toSorted());
    expect(new Set(paths).size).toBe(paths.length);
  });
  it('have words for every claim and every estimator', () => {
    expect(Object.keys(claimTitles)).toEqual([...claimNames]);
    for (const claim of claimNames)
      expect(Object.keys(estimatorTitles[claim])).toEqual([...estimatorIds[claim]]);
  });
  it('write what they were given, and take it back', () => {
    const { value: source } = readJson(text);
    for (const field of sections.flatMap((section) => fieldsOf(section, source))) {
      if (!/^(model|pretrain|align|unalign|evaluation)\./.test(field.path)) continue;
      const value =
        field.choices?.[0]?.value ?? (field.kind === 'flag' ? true : field.kind === 'numbers' ? [0, 1] : 1);
      const written = editJson(text, editsOf(field, source, value));
      expect(() => JSON.parse(written), field.path).not.toThrow();
      const again = editJson(written, editsOf(field, JSON.parse(written), undefined));
      const bare = editJson(text, editsOf(field, source, undefined));
      expect(JSON.parse(again), field.path).toEqual(JSON.parse(bare));
    }
  });
});

describe('issues', () => {
  const broken = editJson(text, [
    { path: ['model', 'width'], value: 'wide' },
    { path: ['axes', 'model.width', 1], value: 0.5 },
    { path: ['unalign', 'data'], value: { kind: 'weightNoise' } },
    { path: ['seeds', 0], value: -1 },
    { path: ['colour'], value: 1 },
  ]);
  const issuesOf = (source: unknown): { path: string; message: string }[] => {
    try {
      parseSchedule(source);
      return [];
    } catch (error) {
      if (error instanceof InputError) return error.issues.map((issue) => ({ ...issue }));
      throw error;
    }
  };
  const source = JSON.parse(broken) as unknown;
  it('are placed at fields, sections and the rest', () => {
    const placed = placeIssues(issuesOf(source), source);
    expect(placed.fields.get('model.width')).toEqual(['expected a positive integer, got "wide"']);
    expect(placed.fields.get('unalign.data.norm')).toHaveLength(1);
    expect(placed.fields.get('seeds')?.[0]).toContain('[0]');
    expect(placed.rest.map(({ path }) => path)).toEqual(['colour']);
    expect(placed.sections.get('model')).toBe(1);
  });
  it('of an axis are placed at its value', () => {
    const mended = JSON.parse(editJson(text, [{ path: ['axes', 'model.width', 1], value: 0.5 }])) as unknown;
    const placed = placeIssues(issuesOf(mended), mended);
    expect(placed.axes.get('model.width[1]')?.[0]).toContain('got 0.5');
    expect(placed.rest).toEqual([]);
  });
  it('are marked in the text at what they are about', () => {
    const marks = diagnosticsOf(readJson(broken), broken, issuesOf(source));
    const words = marks.map(({ from, to }) => broken.slice(from, to));
    expect(words).toContain('"wide"');
    expect(words).toContain('"data"');
    expect(words).toContain('-1');
    const half = '{ "a": 1, ';
    expect(diagnosticsOf(readJson(half), half, [])).toMatchObject([{ from: 9, to: 10 }]);
  });
  it('of a path that has a field lead to that field', () => {
    expect(fieldAt('align.rate', everything)?.label).toBe('Learning rate');
    expect(fieldAt('align.nothing', everything)).toBeUndefined();
  });
});
