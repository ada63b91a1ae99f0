import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  parseAmount,
  parseValues,
  range,
  roundAmount,
  showValues,
  stepAmount,
} from '../../../src/core/design/amounts.ts';
import { defaultOf } from '../../../src/core/design/defaults.ts';
import { issuePlace, nearestField, pathParts } from '../../../src/core/design/issue-path.ts';
import { editJson, type JsonEdit } from '../../../src/core/design/json-edit.ts';
import { readJson } from '../../../src/core/design/json-tree.ts';
import {
  addPhase,
  changeCorpus,
  moveEdge,
  removePhase,
  resizePhase,
  splitsOf,
  stepPhase,
} from '../../../src/core/design/phase-edits.ts';
import { addingForbidden, phaseBlocks } from '../../../src/core/design/phases.ts';
import { diffSchedules } from '../../../src/core/design/schedule-diff.ts';
import { seedsOf } from '../../../src/core/design/seeds.ts';
import { record, redo, startHistory, undo } from '../../../src/core/design/text-history.ts';
import { parseSchedule } from '../../../src/core/parse-schedule.ts';
import { type PhaseName, phaseNames } from '../../../src/core/schedule.ts';

const folder = join(import.meta.dirname, '../../../resources/schedules');
const recipes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json') && !name.endsWith('schema.json'))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
const quickstart = recipes.find(([name]) => name === 'quickstart.json')![1];
const edited = (text: string, edits: readonly JsonEdit[]): unknown => JSON.parse(editJson(text, edits));

describe('every recipe', () => {
  it('there are as many as the folder has', () => expect(recipes).toHaveLength(40));
  it.each(recipes)('%s is valid, and writing each of its own values again changes nothing', (_, text) => {
    const { value } = readJson(text);
    expect(() => parseSchedule(value)).not.toThrow();
    for (const [name, inner] of Object.entries(value as object)) {
      expect(editJson(text, [{ path: [name], value: inner }])).toBe(text);
    }
  });
  it.each(recipes)(
    '%s stays valid through every split that is offered, and one undo takes it back',
    (_, text) => {
      const { value } = readJson(text);
      for (const phase of phaseNames) {
        for (const split of splitsOf(value, phase)) {
          // Claims need what a split may take away; they are told of at their field, so they are put aside here.
          const result = editJson(text, [...split.edits, { path: ['claims'], value: undefined }]);
          expect(() => parseSchedule(JSON.parse(result)), `${phase}: ${split.label}`).not.toThrow();
          expect(undo(record(startHistory(text), result, { group: 'split', at: 0 })).text).toBe(text);
        }
      }
    },
  );
});

