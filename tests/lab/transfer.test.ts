// Slices, generators and joint training through the lab: real processes, where a transfer waits for two parents.
import { expect, it } from 'vitest';
import { phaseOfSpec } from '../../src/core/step.ts';
import { everyPoint, runToEnd, temporaryHost } from './temporary-host.ts';
import { tinySchedule } from './tiny-schedule.ts';

const resistance = tinySchedule({
  pretrain: { tokens: 7680, batch: 8, warmup: 4 },
  align: { examples: 48, batch: 8, evaluateAt: [0] },
  unalign: undefined,
  transfer: { from: 0, onto: 0, slices: 2, examples: 32, batch: 8, evaluateAt: [0, 2] },
  axes: { 'transfer.from': [0, 1, 2], 'transfer.onto': [0, 1, 2] },
});

it('runs every transfer between slices, with the same bits by one worker and by two', async () => {
  const points: string[][] = [];
  for (const workers of [1, 2]) {
    const host = temporaryHost({ workers });
    host.lab.start();
    const id = await runToEnd(host, resistance);
    points.push(everyPoint(host.history, id));
    const steps = host.history.steps(id);
    // Per seed: trunk, cool-down, two slices, nine transfers; slices are shared by all.
    expect(steps.map(({ spec }) => phaseOfSpec(spec)).filter((phase) => phase === 'transfer')).toHaveLength(
      18,
    );
    expect(steps).toHaveLength(2 * (2 + 2 + 9));
    const own = new Set(
      steps.flatMap(({ key, spec }) =>
        spec.kind === 'transfer' && spec.generator === spec.parent ? [key] : [],
      ),
    );
    expect(own.size).toBe(6);
    const divergences = [...host.history.points(id)].filter(
      ({ metric, update }) => metric === 'generated.kl' && update === 0,
    );
    expect(divergences).toHaveLength(18);
    for (const { key, value } of divergences) {
      if (own.has(key)) expect(Math.abs(value)).toBeLessThan(1e-6);
      else expect(value).toBeGreaterThan(1e-6);
    }
    await host.close();
  }
  expect(points[1]).toEqual(points[0]);
});

it('runs joint training after pretraining, and controls of a perturbation', async () => {
  const host = temporaryHost();
  host.lab.start();
  const joint = {
    ...{ ratio: 3, updates: 6, stageUpdates: 1, cycles: 1 },
    ...{ pretrainRows: 4, alignExamples: 4, perturbExamples: 4 },
  };
  const jointly = await runToEnd(
    host,
    tinySchedule({
      align: undefined,
      unalign: undefined,
      joint,
      axes: { 'joint.ratio': [1, 3] },
      seeds: [1],
    }),
  );
  const shares = [...host.history.points(jointly)].filter(({ metric }) => metric === 'joint.share');
  expect(shares.map(({ value }) => value).sort((a, b) => a - b)).toEqual([
    ...[-0.04, -0.04, -0.02, -0.02, 0, 0, 0, 0, 0.02, 0.02, 0.04, 0.04],
  ]);

  const kinds = [
    ...['replay', 'benign', 'randomLabels', 'shuffledTokens'].map((kind) => ({ kind })),
    { kind: 'weightNoise', norm: 0.1 },
  ];
  const controlled = await runToEnd(
    host,
    tinySchedule({
      pretrain: { tokens: 0 },
      unalign: { examples: 16, batch: 8, data: { kind: 'replay' }, evaluateAt: [0] },
      axes: { 'unalign.data': kinds },
      seeds: [1],
    }),
  );
  const ends = [...host.history.points(controlled)].filter(({ key, metric, update }) => {
    const { spec } = host.history.step(key)!;
    return phaseOfSpec(spec) === 'unalign' && metric === 'weights.toAligned' && update === 2;
  });
  expect(new Set(ends.map(({ value }) => value)).size).toBe(5);
});
