import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { awakeClock } from '../../src/core/awake-clock.ts';
import { InputError } from '../../src/core/errors.ts';
import {
  cooldown,
  load,
  type Outcome,
  temporaryFolder,
  train,
  trunk,
  tune,
  valuesOf,
} from './training-fixtures.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
let runs = 0;
/** Every run writes into a folder of its own. */
const fresh = () => `${folder.path}/${runs++}`;

const kinds = ({ events }: Outcome) => events.map(({ type }) => type).filter((type) => type !== 'updated');

describe('a step of pretraining', () => {
  test('with the same seed gives the same bits, with another seed others', async () => {
    const spec = trunk(6, { evaluateAt: [3, 6] });
    const [first, second] = [await train('t', spec, fresh()), await train('t', spec, fresh())];
    const other = await train('t', trunk(6, { evaluateAt: [3, 6], seed: 8 }), fresh());
    expect(second.points).toEqual(first.points);
    expect(second.checkpoint.sha256).toBe(first.checkpoint.sha256);
    expect(other.points).not.toEqual(first.points);
    expect(valuesOf(first.points, 'train.loss').map(([update]) => update)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(valuesOf(first.points, 'pretrain.bitsPerToken').map(([update]) => update)).toEqual([3, 6]);
  });

  test('tells started, what it measures, its final checkpoint, finished', async () => {
    const outcome = await train('t', trunk(3, { evaluateAt: [2] }), fresh());
    expect(kinds(outcome)).toEqual(['started', 'measured', 'checkpointed', 'finished']);
    expect(outcome.events.at(-2)).toMatchObject({ final: true, update: 3 });
    expect(outcome.events.at(-1)).toMatchObject({ tokensPerSecond: expect.any(Number) });
  });

  test('of no updates writes the initial weights', async () => {
    const outcome = await train('t', trunk(0), fresh());
    expect(kinds(outcome)).toEqual(['started', 'checkpointed', 'finished']);
    expect(outcome.events.at(-1)).toMatchObject({ tokensPerSecond: null });
    expect((await load(outcome.checkpoint)).state.update).toBe(0);
  });

  test('resumed at any update is the uninterrupted one, points and final checkpoint', async () => {
    const spec = trunk(8, { evaluateAt: [0, 2, 5, 8] });
    const whole = await train('t', spec, fresh());
    for (let at = 0; at < 8; at++) {
      const place = fresh();
      const before = await train('t', spec, place, { stop: { at, how: 'pause' } });
      expect(kinds(before).at(-1)).toBe('stopped');
      expect(before.checkpoint.update).toBe(at);
      const after = await train('t', spec, place, { start: await load(before.checkpoint) });
      expect([...before.points, ...after.points], `paused at ${at}`).toEqual(whole.points);
      expect(after.checkpoint.sha256, `paused at ${at}`).toBe(whole.checkpoint.sha256);
    }
  });

  test('to 40 in one piece or by way of 20 is the same training', async () => {
    const place = fresh();
    const whole = await train('long', trunk(40), fresh());
    const half = await train('short', trunk(20), place);
    const rest = await train('long', trunk(40), place, { start: await load(half.checkpoint) });
    expect([...half.points, ...rest.points]).toEqual(whole.points);
    expect(rest.checkpoint.sha256).toBe(whole.checkpoint.sha256);
  });

  test('does not measure again where the trunk it goes on from ended', async () => {
    const half = await train('short', trunk(4, { evaluateAt: [4] }), fresh());
    const rest = await train('long', trunk(6, { evaluateAt: [4, 6] }), fresh(), {
      start: await load(half.checkpoint),
    });
    expect(valuesOf(rest.points, 'pretrain.gamma').map(([update]) => update)).toEqual([6]);
  });

  test('warms the rate up linearly, then holds it', async () => {
    const { points } = await train('t', trunk(7), fresh());
    const rates = valuesOf(points, 'train.rate').map(([, rate]) => rate);
    for (const [i, share] of [0.2, 0.4, 0.6, 0.8, 1, 1, 1].entries())
      expect(rates[i]).toBeCloseTo(3e-3 * share, 9);
  });
});

describe('a cool-down', () => {
  test('goes on with the data and the moments of its trunk while its rate falls in equal steps', async () => {
    const stem = await load((await train('stem', trunk(8), fresh())).checkpoint);
    const trunkOn = await train('on', trunk(12), fresh(), { start: stem });
    const cooled = await train('cool', cooldown(8, 12), fresh(), { start: stem });
    const rates = valuesOf(cooled.points, 'train.rate');
    expect(rates.map(([update]) => update)).toEqual([9, 10, 11, 12]);
    for (const [i, share] of [0.8, 0.6, 0.4, 0.2].entries())
      expect(rates[i]![1]).toBeCloseTo(3e-3 * share, 8);
    // The first loss is taken before the first smaller rate could matter: same batch, same weights.
    expect(valuesOf(cooled.points, 'train.loss')[0]).toEqual(valuesOf(trunkOn.points, 'train.loss')[0]);
    expect(valuesOf(cooled.points, 'train.loss')[1]).not.toEqual(valuesOf(trunkOn.points, 'train.loss')[1]);
    expect((await load(cooled.checkpoint)).state.adamUpdate).toBe(12);
    expect(valuesOf(cooled.points, 'behaviour.score').map(([update]) => update)).toEqual([12]);
  });

  test('from another update than its trunk ended at is refused', async () => {
    const start = await load((await train('stem', trunk(3), fresh())).checkpoint);
    await expect(train('cool', cooldown(2, 5), fresh(), { start })).rejects.toThrow(
      'the cool-down starts from update 2 of its trunk, not 3',
    );
  });
});

describe('tuning', () => {
  const base = async () => load((await train('base', trunk(10), fresh())).checkpoint);

  test('with moments reset starts Adam anew, with moments kept goes on', async () => {
    const start = await base();
    const reset = await train('a', tune('align'), fresh(), { start });
    const kept = await train('a', tune('align', { moments: 'keep' }), fresh(), { start });
    expect(valuesOf(kept.points, 'train.loss')[0]).toEqual(valuesOf(reset.points, 'train.loss')[0]);
    expect(valuesOf(kept.points, 'train.loss')[1]).not.toEqual(valuesOf(reset.points, 'train.loss')[1]);
    expect((await load(reset.checkpoint)).state).toMatchObject({ update: 8, adamUpdate: 8 });
    expect((await load(kept.checkpoint)).state).toMatchObject({ update: 8, adamUpdate: 18 });
  });

  test.each(['reset', 'keep'])(
    'with moments %s, resumed at any update is the uninterrupted one',
    async (moments) => {
      const start = await base();
      const spec = tune('align', { moments, examples: 18, cooldown: 0.5 });
      const whole = await train('a', spec, fresh(), { start });
      for (let at = 0; at < spec.to; at++) {
        const place = fresh();
        const before = await train('a', spec, place, { start, stop: { at, how: 'pause' } });
        const after = await train('a', spec, place, { start: await load(before.checkpoint) });
        expect([...before.points, ...after.points], `paused at ${at}`).toEqual(whole.points);
        expect(after.checkpoint.sha256, `paused at ${at}`).toBe(whole.checkpoint.sha256);
      }
    },
  );

  test('moves the behaviour toward what its examples show, on prompts it never saw', async () => {
    const start = await load(
      (await train('base', trunk(150, { optimizer: fast }, 16), fresh())).checkpoint,
      16,
    );
    const up = await train('a', tune('align', strong, {}, 16), fresh(), { start });
    const down = await train('u', tune('unalign', strong, {}, 16), fresh(), { start });
    const odds = ({ points }: Outcome) => valuesOf(points, 'behaviour.logOdds').map(([, value]) => value);
    expect(odds(up).at(-1)! - odds(up)[0]!).toBeGreaterThan(2);
    expect(odds(down).at(-1)! - odds(down)[0]!).toBeLessThan(-2);
    expect(odds(up)[0]).toBe(odds(down)[0]);
  });
  const fast = { batch: 8, rate: 5e-3, warmup: 5, weightDecay: 0, beta1: 0.9, beta2: 0.95, clip: 1 };
  const strong = { examples: 240, rate: 3e-3 };

  test('without a checkpoint to start from is refused', async () => {
    await expect(train('a', tune('align'), fresh())).rejects.toThrow('needs a checkpoint to start from');
  });
});

describe('while a step runs', () => {
  test('checkpoints are written when their time has come, and none in between', async () => {
    let now = 0;
    const outcome = await train('t', trunk(10), fresh(), { now: () => (now += 500), checkpointSeconds: 5 });
    const saved = outcome.events.filter((event) => event.type === 'checkpointed');
    expect(saved.length).toBeGreaterThan(2);
    expect(saved.map(({ final }) => final)).toEqual([...saved.slice(1).map(() => false), true]);
    expect(saved.every(({ file }) => existsSync(file.path))).toBe(true);
  });

  test('a night with the lid closed does not make it slow: the speed that is kept for estimates is of the time awake', async () => {
    const speed = async (nightAtReading: number) => {
      let [steady, readings] = [0, 0];
      const tick = (): number => {
        readings += 1;
        steady += readings === nightAtReading ? 8 * 3_600_000 : 500;
        return steady;
      };
      const now = awakeClock({ steady: tick, longestMilliseconds: 120_000 });
      const { events } = await train('t', trunk(10), fresh(), { now });
      return events.flatMap((event) => (event.type === 'finished' ? [event.tokensPerSecond!] : []))[0]!;
    };
    const usual = await speed(-1);
    for (const reading of [8, 9, 10, 11]) {
      const ratio = (await speed(reading)) / usual;
      expect(ratio, `night at reading ${reading}`).toBeGreaterThanOrEqual(1);
      expect(ratio, `night at reading ${reading}`).toBeLessThan(1.2); // one update of ten is not timed
    }
  });

  test('a cancellation stops it without a checkpoint', async () => {
    const outcome = await train('t', trunk(10), fresh(), { stop: { at: 4, how: 'cancel' } });
    expect(kinds(outcome)).toEqual(['started', 'stopped']);
    expect(outcome.events.at(-1)).toEqual({ type: 'stopped', update: 4 });
  });

  test('a rate that makes training diverge is an input error that names the update', async () => {
    const wild = { batch: 4, rate: 1, warmup: 0, weightDecay: 1, beta1: 0, beta2: 0, clip: 0 };
    const spec = trunk(400, { optimizer: wild });
    // Weights of 1e38 overflow in the first products.
    const stem = await load((await train('stem', trunk(1), fresh())).checkpoint);
    const start = { ...stem, state: { ...stem.state, theta: stem.state.theta.map(() => 1e38) } };
    const run = train('t', spec, fresh(), { start });
    await expect(run).rejects.toThrow(InputError);
    await expect(run).rejects.toThrow(
      /pretrain.rate: training diverged: train\.\w+ is (NaN|Infinity) at update 2;/,
    );
  });
});