describe('phases', () => {
  const source = JSON.parse(quickstart) as Record<string, unknown>;
  it('are blocks with the amounts that their axes give them', () => {
    const [pretrain, align, unalign] = phaseBlocks(source);
    // ceil(480000 / (16 · 48)) = 625; 512 / 16 = 32 updates; 1024 · 48 = 49152 tokens.
    expect(pretrain).toMatchObject({
      amount: 160_000,
      amounts: [60_000, 160_000, 480_000],
      updates: 625,
      tokens: 480_000,
    });
    expect(align).toMatchObject({ amounts: [512], updates: 32, tokens: 24_576 });
    expect(unalign).toMatchObject({ updates: 64, tokens: 49_152 });
  });
  it('read an axis over a whole phase, and a schedule that makes no sense', () => {
    const varied = { ...source, axes: { align: [{ examples: 125, epochs: 16 }, { rate: 0.1 }] } };
    expect(phaseBlocks(varied)[1]!).toMatchObject({ amounts: [125, 512], byAxis: true });
    expect(phaseBlocks(source)[1]).toMatchObject({ byAxis: false });
    expect(phaseBlocks({ pretrain: 'nonsense', align: { examples: 'x' } })).toMatchObject([
      { amount: null },
      { amount: null },
    ]);
    expect(phaseBlocks(null)).toEqual([]);
  });
  it('can be added where the schema lets them stand, and then parse', () => {
    const forbidden = (present: Record<string, unknown>): PhaseName[] =>
      phaseNames.filter((phase) => addingForbidden(present, phase) !== null);
    expect(forbidden(source)).toEqual(['pretrain', 'align', 'unalign', 'transfer', 'joint']);
    expect(forbidden({ pretrain: {} })).toEqual(['pretrain', 'realign', 'transfer']);
    const plain = editJson(quickstart, [...removePhase(source, 'align'), ...removePhase(source, 'unalign')]);
    for (const phases of [['align', 'unalign', 'realign'], ['align', 'transfer'], ['joint']] as const) {
      const text = phases.reduce((now, phase) => editJson(now, addPhase(JSON.parse(now), phase)), plain);
      expect(() => parseSchedule(JSON.parse(text)), phases.join()).not.toThrow();
    }
  });
  it('go with the axes that vary them', () => {
    const text = editJson(quickstart, [{ path: ['axes', 'align.examples'], value: [1, 2] }]);
    const after = edited(text, removePhase(JSON.parse(text), 'align')) as { axes: object };
    expect(Object.keys(after.axes)).toEqual(['model.width', 'pretrain.tokens']);
  });
  it('are split into halves, handed over, and cut into slices', () => {
    const [halves] = splitsOf(source, 'unalign');
    expect(edited(quickstart, halves!.edits)).toMatchObject({ axes: { 'unalign.examples': [512, 1024] } });
    const handed = splitsOf(source, 'unalign').find(({ id }) => id === 'hand-over')!;
    expect(edited(quickstart, handed.edits)).toMatchObject({
      unalign: { examples: 512 },
      realign: { examples: 512 },
    });
    const sliced = edited(quickstart, splitsOf(source, 'align').find(({ id }) => id === 'slices')!.edits);
    expect(sliced).toMatchObject({ transfer: { slices: 3 }, axes: { 'transfer.from': [1, 2, 3] } });
    expect(sliced).not.toHaveProperty('unalign');
    // An axis of pretraining is there: half of its smallest joins.
    expect(splitsOf(source, 'pretrain')[0]!.edits[0]).toMatchObject({
      value: [30_000, 60_000, 160_000, 480_000],
    });
  });
  it('are resized with all values of their axis, and trade examples over an edge', () => {
    expect(edited(quickstart, resizePhase(source, 'align', 4))).toMatchObject({ align: { examples: 2000 } });
    expect(edited(quickstart, stepPhase(source, 'align', -1))).toMatchObject({ align: { examples: 500 } });
    expect(resizePhase(source, 'pretrain', 10)).toEqual([
      { path: ['axes', 'pretrain.tokens'], value: [700_000, 1_500_000, 5_000_000] },
    ]);
    const traded = edited(quickstart, moveEdge(source, ['align', 'unalign'], 1000));
    expect(traded).toMatchObject({ align: { examples: 1000 }, unalign: { examples: 536 } });
    // The second keeps at least one example; tokens are not traded for examples, nor what an axis sets.
    expect(edited(quickstart, moveEdge(source, ['align', 'unalign'], 9e9))).toMatchObject({
      unalign: { examples: 1 },
    });
    expect(moveEdge(source, ['pretrain', 'align'], 10)).toEqual([]);
    expect(moveEdge({ ...source, axes: { align: [{}] } }, ['align', 'unalign'], 10)).toEqual([]);
  });
  it('change their corpus with the tokenizer that goes with it, and back', () => {
    const files = editJson(quickstart, changeCorpus(source, 'files'));
    expect(JSON.parse(files)).toMatchObject({
      corpus: { kind: 'files', pretrain: [] },
      tokenizer: { kind: 'bpe' },
    });
    expect(() => parseSchedule(edited(files, changeCorpus(JSON.parse(files), 'dialogue')))).not.toThrow();
  });
});

describe('amounts', () => {
  it('are typed in full, with a size, or with separators', () => {
    expect(['1500000', '1.5M', '160 k', '1e-3', '1,536,000', '.5', '−2'].map(parseAmount)).toEqual([
      1_500_000, 1_500_000, 160_000, 0.001, 1_536_000, 0.5, -2,
    ]);
    expect(['', 'x', '1,5', '0x10', '1e999', '--1', '3 apples'].map(parseAmount)).toEqual(
      Array(7).fill(null),
    );
  });
  it('step along round numbers and never leave them', () => {
    expect(stepAmount(512, 1)).toBe(700);
    expect(stepAmount(512, -1)).toBe(500);
    expect(stepAmount(1000, -1)).toBe(700);
    expect(stepAmount(1, -1)).toBe(1);
    expect([0.2, 1.4, 512, 1040, 163_000].map(roundAmount)).toEqual([1, 1, 500, 1000, 150_000]);
  });
  it('make ranges of equal ratio or difference', () => {
    expect(range('geometric', { from: 16, to: 256, count: 5, whole: true })).toEqual([16, 32, 64, 128, 256]);
    expect(range('arithmetic', { from: 0, to: 1, count: 5, whole: false })).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(range('geometric', { from: 1, to: 2, count: 4, whole: true })).toEqual([1, 2]);
    expect(range('geometric', { from: 0, to: 2, count: 4, whole: true })).toEqual([]);
  });
  it('come back from the text that shows a list of them', () => {
    const values = [
      1,
      0.001,
      'llama',
      '10',
      'a, b',
      '',
      'null',
      true,
      null,
      { kind: 'replay', n: [1, 2] },
      [1],
      '1.5M',
    ];
    for (const separator of [', ', '\n']) expect(parseValues(showValues(values, separator))).toEqual(values);
    expect(parseValues('16, 1.5k; llama\n{"a": [1, 2]}')).toEqual([16, 1500, 'llama', { a: [1, 2] }]);
  });
  it('of seeds keep what is there and go on with what is free', () => {
    expect(seedsOf(2, [7, 8, 9])).toEqual([7, 8]);
    expect(seedsOf(4, [2, 5])).toEqual([2, 5, 1, 3]);
  });
});

