import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { planSchedule } from '../../src/core/plan.ts';
import { jointShares, jointStages, sliceEnd } from '../../src/core/plan-tuning.ts';
import { jointSchema } from '../../src/core/schedule.ts';
import { type Plan, type PlannedStep, phaseOfSpec, stepSpecSchema } from '../../src/core/step.ts';
import { example } from './schedule-example.ts';

// 64 examples in batches of 6: 11 updates, cut into three slices at 4, 7 and 11.
const sliced = {
  ...example,
  align: { examples: 64, batch: 6, evaluateAt: [0, 2, 5, 7] },
  unalign: undefined,
  transfer: { from: 1, onto: 3, examples: 32, batch: 8 },
};
const plan = (change: object = {}): Plan =>
  planSchedule(parseSchedule({ ...sliced, ...change }), { corpusKey: '' });
const stepsOf = (of: Plan, run = 0): PlannedStep[] =>
  of.runs[run]!.steps.map((key) => of.steps.find((step) => step.key === key)!);
const tail = (of: Plan, run = 0): PlannedStep[] => stepsOf(of, run).slice(2);
const issues = (change: object, from: object = sliced): string[] => {
  try {
    parseSchedule({ ...from, ...change });
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe('a transfer', () => {
  it('follows the slices of alignment up to the later of its two ends', () => {
    const steps = tail(plan());
    expect(steps.map(({ spec }) => phaseOfSpec(spec))).toEqual(['align', 'align', 'align', 'transfer']);
    expect(steps.map(({ spec }) => spec.to)).toEqual([4, 7, 11, 4]);
    expect(steps.map(({ spec }) => (spec.kind === 'tune' ? spec.from : null))).toEqual([
      undefined,
      4,
      7,
      null,
    ]);
    expect(steps.map(({ updates }) => updates)).toEqual([4, 3, 4, 4]);
    expect(steps.map(({ tokens }) => tokens)).toEqual([4 * 6 * 32, 3 * 6 * 32, 4 * 6 * 32, 4 * 8 * 32]);
  });

  it('starts from one slice and is trained toward another, in either direction', () => {
    const [one, , three, forward] = tail(plan());
    expect([forward!.parent, forward!.aligned]).toEqual([one!.key, three!.key]);
    expect(forward!.spec).toMatchObject({ parent: one!.key, generator: three!.key });
    const inverse = tail(plan({ transfer: { ...sliced.transfer, from: 3, onto: 1 } }));
    expect(inverse.at(-1)!.spec).toMatchObject({ parent: three!.key, generator: one!.key });
  });

  it('from or onto 0 is the pretrained model', () => {
    const base = stepsOf(plan())[1]!.key;
    const steps = tail(plan({ transfer: { ...sliced.transfer, from: 0, onto: 1 } }));
    expect(steps.map(({ spec }) => spec.kind)).toEqual(['tune', 'transfer']);
    expect(steps[1]!.spec).toMatchObject({ parent: base, generator: steps[0]!.key });
    const alone = tail(plan({ transfer: { ...sliced.transfer, from: 0, onto: 0 } }));
    expect(alone.map(({ parent, aligned }) => [parent, aligned])).toEqual([[base, base]]);
  });

  it('measures a slice where alignment is measured within it, and at its end', () => {
    expect(tail(plan()).map(({ spec }) => spec.evaluateAt)).toEqual([
      [0, 2, 4],
      [5, 7],
      [11],
      [0, 1, 2, 3, 4],
    ]);
  });

  it('shares slices between all pairs, and every parent and generator comes before it', () => {
    const grid = plan({
      axes: { 'transfer.from': [0, 1, 2, 3], 'transfer.onto': [0, 1, 2, 3] },
      seeds: [1, 2],
    });
    expect(grid.runs).toHaveLength(32);
    // Per seed: trunk, cool-down, three slices, sixteen transfers.
    expect(grid.steps).toHaveLength(2 * (2 + 3 + 16));
    const seen = new Set<string>();
    for (const { key, spec, parent, base, aligned } of grid.steps) {
      const generator = spec.kind === 'transfer' ? spec.generator : null;
      for (const need of [parent, base, aligned, generator]) if (need !== null) expect(seen).toContain(need);
      expect(stepSpecSchema.parse(spec)).toEqual(spec);
      seen.add(key);
    }
  });

  it('in a single slice shares the alignment that an ordinary schedule trains', () => {
    const whole = plan({ transfer: { ...sliced.transfer, slices: 1, from: 0, onto: 1 } });
    const usual = plan({ transfer: undefined });
    expect(tail(whole)[0]!.key).toBe(tail(usual)[0]!.key);
  });

  it('cuts slices of as even a length as whole updates allow, at least one each', () => {
    for (const [updates, slices] of [
      [11, 3],
      [5, 5],
      [64, 64],
      [100, 7],
    ] as const) {
      const ends = Array.from({ length: slices + 1 }, (_, i) => sliceEnd(updates, i, slices));
      const lengths = ends.slice(1).map((end, i) => end - ends[i]!);
      expect(ends.at(-1)).toBe(updates);
      expect(Math.min(...lengths)).toBeGreaterThan(0);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(2);
    }
  });
});

describe('joint training', () => {
  const joint = { ratio: 9, share: 0.02, cycles: 2, updates: 100, stageUpdates: 5 };
  const jointly = (change: object = {}): Plan =>
    plan({ align: undefined, transfer: undefined, joint: { ...joint, ...change } });

  it('is one step after θ0, measured at the end of every stage', () => {
    const [step, ...none] = tail(jointly());
    expect(none).toEqual([]);
    expect(step!.spec).toMatchObject({ kind: 'joint', to: 140 });
    expect(step!.spec.evaluateAt).toEqual([0, 100, 105, 110, 115, 120, 125, 130, 135, 140]);
    expect(step!.updates).toBe(140);
    expect(step!.tokens).toBe(140 * (96 + 64 + 64) * 32);
  });

  it('weighs D_t as its share of D_p and D_a together, with a sign that cancels drift and curvature', () => {
    const config = jointSchema.parse(joint);
    const shares = jointShares(config);
    expect(shares).toEqual([0.2, -0.2, -0.2, 0.2, 0.2, -0.2, -0.2, 0.2]);
    expect(jointStages(config)).toHaveLength(shares.length + 1);
    const cycle = shares.slice(0, 4);
    expect(cycle.reduce((sum, share) => sum + share, 0)).toBe(0);
    expect(cycle.reduce((sum, share, i) => sum + share * i, 0)).toBeCloseTo(0, 12);
  });

  it('shares θ0 between ratios', () => {
    const grid = plan({
      align: undefined,
      transfer: undefined,
      joint,
      axes: { 'joint.ratio': [1, 3, 10] },
    });
    expect(grid.steps.map(({ spec }) => spec.kind)).toEqual(['trunk', 'cooldown', 'joint', 'joint', 'joint']);
  });
});

describe('controls', () => {
  it('may leave out pretraining', () => {
    const steps = stepsOf(plan({ pretrain: { tokens: 0 }, transfer: undefined }));
    expect(steps.map(({ spec }) => [spec.kind, spec.to])).toEqual([
      ['trunk', 0],
      ['tune', 11],
    ]);
    expect(steps[1]!.base).toBe(steps[0]!.key);
  });

  it('may leave out alignment', () => {
    const [unalign, ...none] = tail(
      plan({ align: undefined, transfer: undefined, unalign: { examples: 32 } }),
    );
    expect(none).toEqual([]);
    expect([unalign!.parent, unalign!.aligned]).toEqual([unalign!.base, null]);
    expect(unalign!.spec).toMatchObject({ kind: 'tune', phase: 'unalign' });
  });

  it('have keys of their own, and leave those of what comes before them', () => {
    const usual = { transfer: undefined, unalign: { examples: 32 } };
    const keys = (change: object) => stepsOf(plan({ ...usual, ...change })).map(({ key }) => key);
    const plain = keys({});
    for (const control of [
      { data: { kind: 'replay' } },
      { data: { kind: 'weightNoise', norm: 0.5 } },
      { replay: 0.1 },
      { optimizer: 'sgd' },
      { frozenLayers: 1 },
    ]) {
      const changed = keys({ unalign: { examples: 32, ...control } });
      expect(changed.slice(0, -1)).toEqual(plain.slice(0, -1));
      expect(changed.at(-1)).not.toBe(plain.at(-1));
    }
    expect(keys({ pretrain: { ...example.pretrain, shuffled: true } })[0]).not.toBe(plain[0]);
  });
});

describe('phases that do not fit', () => {
  const transfer = sliced.transfer;
  it.each<[object, string[]]>([
    [{ align: undefined }, ['transfer: expected a phase "align" before it, got none']],
    [{ unalign: { examples: 8 } }, ['unalign: expected no phase "unalign" beside "transfer"']],
    [
      { align: { examples: 64, cooldown: 0.2 } },
      ['align.cooldown: expected 0 beside "transfer", whose slices are cut at the constant rate, got 0.2'],
    ],
    [{ transfer: { ...transfer, from: 4 } }, ['transfer.from: expected at most the 3 slices, got 4']],
    [{ transfer: { ...transfer, onto: 9 } }, ['transfer.onto: expected at most the 3 slices, got 9']],
    [
      { transfer: { ...transfer, slices: 12 } },
      ['transfer.slices: expected at most the 11 updates of the alignment, got 12'],
    ],
    [{ axes: { 'transfer.from': [0, 1, 5] } }, ['transfer.from: expected at most the 3 slices, got 5']],
    [
      { axes: { 'transfer.onto': [3, 5], 'transfer.slices': [3, 5] } },
      ['transfer.onto: expected at most the 3 slices, got 5'],
    ],
    [
      { axes: { 'align.examples': [64, 10] } },
      ['transfer.slices: expected at most the 2 updates of the alignment, got 3'],
    ],
    [{ transfer: undefined, joint: { ratio: 3 } }, ['align: expected no phase "align" beside "joint"']],
    [
      { joint: { ratio: 3 } },
      [
        'joint: expected no phase "joint" beside "transfer"',
        'align: expected no phase "align" beside "joint"',
      ],
    ],
    [
      { align: undefined, transfer: undefined, joint: { ratio: 0 } },
      ['joint.ratio: expected a number above 0, got 0'],
    ],
    [
      { align: { examples: 64, frozenLayers: 3 } },
      ['align.frozenLayers: expected at most the 2 layers of the model, got 3'],
    ],
    [
      {
        transfer: undefined,
        axes: { 'align.frozenLayers': [1, 3] },
        align: { examples: 64, frozenLayers: 1 },
      },
      ['align.frozenLayers: expected at most the 2 layers of the model, got 3'],
    ],
    [
      { transfer: undefined, align: { examples: 8, data: { kind: 'weightNoise', norm: 1 }, replay: 0.5 } },
      ['align.replay: expected none beside weight noise, which trains on nothing, got 0.5'],
    ],
  ])('are refused: %o', (change, expected) => {
    expect(issues(change)).toEqual(expected);
  });
});
