import { expect, it } from 'vitest';
import { defaultChoice, heldValues, holding, restOf } from '../../src/renderer/axis-choice.ts';
import { tokensPerUpdate } from '../../src/renderer/tokens-per-update.ts';

it('draws the last axis as lines, the first other one as panels, and holds the rest', () => {
  const axes = ['model.width', 'align.examples', 'pretrain.tokens'];
  const choice = defaultChoice(axes);
  expect(choice).toEqual({ group: 'pretrain.tokens', facet: 'model.width' });
  expect(restOf(axes, choice)).toEqual(['align.examples']);
  expect(defaultChoice(['model.width'])).toEqual({ group: 'model.width', facet: null });
  expect(defaultChoice([])).toEqual({ group: null, facet: null });
});

it('holds each remaining axis at what was picked, else at its largest value', () => {
  const runs = [64, 8, 512].map((examples) => ({ values: { 'align.examples': examples } }));
  expect(heldValues(runs, ['align.examples'], {})).toEqual({ 'align.examples': 512 });
  expect(heldValues(runs, ['align.examples'], { 'align.examples': 8 })).toEqual({ 'align.examples': 8 });
  expect(heldValues(runs, ['align.examples'], { 'align.examples': 9 })).toEqual({ 'align.examples': 512 });
  expect(holding(runs, { 'align.examples': 8 })).toEqual([runs[1]]);
});

it('counts the tokens of an update from the axis value, else the schedule, else its default', () => {
  const schedule = { pretrain: { batch: 16 } };
  expect(tokensPerUpdate({}, { values: {} })).toBe(32 * 48);
  expect(tokensPerUpdate(schedule, { values: {} })).toBe(16 * 48);
  expect(tokensPerUpdate(schedule, { values: { 'pretrain.batch': 8, 'model.context': 64 } })).toBe(8 * 64);
});