describe('undo and redo', () => {
  it('join what is typed in one go, and keep apart what is not', () => {
    let history = startHistory('');
    for (const [index, text] of ['a', 'ab', 'abc'].entries())
      history = record(history, text, { group: 'code', at: 10_000 + index * 300 });
    history = record(history, 'abc!', { group: 'code', at: 20_000 });
    history = record(history, 'form', { group: 'field', at: 20_100 });
    expect(history.past).toEqual(['', 'abc', 'abc!']);
    const back = undo(undo(history));
    expect(back.text).toBe('abc');
    expect(redo(redo(redo(back))).text).toBe('form');
    expect(record(back, 'other', { group: 'code', at: 1 }).future).toEqual([]);
    expect(undo(startHistory('x')).text).toBe('x');
  });
});

describe('the path of an issue', () => {
  it('leads to the field or to the value of the axis', () => {
    expect(pathParts('axes.align.examples[2].epochs')).toEqual(['axes', 'align.examples', 2, 'epochs']);
    expect(issuePlace('axes.model.width[1]')).toEqual({ field: 'model.width', value: 1, axis: true });
    expect(issuePlace('axes.model.widht')).toEqual({ field: 'model.widht', value: null, axis: true });
    expect(issuePlace('unalign.evaluateAt[3]')).toEqual({
      field: 'unalign.evaluateAt',
      value: null,
      axis: false,
    });
    expect(issuePlace('pretrain')).toEqual({ field: 'pretrain', value: null, axis: false });
    expect(nearestField('align.data.norm.x', new Set(['align', 'align.data']))).toBe('align.data');
    expect(nearestField('nowhere', new Set(['align']))).toBeNull();
  });
});

describe('defaults', () => {
  it('are the schema’s, by the kind that the schedule has', () => {
    expect(defaultOf('pretrain.rate', {})).toBe(0.003);
    expect(defaultOf('align.toward', {})).toBe('positive');
    expect(defaultOf('corpus.heldOut', { corpus: { kind: 'files' } })).toBe(0.1);
    expect(defaultOf('corpus.heldOut', { corpus: { kind: 'reviews' } })).toBeUndefined();
    expect(defaultOf('model.width', {})).toBeUndefined();
    expect(defaultOf('tokenizer.kind', {})).toBe('words');
    expect(defaultOf('tokenizer.kind', { tokenizer: {} })).toBeUndefined();
    expect(defaultOf('evaluation.prompts', {})).toBe(32);
  });
});

describe('the difference of two schedules', () => {
  const a = JSON.parse(quickstart) as Record<string, unknown>;
  it('is nothing between a schedule and itself with defaults, order and formatting changed', () => {
    const b = {
      ...a,
      seeds: [3, 1, 2],
      tokenizer: { kind: 'words' },
      $schema: 'x',
      axes: { 'pretrain.tokens': [480_000, 60_000, 160_000], 'model.width': [16, 32, 48] },
    };
    expect(diffSchedules(a, b)).toEqual([]);
  });
  it('names paths with both values, axes and seeds as sets', () => {
    const b = edited(quickstart, [
      { path: ['model', 'layers'], value: 3 },
      { path: ['axes', 'model.width'], value: [16, 64] },
      { path: ['axes', 'pretrain.tokens'], value: undefined },
      { path: ['axes', 'align.rate'], value: [0.1] },
      { path: ['seeds'], value: [2, 3, 4] },
      { path: ['unalign'], value: undefined },
    ]);
    const found = diffSchedules(a, b);
    const at = (path: string): unknown => found.find((one) => one.path === path);
    expect(at('model.layers')).toEqual({ path: 'model.layers', kind: 'changed', before: 2, after: 3 });
    expect(at('axes.model.width')).toMatchObject({
      kind: 'changed',
      sets: { removed: [32, 48], added: [64], kept: [16] },
    });
    expect(at('axes.pretrain.tokens')).toMatchObject({ kind: 'removed' });
    expect(at('axes.align.rate')).toMatchObject({ kind: 'added', after: [0.1] });
    expect(at('seeds')).toMatchObject({ sets: { removed: [1], added: [4], kept: [2, 3] } });
    expect(at('unalign')).toMatchObject({ kind: 'removed' });
    expect(found).toHaveLength(6);
  });
  it('compares schedules that do not parse as they are', () => {
    expect(diffSchedules({ model: { width: 'x' } }, { model: { width: 8 } })).toEqual([
      { path: 'model.width', kind: 'changed', before: 'x', after: 8 },
    ]);
  });
});
