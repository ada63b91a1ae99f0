import { expect, it } from 'vitest';
import type { FinerRange } from '../../../src/charts/view/finer-ranges.ts';
import type { ComparedSeries } from '../../../src/core/frozen-data.ts';
import { createFinerReader } from '../../../src/renderer/compare/finer-reader.ts';
import { seriesOf } from '../../charts/view/view-example.ts';

const range = (from: number): FinerRange => ({
  runs: [1],
  phase: 'align',
  updates: [from, from + 10],
  buckets: 10,
});
const series = (from: number): ComparedSeries[] => [seriesOf(1, 'align', 'train.loss', [[from, 0]])];

/** A host that answers when it is told to. */
function host() {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  return {
    asked,
    read: ({ updates }: FinerRange) =>
      new Promise<ComparedSeries[]>((resolve) => {
        asked.push(updates[0]);
        waiting.push(() => resolve(series(updates[0])));
      }),
    async answer(): Promise<void> {
      await settled();
      waiting.shift()!();
      await settled();
    },
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it('asks for one range at a time, and not for what is no longer wanted', async () => {
  const { asked, answer, read } = host();
  const reader = createFinerReader();
  const answers = [
    reader.read('a', [range(0), range(100)], read),
    reader.read('b', [range(200)], read),
    reader.read('c', [range(300)], read),
  ];
  await settled();
  expect(asked).toEqual([300]);
  await answer();
  expect(await Promise.all(answers)).toEqual([null, null, series(300)]);
});

it('leaves off in the middle once another is wanted', async () => {
  const { asked, answer, read } = host();
  const reader = createFinerReader();
  const first = reader.read('a', [range(0), range(100)], read);
  await settled();
  const second = reader.read('b', [range(200)], read);
  await answer();
  await answer();
  expect(await first).toBeNull();
  expect(await second).toEqual(series(200));
  expect(asked).toEqual([0, 200]);
});

it('keeps what it read', async () => {
  const { asked, answer, read } = host();
  const reader = createFinerReader();
  const first = reader.read('a', [range(0)], read);
  await answer();
  await first;
  expect(await reader.read('a', [range(0)], read)).toEqual(series(0));
  expect(asked).toEqual([0]);
});

it('goes on after a failure, which whoever asked hears of', async () => {
  const { answer, read } = host();
  const reader = createFinerReader();
  const failed = reader.read('a', [range(0)], () => Promise.reject(new Error('the host is gone')));
  await expect(failed).rejects.toThrow('the host is gone');
  const second = reader.read('b', [range(0)], read);
  await answer();
  expect(await second).toEqual(series(0));
});
