import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/lab/pace.ts';
import type { StepRow } from '../../src/lab/ports.ts';
import { runState, tokensLeft, updatesDone } from '../../src/lab/progress.ts';
import { RateMeter } from '../../src/lab/rate-meter.ts';
import type { Experiment } from '../../src/lab/records.ts';

const cooldown = (change: Partial<StepRow>): StepRow =>
  ({
    key: 'k',
    state: 'running',
    update: 36,
    updates: 8,
    tokens: 800,
    spec: { kind: 'cooldown', from: 32, to: 40 },
    ...change,
  }) as unknown as StepRow;

describe('the rate meter', () => {
  it('knows nothing in the first second and the mean after it', () => {
    const meter = new RateMeter();
    meter.add(0, 0);
    meter.add(500, 50);
    expect(meter.perSecond(500)).toBe(0);
    meter.add(2000, 150);
    expect(meter.perSecond(2000)).toBe(100);
  });

  it('forgets what is older than twenty seconds', () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 30; second++) meter.add(second * 1000, second === 0 ? 0 : 1000);
    for (let second = 31; second <= 60; second++) meter.add(second * 1000, 10);
    expect(meter.perSecond(60_000)).toBeCloseTo(10, 5);
  });

  it('is 0 once nothing has come for a window', () => {
    const meter = new RateMeter();
    meter.add(0, 0);
    meter.add(5000, 500);
    expect(meter.perSecond(26_000)).toBe(0);
  });
});

describe('the pace of the lab', () => {
  it('tells the speed by which what is left takes the time that it tells, large models slower than small', () => {
    let now = 0;
    const rows: Record<string, StepRow> = {
      small: step({ key: 'small', parameters: 10, tokens: 1000, update: 0 }),
      large: step({ key: 'large', parameters: 90, tokens: 1000, update: 0 }),
    };
    const pace = new Pace({
      elapsed: () => now,
      history: { recordSpeed: () => undefined },
      parameters: (spec) => (spec as unknown as { parameters: number }).parameters,
    });
    const queue = [{ row: { id: 1, state: 'running' }, runs: [], keys: ['small', 'large'] }];
    const outlook = () => pace.of(queue as unknown as Experiment[], 1, (key) => rows[key]!);
    pace.began();
    expect(outlook()).toEqual({ tokensPerSecond: 0, etaSeconds: null });
    now = 10_000;
    pace.did(rows.small!, 10);
    rows.small = step({ key: 'small', parameters: 10, tokens: 1000, update: 10, state: 'finished' });
    // 10 · 1000 of work in 10 s; 90 · 1000 are left, so 90 s for 1000 tokens, though the last 10 s made 100 a second.
    expect(outlook().etaSeconds).toBeCloseTo(90, 9);
    expect(outlook().tokensPerSecond).toBeCloseTo(1000 / 90, 9);
  });
});

/** Ten updates of a model of so many parameters, without evaluations. */
const step = ({ parameters, ...change }: Partial<StepRow> & { parameters: number }): StepRow =>
  ({
    state: 'running',
    updates: 10,
    spec: {
      kind: 'trunk',
      from: 0,
      to: 10,
      parameters,
      model: { context: 8 },
      evaluateAt: [],
      evaluation: { sequences: 0, prompts: 0 },
    },
    ...change,
  }) as unknown as StepRow;

describe('progress within a step', () => {
  it('counts a step’s own updates: a cool-down from 32 to 40 that is at 36 has made 4 of 8', () => {
    expect(updatesDone(cooldown({}))).toBe(4);
    expect(tokensLeft(cooldown({}))).toBe(400);
    expect(updatesDone(cooldown({ update: 0 }))).toBe(0);
    expect(updatesDone(cooldown({ update: 0, state: 'finished' }))).toBe(8);
  });

  it('sums up a run by its most telling step', () => {
    expect(runState(['finished', 'running', 'waiting'])).toBe('running');
    expect(runState(['finished', 'failed', 'waiting'])).toBe('failed');
    expect(runState(['finished', 'waiting'])).toBe('waiting');
    expect(runState(['finished', 'finished'])).toBe('finished');
  });
});
