// Runs of several experiments beside each other, over the real store: what is told of them.
import { expect, it } from 'vitest';
import { frozenDataSchema } from '../../src/core/frozen-data.ts';
import { temporaryHost } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

it('tells of a run what its schedule fixes of the axes that the others vary', async () => {
  const { lab } = temporaryHost();
  const runsOf = async (axes: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const id = lab.submit(tinySchedule({ axes, seeds: [1], ...more }), '');
    return (await lab.dispatch('experiment.get', { id })).runs.map((run) => run.id);
  };
  const widths = await runsOf({ 'model.width': [8, 16], 'model.hidden': [40] });
  const whole = await runsOf({ align: [{ examples: 64 }, { examples: 128 }] });
  const amounts = await runsOf(
    { 'align.examples': [32], 'realign.examples': [64] },
    { realign: { examples: 8 } },
  );
  const query = { metrics: ['train.loss'], phases: ['align' as const], buckets: 10 };
  const fixed = async (runs: number[]) => {
    const answer = await lab.dispatch('compare.series', { ...query, runs });
    frozenDataSchema.parse({ ...answer, taken: '' });
    return answer.runs.map((run) => run.fixed);
  };
  // hidden follows from the width: 8/3 · 8, up to a multiple of 8. No other run has the whole align of the last.
  expect(await fixed([...widths, ...whole, ...amounts])).toEqual([
    { align: { examples: 64 }, 'align.examples': 64 },
    { align: { examples: 64 }, 'align.examples': 64 },
    { 'model.width': 8, 'model.hidden': 24, 'align.examples': 64 },
    { 'model.width': 8, 'model.hidden': 24, 'align.examples': 128 },
    { 'model.width': 8, 'model.hidden': 24 },
  ]);
  // A corpus in full is the one that others name by its kind.
  const corpora = await runsOf({ corpus: [{ kind: 'reviews' }, { kind: 'dialogue' }] });
  const [reviews] = await fixed([...widths, ...corpora]);
  expect(reviews).toEqual({ corpus: { kind: 'reviews' } });
  const [first] = await fixed([...widths, ...amounts]);
  expect(first).not.toHaveProperty('realign.examples');
  expect(await fixed(widths)).toEqual([undefined, undefined]);
});
