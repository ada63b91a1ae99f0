import { describe, expect, it } from 'vitest';
import { claimLedger } from '../../../src/core/claims/ledger.ts';
import { type Ledger, ledgerSchema } from '../../../src/core/claims/ledger-schema.ts';
import type { ClaimInput } from '../../../src/core/claims/run-views.ts';
import { Random } from '../../../src/core/random.ts';
import { curve, everyNumber, experiment, reboundCurves, seeds, updates } from './synthetic.ts';

/** The ledger, which is plain finite JSON of its schema whatever went in. */
function ledgerOf(input: ClaimInput): Ledger {
  const ledger = claimLedger(input);
  expect(everyNumber(ledger)).toEqual([]);
  expect(ledgerSchema.parse(JSON.parse(JSON.stringify(ledger)))).toEqual(ledger);
  return ledger;
}
const entry = (ledger: Ledger, claim: string) => {
  const found = ledger.entries.find((one) => one.claim === claim);
  if (found === undefined) throw new Error(`no claim ${claim}`);
  return found;
};
const estimator = (ledger: Ledger, claim: string, id: string) => {
  const found = entry(ledger, claim).estimators.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no estimator ${claim}.${id}`);
  return found;
};

describe('which claims a ledger holds', () => {
  it('is decided by phases and axes', () => {
    const claims = (change: Record<string, unknown>) =>
      ledgerOf(experiment({ seeds: [1], ...change }, () => [])).entries.map(({ claim }) => claim);
    expect(claims({})).toEqual(['rebound', 'fastThenSlow', 'kLaw']);
    expect(claims({ align: undefined })).toEqual([]);
    expect(claims({ axes: { 'align.examples': [64, 128], 'model.width': [16, 32] } })).toEqual([
      'rebound',
      'reboundGrows',
      'fastThenSlow',
      'size',
      'kLaw',
    ]);
    expect(claims({ axes: { 'pretrain.tokens': [1e5, 2e5], 'corpus.positive': [0.3, 0.6] } })).toEqual([
      'rebound',
      'fastThenSlow',
      'pretraining',
      'kLaw',
      'anchor',
    ]);
    expect(claims({ unalign: undefined, transfer: { examples: 64, from: 1, onto: 2 } })).toEqual([
      'resistance',
    ]);
    expect(claims({ align: undefined, unalign: undefined, joint: { ratio: 3 } })).toEqual(['kLaw']);
  });
});

/** Slices 1–3; inverse loss is 1, forward loss 1 + `gap`, each on a floor of its own. */
function slices(gap: number, { floor = 0, spread = 0.02, n = 8 } = {}): ClaimInput {
  const at = [1, 2, 3, 4];
  return experiment(
    {
      unalign: undefined,
      transfer: { examples: 64, from: 1, onto: 2 },
      axes: { 'transfer.from': [1, 2, 3], 'transfer.onto': [1, 2, 3] },
      seeds: seeds(n),
    },
    ({ values, wobble }) => {
      const forward = (values['transfer.from'] as number) < (values['transfer.onto'] as number);
      const own = (forward ? floor : 0) + 0.5;
      const loss = own + 0.5 + (forward ? gap - floor : 0) + spread * wobble;
      return [
        curve('transfer', 'train.loss', at, (update) => loss + (2.5 - update) / 10),
        curve('transfer', 'generated.nats', [0, 4], (update) => loss + (4 - update)),
        curve('transfer', 'generated.floor', [0, 4], () => own),
        curve('transfer', 'generated.trainFloor', [0], () => own),
        curve('transfer', 'generated.kl', [0, 4], (update) => loss - own + (4 - update)),
      ];
    },
  );
}

describe('resistance', () => {
  it('is the mean over the epoch, forward less inverse, over pairs of slices and seeds', () => {
    const ledger = ledgerOf(slices(0.3));
    const loss = estimator(ledger, 'resistance', 'loss');
    expect(loss).toMatchObject({ primary: true, verdict: 'supported', n: 8 });
    expect(loss.estimate).toBeCloseTo(0.3, 1);
    expect(loss.interval!.low!).toBeLessThan(0.3);
    expect(loss.interval!.high!).toBeGreaterThan(0.28);
    const layout = entry(ledger, 'resistance').tables.find(({ id }) => id === 'layout-loss')!;
    expect(layout.columns).toEqual(['', 'θ2→θ1 / θ1→θ2', 'θ3→θ1 / θ1→θ3', 'θ3→θ2 / θ2→θ3']);
    expect(layout.rows[0]![1]).toMatch(/^1\.0\d+ \/ 1\.[23]\d+\nΔ 0\.[23]\d+ \[.*\], n = 8\nsupported$/);
    expect(entry(ledger, 'resistance').paper[0]!.rows).toHaveLength(9);
  });

  it('is opposite where inverse training is harder', () => {
    expect(estimator(ledgerOf(slices(-0.3)), 'resistance', 'loss').verdict).toBe('opposite');
  });

  it('is undecided where seeds disagree', () => {
    expect(estimator(ledgerOf(slices(0, { spread: 0.3 })), 'resistance', 'loss').verdict).toBe('undecided');
  });

  it('that is only the floor of the target set vanishes when corrected', () => {
    const ledger = ledgerOf(slices(0.3, { floor: 0.3, spread: 0.05 }));
    expect(estimator(ledger, 'resistance', 'loss').verdict).toBe('supported');
    expect(estimator(ledger, 'resistance', 'heldOut').verdict).toBe('supported');
    for (const id of ['corrected', 'heldOutCorrected', 'kl']) {
      const corrected = estimator(ledger, 'resistance', id);
      expect(corrected.verdict, id).toBe('undecided');
      expect(corrected.estimate!).toBeCloseTo(0, 1);
    }
  });
});

const growing = (claim: Record<string, unknown>, curves: Parameters<typeof experiment>[1]): Ledger =>
  ledgerOf(experiment({ axes: { 'align.examples': [128, 512, 2048] }, ...claim }, curves));

describe('rebound', () => {
  it('counts examples back as a share of n⁺ and R below 1', () => {
    // 16 examples an update: back in 20 updates = 320 examples of 2048; forward 64 updates.
    const ledger = ledgerOf(
      experiment({}, ({ wobble }) => reboundCurves({ forward: 64, back: 20 + wobble })),
    );
    const share = estimator(ledger, 'rebound', 'bandShare');
    expect(share.verdict).toBe('supported');
    expect(Math.exp(share.estimate!)).toBeCloseTo((320 / 2048) * (2.8 / 3), 2);
    const index = estimator(ledger, 'rebound', 'index');
    expect(index.verdict).toBe('supported');
    expect(Math.exp(index.estimate!)).toBeCloseTo(20 / 64, 1);
    expect(estimator(ledger, 'rebound', 'kl0.01')).toMatchObject({ verdict: 'undecided', estimate: null });
    expect(estimator(ledger, 'rebound', 'kl0.01').reason).toMatch(/8 of 8 runs had not returned/);
    const closest = entry(ledger, 'rebound').tables.find(({ id }) => id === 'closest')!;
    expect(closest.rows[0]!.slice(-4)).toEqual([0, 8, 0, 0]);
  });

  it('says why an interval ends at its estimate: the median of two arms apart is the last of the lower one', () => {
    const two = ledgerOf(
      experiment({ axes: { 'align.examples': [256, 2048] } }, ({ wobble }) =>
        reboundCurves({ forward: 12, back: 20 + 4 * wobble }),
      ),
    );
    const share = estimator(two, 'rebound', 'bandShare');
    expect(share.interval!.low!).toBeLessThan(share.estimate!);
    expect(share.interval!.high).toBe(share.estimate);
    expect(share.interval!.of).toContain('which ends at the estimate');
    const one = ledgerOf(
      experiment({}, ({ wobble }) => reboundCurves({ forward: 64, back: 20 + 4 * wobble })),
    );
    const plain = estimator(one, 'rebound', 'bandShare');
    expect(plain.interval!.high!).toBeGreaterThan(plain.estimate!);
    expect(plain.interval!.of).not.toContain('ends at the estimate');
  });

  it('is opposite where the way back is longer', () => {
    const ledger = ledgerOf(
      experiment({}, ({ wobble }) => reboundCurves({ forward: 12, back: 60 + 3 * wobble })),
    );
    expect(estimator(ledger, 'rebound', 'index').verdict).toBe('opposite');
  });

  it('reads a mirrored experiment as the same one', () => {
    const mirror = ({ wobble }: { wobble: number }) =>
      reboundCurves({ forward: 64, back: 20 + wobble }).map((one) => ({
        ...one,
        value: one.metric.startsWith('behaviour')
          ? one.value.map((value) => (one.metric === 'behaviour.score' ? 1 - value! : -value!))
          : one.value,
      }));
    const plain = ledgerOf(experiment({}, ({ wobble }) => reboundCurves({ forward: 64, back: 20 + wobble })));
    const mirrored = ledgerOf(
      experiment(
        {
          align: { examples: 2048, toward: 'negative' },
          unalign: { examples: 2048, toward: 'positive' },
        },
        mirror,
      ),
    );
    expect(estimator(mirrored, 'rebound', 'index').estimate).toBeCloseTo(
      estimator(plain, 'rebound', 'index').estimate!,
      12,
    );
  });
});

describe('growth of the rebound', () => {
  const arm = (values: Record<string, unknown>): number =>
    Math.log2((values['align.examples'] as number) / 128);

  it('finds the slope on log n⁺, and R of its own sign', () => {
    // Twice as fast for each fourfold n⁺, both ways: raw measures say supported, R stays where it is.
    const ledger = growing({}, ({ values, wobble }) => {
      const pace = 2 ** (arm(values) / 2);
      return reboundCurves({
        forward: 100 / pace,
        back: (80 / pace) * Math.exp(0.05 * wobble),
        after: 0.1,
      });
    });
    const crossing = estimator(ledger, 'reboundGrows', 'crossing');
    expect(crossing.estimate!).toBeCloseTo(-0.5, 1);
    for (const id of ['initialSlope', 'crossing', 'crossingTimes', 'halfLife', 'n50', 'order'])
      expect(estimator(ledger, 'reboundGrows', id).verdict, id).toBe('supported');
    expect(estimator(ledger, 'reboundGrows', 'index').verdict).toBe('undecided');
    expect(estimator(ledger, 'reboundGrows', 'index').estimate!).toBeCloseTo(0, 1);
    expect(entry(ledger, 'reboundGrows').charts.map(({ type }) => type)).toEqual([
      'trend',
      'trend',
      'trend',
      'heatmap',
    ]);
  });

  it('is opposite where more alignment slows the fall', () => {
    const ledger = growing({}, ({ values, wobble }) =>
      reboundCurves({ forward: 64, back: 20 + 20 * arm(values) + wobble }),
    );
    expect(estimator(ledger, 'reboundGrows', 'initialSlope').verdict).toBe('opposite');
    expect(estimator(ledger, 'reboundGrows', 'index').verdict).toBe('opposite');
  });

  it('needs eight paired seeds for size and pretraining', () => {
    const over = (path: string, values: number[], n: number) =>
      ledgerOf(
        experiment({ axes: { [path]: values }, seeds: seeds(n) }, (run) =>
          reboundCurves({
            forward: 64,
            back: 60 / (1 + values.indexOf(run.values[path] as number)) + run.wobble / 2,
          }),
        ),
      );
    expect(estimator(over('model.width', [16, 32, 64], 8), 'size', 'index').verdict).toBe('supported');
    const few = estimator(over('model.width', [16, 32, 64], 7), 'size', 'index');
    expect(few.verdict).toBe('undecided');
    expect(few.reason).toContain('fewer than the 8');
    expect(
      estimator(over('pretrain.tokens', [1e5, 2e5, 4e5], 8), 'pretraining', 'initialSlope').verdict,
    ).toBe('supported');
  });
});

describe('fast, then slow', () => {
  const shaped = (after: number) =>
    ledgerOf(
      experiment({}, ({ wobble }) =>
        reboundCurves({ forward: 64, back: 20 + wobble, after: after + 0.02 * wobble }),
      ),
    );
  const straight = () =>
    ledgerOf(
      experiment({}, ({ seed }) => {
        const noise = Random.at(seed, 'noise');
        const curves = reboundCurves({ forward: 64, back: 20 });
        return curves.map((one) => ({ ...one, value: one.value.map((y) => y! + 0.05 * noise.normal()) }));
      }),
    );
  it('is supported by a break at the pretrained level', () => {
    const ledger = shaped(0.1);
    for (const id of ['slowdownLogOdds', 'slowdownScore', 'breakpointAtBase', 'stickBeatsLine'])
      expect(estimator(ledger, 'fastThenSlow', id).verdict, id).toBe('supported');
    const fits = entry(ledger, 'fastThenSlow').tables[0]!;
    const best = fits.rows.filter(([, , count]) => (count as number) > 0).map(([, form]) => form);
    expect(best).toContain('broken stick at level');
  });
  it('is not supported, or opposite, where the model falls straight through or faster', () => {
    expect(estimator(shaped(2), 'fastThenSlow', 'slowdownLogOdds').verdict).toBe('opposite');
    const ledger = straight();
    expect(estimator(ledger, 'fastThenSlow', 'slowdownLogOdds').verdict).toBe('undecided');
    expect(estimator(ledger, 'fastThenSlow', 'stickBeatsLine').verdict).not.toBe('supported');
    // On the score's scale the floor slows what falls straight on in log-odds.
    expect(estimator(ledger, 'fastThenSlow', 'slowdownScore').estimate!).toBeGreaterThan(
      estimator(ledger, 'fastThenSlow', 'slowdownLogOdds').estimate!,
    );
  });
});

describe('the anchor', () => {
  const swept = (level: (logit: number) => number) =>
    ledgerOf(
      experiment({ axes: { 'corpus.positive': [0.2, 0.5, 0.8] } }, ({ values, wobble }) => {
        const prior = values['corpus.positive'] as number;
        const stop = level(Math.log(prior / (1 - prior))) + 0.02 * wobble;
        const fall = (update: number): number =>
          update <= 14 ? 3 - ((3 - stop) * update) / 14 : stop - 0.01 * (update - 14);
        return [
          ...reboundCurves({ forward: 64, back: 20, base: Math.log(prior / (1 - prior)) }).filter(
            ({ phase }) => phase === 'align',
          ),
          curve('unalign', 'behaviour.logOdds', updates, fall),
        ];
      }),
    );
  it('moves with the prior', () => {
    const ledger = swept((logit) => logit);
    expect(estimator(ledger, 'anchor', 'breakpoint')).toMatchObject({ verdict: 'supported' });
    expect(estimator(ledger, 'anchor', 'breakpoint').estimate).toBeCloseTo(1, 1);
    expect(estimator(ledger, 'anchor', 'breakpointIsAnchor').verdict).toBe('supported');
    expect(estimator(ledger, 'anchor', 'breakpointIsFloor').verdict).toBe('not supported');
  });
  it('is told from a floor, which stays', () => {
    const ledger = swept(() => -2);
    expect(estimator(ledger, 'anchor', 'breakpointIsFloor').verdict).toBe('supported');
    expect(estimator(ledger, 'anchor', 'breakpointIsAnchor').verdict).toBe('not supported');
    expect(entry(ledger, 'anchor').notes[0]).toMatch(/stays/);
  });
});

describe('the law of k', () => {
  /** γ_p moves by l·c, γ_a by −k̂·l·c. */
  const joint = (kHat: (k: number, wobble: number) => number) =>
    ledgerOf(
      experiment(
        {
          align: undefined,
          unalign: undefined,
          joint: { ratio: 1, updates: 100, stageUpdates: 10, cycles: 2 },
          axes: { 'joint.ratio': [1, 10, 100] },
        },
        ({ values, wobble }) => {
          const k = values['joint.ratio'] as number;
          const at = [0, 100, 110, 120, 130, 140, 150, 160, 170, 180];
          const l = [0, 0, 1, -1, -1, 1, 1, -1, -1, 1];
          const sum = l.map((_, i) => l.slice(0, i + 1).reduce((a, b) => a + b, 0));
          return [
            curve('joint', 'joint.share', at, (update) => l[at.indexOf(update)]!),
            curve('joint', 'joint.pretrainNats', at, (update) => 2 + sum[at.indexOf(update)]! * 1e-3),
            curve(
              'joint',
              'joint.alignNats',
              at,
              (update) => 1 - kHat(k, wobble) * sum[at.indexOf(update)]! * 1e-3,
            ),
          ];
        },
      ),
    );
  it('holds where k̂ is k', () => {
    const ledger = joint((k, wobble) => k * Math.exp(0.03 * wobble));
    const slope = estimator(ledger, 'kLaw', 'slope');
    expect(slope).toMatchObject({ verdict: 'supported', primary: true, n: 8, pHolm: null });
    expect(slope.estimate).toBeCloseTo(1, 1);
    expect(estimator(ledger, 'kLaw', 'level').verdict).toBe('supported');
    expect(entry(ledger, 'kLaw').notes[0]).toContain(
      'opposite signs (the published form, k̂ > 0) in 24 of 24',
    );
  });
  it('is not supported where k̂ goes as √k, and says so where k̂ is negative', () => {
    expect(
      estimator(
        joint((k, wobble) => Math.sqrt(k) * Math.exp(0.03 * wobble)),
        'kLaw',
        'slope',
      ),
    ).toMatchObject({ verdict: 'not supported' });
    const negative = joint((k) => -k);
    expect(estimator(negative, 'kLaw', 'slope')).toMatchObject({ verdict: 'undecided', estimate: null });
    expect(entry(negative, 'kLaw').notes.join(' ')).toContain('24 of 24 runs have a k̂ that is not positive');
  });
});

describe('the family', () => {
  it('is corrected by Holm, primaries among themselves', () => {
    const ledger = growing({}, ({ values, wobble }) =>
      reboundCurves({ forward: 64, back: 20 + (values['align.examples'] as number) / 100 + wobble }),
    );
    const primaries = ledger.entries
      .map(({ estimators }) => estimators[0]!)
      .filter(({ p, pHolm }) => p !== null && pHolm !== null);
    expect(primaries.every(({ primary }) => primary)).toBe(true);
    const smallest = primaries.reduce((a, b) => (a.p! < b.p! ? a : b));
    expect(smallest.pHolm).toBeCloseTo(Math.min(1, smallest.p! * primaries.length), 12);
  });

  it('has the primary that the schedule declared', () => {
    const ledger = growing({ claims: [{ claim: 'reboundGrows', estimator: 'index' }] }, ({ wobble }) =>
      reboundCurves({ forward: 64, back: 20 + wobble }),
    );
    expect(entry(ledger, 'reboundGrows')).toMatchObject({
      declared: true,
      estimators: expect.toSatisfy((all: { id: string }[]) => all[0]!.id === 'index' && all.length === 10),
    });
    expect(entry(ledger, 'rebound').declared).toBe(false);
  });
});

describe('poor data', () => {
  const verdicts = (ledger: Ledger): string[] => [
    ...new Set(ledger.entries.flatMap(({ estimators }) => estimators.map(({ verdict }) => verdict))),
  ];
  const axes = {
    'align.examples': [128, 2048],
    'model.width': [16, 32],
    'pretrain.tokens': [1e5, 2e5],
    'corpus.positive': [0.3, 0.7],
  };
  const full = (n: number, curves: Parameters<typeof experiment>[1]): ClaimInput =>
    experiment({ axes, seeds: seeds(n) }, curves);

  it('of one seed decides nothing, and says how many are needed', () => {
    const ledger = ledgerOf(full(1, () => reboundCurves({ forward: 64, back: 20, after: 0.1 })));
    expect(verdicts(ledger)).toEqual(['undecided']);
    expect(estimator(ledger, 'rebound', 'index').reason).toMatch(/from 1 seed: fewer than the 5/);
    const sliced = ledgerOf(slices(0.3, { n: 1 }));
    expect(verdicts(sliced)).toEqual(['undecided']);
  });

  it('of a cancelled half uses the runs that finished, and says n', () => {
    const whole = slices(0.3);
    const half = {
      ...whole,
      runs: whole.runs.map((run) => (run.seed > 4 ? { ...run, state: 'cancelled', curves: [] } : run)),
    };
    const ledger = ledgerOf(half);
    expect(ledger).toMatchObject({ runs: 72, runsUsed: 36, seeds: [1, 2, 3, 4] });
    expect(ledger.notes[0]).toBe('36 of 72 runs are not finished; all numbers are from the 36 that are.');
    expect(estimator(ledger, 'resistance', 'loss')).toMatchObject({ verdict: 'undecided', n: 4 });
    expect(estimator(ledger, 'resistance', 'loss').whatWouldChange).toBe('1 more seed.');
    // Half of the cells of each seed: pairs that are whole still count.
    const cells = ledgerOf({
      ...whole,
      runs: whole.runs.map((run) => (run.values['transfer.from'] === 3 ? { ...run, state: 'failed' } : run)),
    });
    expect(estimator(cells, 'resistance', 'loss')).toMatchObject({ verdict: 'supported', n: 8 });
    const none = ledgerOf({ ...whole, runs: whole.runs.map((run) => ({ ...run, state: 'waiting' })) });
    expect(verdicts(none)).toEqual(['undecided']);
  });

  it('without a metric says which was never measured', () => {
    const ledger = ledgerOf(
      full(8, () => [curve('unalign', 'behaviour.score', updates, (update) => 0.9 - update / 1000)]),
    );
    expect(estimator(ledger, 'rebound', 'kl0.1').reason).toContain(
      'KL(θ ‖ θ0) was never measured during unalignment of a finished run',
    );
    expect(estimator(ledger, 'size', 'initialSlope').reason).toContain(
      'behaviour log-odds was never measured during unalignment',
    );
    const empty = ledgerOf(full(8, () => []));
    expect(verdicts(empty)).toEqual(['undecided']);
    const unmeasured = slices(0.3);
    const noKl = {
      ...unmeasured,
      runs: unmeasured.runs.map((run) => ({
        ...run,
        curves: run.curves.filter(({ metric }) => metric !== 'generated.kl'),
      })),
    };
    expect(estimator(ledgerOf(noKl), 'resistance', 'kl')).toMatchObject({
      verdict: 'undecided',
      estimate: null,
    });
    expect(estimator(ledgerOf(noKl), 'resistance', 'loss').verdict).toBe('supported');
  });

  it('of identical values decides nothing', () => {
    const ledger = ledgerOf(full(5, () => reboundCurves({ forward: 64, back: 20, after: 0.1 })));
    const undecided = (claim: string, id: string) =>
      expect(estimator(ledger, claim, id).verdict, `${claim}.${id}`).toBe('undecided');
    for (const id of ['bandShare', 'index']) undecided('rebound', id);
    for (const id of ['initialSlope', 'crossing', 'index', 'order']) undecided('reboundGrows', id);
    undecided('fastThenSlow', 'slowdownLogOdds');
    undecided('anchor', 'breakpoint');
    const flat = ledgerOf(
      full(8, () => [
        ...reboundCurves({ forward: 64, back: 20 }).map((one) => ({ ...one, value: one.value.map(() => 1) })),
      ]),
    );
    expect(verdicts(flat)).toEqual(['undecided']);
    expect(verdicts(ledgerOf(slices(0.3, { spread: 0 })))).toEqual(['undecided']);
  });

  it('with holes in its curves is read past them', () => {
    const holed = experiment({ axes: { 'align.examples': [128, 2048] } }, ({ wobble }) =>
      reboundCurves({ forward: 64, back: 20 + wobble }).map((one) => ({
        ...one,
        value: one.value.map((value, i) => (i % 4 === 3 ? null : i % 7 === 5 ? Number.NaN : value)),
      })),
    );
    expect(estimator(ledgerOf(holed), 'rebound', 'index').verdict).toBe('supported');
  });
});
