import { expect, it } from 'vitest';
import { compareData, refreshText } from '../../../src/renderer/present/refresh.ts';
import { type ExampleRun, frozen } from '../../core/explanation/curves-example.ts';

const run = (seed: number): ExampleRun => ({
  seed,
  align: [
    [0, 0],
    [8, 1],
  ],
  unalign: [
    [0, 1],
    [8, 0],
    [16, -1],
  ],
});
const old = frozen([run(1), run(2)]);
const said = (now: typeof old, left: number[]): string =>
  refreshText(old, compareData(old, now, left)).join(' ');

it('says that nothing but the date would change', () => {
  const now = { ...old, taken: '2026-12-01T08:00:00.000Z' };
  expect(compareData(old, now, [1, 2]).same).toBe(true);
  expect(said(now, [1, 2])).toContain(
    '2 runs as they were on 2026-11-24 10:00 UTC. The history says the same today',
  );
});

it('says how many runs and measurements would be added', () => {
  const now = frozen([run(1), run(2), run(3)]);
  expect(compareData(old, now, [1, 2])).toEqual({
    gone: [],
    added: [3],
    points: { before: 10, now: 15 },
    same: false,
  });
  expect(said(now, [1, 2])).toContain(
    '1 run would be added. Measurements: 10 on the slide, 15 in the history.',
  );
});

it('keeps the frozen data where runs are gone, and says which', () => {
  const now = frozen([run(1)]);
  expect(compareData(old, now, [1]).gone).toEqual([2]);
  expect(said(now, [1])).toContain('1 of them (2) are not in the history any more');
  expect(said(frozen([]), [])).toContain(
    'None of them is in the history any more, so the data cannot be read again. The slide keeps what it has.',
  );
});
