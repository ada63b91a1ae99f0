// The ledger that the lab makes of what the history holds.
import { expect, it } from 'vitest';
import type { CommandOutput } from '../../src/contract/window.ts';
import { runToEnd, temporaryHost, until } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

type Ledger = CommandOutput<'experiment.claims'>;
const verdicts = ({ entries }: Ledger): string[] => [
  ...new Set(entries.flatMap(({ estimators }) => estimators.map(({ verdict }) => verdict))),
];

it('is of finished runs, slices and ways back alike, and is kept until another run is finished', async () => {
  const host = temporaryHost();
  host.lab.start();
  const id = await runToEnd(
    host,
    tinySchedule({
      unalign: undefined,
      transfer: { examples: 16, batch: 8, from: 1, onto: 2, evaluateAt: [0] },
      axes: { 'transfer.from': [1, 2], 'transfer.onto': [1, 2] },
    }),
  );
  const ledger = await host.lab.dispatch('experiment.claims', { id });
  expect(ledger).toMatchObject({ runs: 8, runsUsed: 8, seeds: [1, 2] });
  const [entry] = ledger.entries;
  expect(entry).toMatchObject({ claim: 'resistance', declared: false });
  for (const { id, estimate, n } of entry!.estimators) {
    expect(n, id).toBe(2);
    expect(estimate, id).toEqual(expect.any(Number));
  }
  // The first estimator by hand: mean loss over the epoch, forward less inverse, the mean over seeds.
  const series = await host.lab.dispatch('experiment.series', {
    id,
    metric: 'train.loss',
    phases: ['transfer'],
    buckets: 4000,
  });
  const loss = (seed: number, from: number, onto: number): number => {
    const { mean } = series.find(
      (one) =>
        one.seed === seed && one.values['transfer.from'] === from && one.values['transfer.onto'] === onto,
    )!;
    return mean.reduce((a, b) => a + b, 0) / mean.length;
  };
  const byHand = [1, 2].map((seed) => loss(seed, 1, 2) - loss(seed, 2, 1));
  expect(entry!.estimators[0]!.estimate).toBeCloseTo((byHand[0]! + byHand[1]!) / 2, 12);
  expect(await host.lab.dispatch('experiment.claims', { id })).toBe(ledger);
  await expect(host.lab.dispatch('experiment.claims', { id: 99 })).rejects.toThrow('no experiment 99');
});

it('of a cancelled half is undecided, and says how much it rests on', async () => {
  const host = temporaryHost({ workers: 1 });
  host.lab.start();
  const id = host.lab.submit(
    tinySchedule({
      axes: { 'align.examples': [16, 64] },
      seeds: [1, 2, 3, 4],
      pretrain: { tokens: 60_000, batch: 8 },
    }),
    '',
  );
  await until(
    host,
    (event) => event.type === 'experiment' && event.summary.progress.runsFinished >= 2 && event.summary,
  );
  await host.lab.dispatch('experiment.cancel', { id });
  const ledger = await host.lab.dispatch('experiment.claims', { id });
  expect(ledger.runs).toBe(8);
  expect(ledger.runsUsed).toBeGreaterThanOrEqual(2);
  expect(ledger.runsUsed).toBeLessThan(8);
  expect(ledger.notes[0]).toMatch(/of 8 runs are not finished; all numbers are from the \d that are/);
  expect(verdicts(ledger)).toEqual(['undecided']);
});
