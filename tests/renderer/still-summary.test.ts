import { expect, it } from 'vitest';
import type { ExperimentSummary } from '../../src/contract/window.ts';
import { stillSummaries } from '../../src/renderer/still-summary.ts';
import { summary } from './summary-example.ts';

const { progress } = summary(1);

it('stays the same list while experiments only train', () => {
  const select = stillSummaries();
  const before = select({ experiments: [summary(2), summary(1)] });
  const further = summary(1, { progress: { ...progress, tokensDone: 90, etaSeconds: 1 }, tags: [] });
  expect(select({ experiments: [summary(2), further] })).toBe(before);
});

it.each([
  ['a name', { name: 'other' }],
  ['a tag', { tags: ['a', 'b'] }],
  ['a state', { state: 'finished' }],
  ['the first finished run', { progress: { ...progress, runsFinished: 1 } }],
] as const)('is a new list after %s, in which the others keep their identity', (_, change) => {
  const select = stillSummaries();
  const before = select({ experiments: [summary(2), summary(1)] });
  const after = select({ experiments: [summary(2), summary(1, change as Partial<ExperimentSummary>)] });
  expect(after).not.toBe(before);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toEqual(before[1]);
});

it('follows experiments that come and go, and is empty before the host has answered', () => {
  const select = stillSummaries();
  expect(select({ experiments: null })).toEqual([]);
  expect(select({ experiments: [summary(1)] }).map(({ id }) => id)).toEqual([1]);
  expect(select({ experiments: [summary(2), summary(1)] }).map(({ id }) => id)).toEqual([2, 1]);
  expect(select({ experiments: [summary(2)] }).map(({ id }) => id)).toEqual([2]);
});
