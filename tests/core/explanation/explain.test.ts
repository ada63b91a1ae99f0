import { describe, expect, it } from 'vitest';
import { chooseCurves } from '../../../src/core/explanation/chosen-curves.ts';
import { explain, explanationIds, whyUnexplained } from '../../../src/core/explanation/explain.ts';
import { curvesView, type ExampleRun, frozen } from './curves-example.ts';

/** Three seeds around one curve, `shift` apart in level, so that differences within a seed are the same in all. */
const seeds = (
  align: [number, number][],
  unalign: [number, number][],
  wobble = [-0.1, 0, 0.1],
): ExampleRun[] =>
  wobble.map((by, index) => ({
    seed: index + 1,
    align: align.map(([at, value]) => [at, value + by]),
    unalign: unalign.map(([at, value]) => [at, value + by]),
  }));

const stepsOf = (runs: readonly ExampleRun[], view = curvesView()) =>
  Object.fromEntries(explain(view, frozen(runs)).map((step) => [step.id, step]));

describe('curves as the textbook draws them', () => {
  // θ0 = 0, up to 4 in 16 updates (linear); 4 down to 0 in 8 updates, on to −2 by update 16.
  const steps = stepsOf(
    seeds(
      [
        [0, 0],
        [16, 4],
      ],
      [
        [0, 4],
        [8, 0],
        [16, -2],
      ],
    ),
  );

  it('are walked along in eight steps, the curves appearing as they are spoken of', () => {
    expect(Object.keys(steps)).toEqual([...explanationIds]);
    expect(steps.pretrained!.shown).toEqual({ align: false, unalign: false });
    expect(steps.alignment!.shown).toEqual({ align: true, unalign: false });
    expect(steps.elasticity!.shown).toEqual({ align: true, unalign: true });
  });

  it('have their own numbers in the sentences', () => {
    // t(0.975, 2) = 4.3027, s = 0.1, n = 3: half-width 0.248.
    expect(steps.pretrained!.text).toContain(
      'log-odds 0.00 nats [−0.25, 0.25], a score of about 0.50 (mean of 3 seeds)',
    );
    expect(steps.pretrained!.text).toContain('28,000 parameters');
    expect(steps.pretrained!.text).toContain('131,072 tokens');
    expect(steps.alignment!.text).toContain('16 updates (256 examples)');
    expect(steps.alignment!.text).toContain('rises from 0.00 to 4.00 nats, by 4.00 nats [4.00, 4.00]');
    expect(steps.unalignment!.text).toContain(
      'In the first 8 updates it changes by −4.00 nats [−4.00, −4.00]: −0.500 nats an update',
    );
    expect(steps.unalignment!.text).toContain('After that: −0.250 nats an update');
    expect(steps.return!.text).toContain(
      'All 3 seeds are back at the level of θ0, after a median of 8 updates (128 examples)',
    );
    expect(steps.end!.text).toContain('beyond it, by −2.00 nats');
    expect(steps.seeds!.text).toContain('There are 3');
    // The middle 80 % of 0 … 4: 12.8 updates forward, 6.4 back.
    expect(steps.elasticity!.text).toContain(
      'on average: 12.8 updates forward, 6.4 back. R, the mean of the seeds’ own ratios: 0.50 [0.50, 0.50] (3 seeds). Below 1',
    );
  });

  it('point to the places they speak of', () => {
    expect(steps.pretrained!.highlight).toEqual({ kind: 'level', value: expect.closeTo(0) });
    expect(steps.return!.highlight).toEqual({
      kind: 'point',
      phase: 'unalign',
      update: expect.closeTo(8),
      value: expect.closeTo(0),
    });
    expect(steps.end!.highlight).toMatchObject({ kind: 'gap', update: 16, to: expect.closeTo(-2) });
    expect(steps.elasticity!.highlight).toEqual({
      kind: 'stretch',
      near: expect.closeTo(0.4),
      far: expect.closeTo(3.6),
    });
  });
});

describe('curves that say something else', () => {
  it('an alignment that the seeds do not tell from none is neither called one nor denied, and has no stretch', () => {
    const flat: ExampleRun[] = [
      {
        seed: 1,
        align: [
          [0, 0],
          [16, 0.3],
        ],
        unalign: [
          [0, 0.3],
          [8, -0.1],
          [16, 0.2],
        ],
      },
      {
        seed: 2,
        align: [
          [0, 0.1],
          [16, -0.2],
        ],
        unalign: [
          [0, -0.2],
          [8, 0.1],
          [16, 0],
        ],
      },
      {
        seed: 3,
        align: [
          [0, -0.1],
          [16, -0.1],
        ],
        unalign: [
          [0, -0.1],
          [8, 0],
          [16, -0.3],
        ],
      },
    ];
    const steps = stepsOf(flat);
    expect(steps.alignment!.text).toContain('3 seeds cannot tell from none.');
    expect(steps.aligned!.text).toContain('cannot show a springing back');
    expect(steps.unalignment!.text).toContain('cannot tell from standing still');
    expect(steps.return!.text).toContain('do not tell whether alignment took it away');
    expect(steps.end!.text).toContain('cannot tell from none');
    expect(steps.elasticity!.text).toContain(
      '3 seeds do not tell whether alignment moved the model, so an R of it would mean little',
    );
    expect(steps.elasticity!.highlight.kind).toBe('level');
    expect(steps.elasticity!.label).not.toContain('stretch');
    expect(
      Object.values(steps)
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(/rises|springs back|did not (move|take)|NaN|Infinity|undefined/);
  });

  it('a score that falls under alignment is said to fall', () => {
    const steps = stepsOf(
      seeds(
        [
          [0, 0],
          [16, -3],
        ],
        [
          [0, -3],
          [8, -1],
          [16, 1],
        ],
      ),
    );
    expect(steps.alignment!.text).toContain('Here the curve falls from 0.00 to −3.00 nats');
    expect(steps.unalignment!.text).toContain('changes by 2.00 nats');
    expect(steps.return!.text).toContain('All 3 seeds are back');
    expect(steps.end!.text).toContain('goes beyond it, by 1.00 nats');
  });

  it('an alignment that holds is said to hold, with R bounded from below', () => {
    const steps = stepsOf(
      seeds(
        [
          [0, 0],
          [4, 4],
        ],
        [
          [0, 4],
          [8, 3.9],
          [16, 3],
        ],
      ),
    );
    expect(steps.return!.text).toContain('No. In 16 updates (256 examples) none of 3 seeds comes back');
    expect(steps.end!.text).toContain('still on the aligned side of θ0, by 3.00 nats');
    expect(steps.elasticity!.text).toContain(
      '3 of 3 did not walk it back within what was measured, so their R is above',
    );
  });

  it('a way back that is slower than the way forward is called the opposite of springing back', () => {
    const steps = stepsOf(
      seeds(
        [
          [0, 0],
          [4, 4],
        ],
        [
          [0, 4],
          [16, 0],
        ],
      ),
    );
    expect(steps.elasticity!.text).toContain('ratios: 4.00 [4.00, 4.00] (3 seeds). Above 1');
  });

  it('an R whose interval holds 1 is left undecided', () => {
    const runs: ExampleRun[] = [4, 8, 16].map((back, index) => ({
      seed: index + 1,
      align: [
        [0, 0],
        [8, 4],
      ],
      unalign: [
        [0, 4],
        [back, 0],
        [20, 0],
      ],
    }));
    expect(stepsOf(runs).elasticity!.text).toContain('these seeds cannot tell which way is faster');
  });

  it('unalignment that goes on the aligned way is not called a way back', () => {
    const steps = stepsOf(
      seeds(
        [
          [0, 0],
          [8, 2],
        ],
        [
          [0, 2],
          [8, 3],
          [16, 4],
        ],
      ),
    );
    expect(steps.unalignment!.text).toContain('goes on the aligned way, not back');
  });

  it('a single seed is told without any interval, and with a warning', () => {
    const steps = stepsOf(
      seeds(
        [
          [0, 0],
          [16, 4],
        ],
        [
          [0, 4],
          [8, 0],
          [16, -2],
        ],
        [0],
      ),
    );
    expect(steps.seeds!.text).toContain('one seed');
    expect(
      Object.values(steps)
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(/\[/);
    expect(steps.elasticity!.text).toContain('One seed cannot tell that from luck.');
  });
});

describe('which curves', () => {
  const runs: ExampleRun[] = [
    {
      seed: 1,
      align: [
        [0, 0],
        [8, 1],
      ],
      unalign: [
        [0, 1],
        [8, 0],
      ],
      values: { 'model.width': 16 },
      tokens: 4096,
    },
    {
      seed: 1,
      align: [
        [0, 5],
        [8, 6],
      ],
      unalign: [
        [0, 6],
        [8, 5],
      ],
      values: { 'model.width': 32 },
      tokens: 8192,
    },
  ];

  it('those with the most pretraining, told by their setting', () => {
    const steps = stepsOf(runs);
    expect(steps.pretrained!.text).toContain('(width 32)');
    expect(steps.pretrained!.text).toContain('log-odds 5.00 nats');
  });

  /** The seeds of one setting: alignment takes them from 0 by these amounts. */
  const setting = (width: number, changes: readonly number[], tokens: number): ExampleRun[] =>
    changes.map((change, index) => ({
      ...{ seed: index + 1, values: { 'model.width': width }, tokens },
      align: [
        [0, 0],
        [8, change],
      ],
      unalign: [
        [0, change],
        [8, -1],
      ],
    }));
  const widthOf = (data: ExampleRun[]) => chooseCurves(curvesView(), frozen(data))!.values['model.width'];

  it('those that alignment changed most clearly, whatever was pretrained longer', () => {
    // Half-widths of the intervals by t(0.975, 2) = 4.30: 0.25 around 2, 0.5 around 3, and 6.3 around 4.3, which holds none.
    const clearest = setting(16, [1.9, 2, 2.1], 4096);
    const clear = setting(32, [2.8, 3, 3.2], 8192);
    const unclear = setting(48, [2, 4, 7], 16_384);
    expect(widthOf([...clearest, ...clear, ...unclear])).toBe(16);
    expect(widthOf([...unclear, ...clear])).toBe(32);
    // A change downward is a change; more seeds come before a clearer one.
    expect(widthOf([...unclear, ...setting(64, [-1, -1.1, -0.9], 4096)])).toBe(64);
    expect(widthOf([...clear, ...clearest.slice(0, 2)])).toBe(32);
    // Where the seeds tell of none, the most pretraining.
    expect(widthOf([...unclear, ...setting(64, [-1, 1, 0], 4096)])).toBe(48);
  });

  it('tells the setting in the window’s words, and leaves the examples to the step that trains them', () => {
    const data = frozen(runs.slice(0, 1));
    const values = { corpus: { kind: 'reviews' }, 'model.width': 16, 'align.examples': 1000 };
    const [first] = explain(curvesView(), { ...data, runs: [{ ...data.runs[0]!, values }] });
    expect(first!.text).toContain('28,000 parameters (corpus reviews, width 16).');
  });

  it('a score is not given in nats', () => {
    const data = frozen(runs, 'behaviour.score');
    const [first] = explain(curvesView({ metric: 'behaviour.score' }), data);
    expect(first!.text).toContain('score (0 to 1) 5.00 (one seed)');
    expect(first!.text).not.toContain('nats');
  });

  it('without unalignment there is nothing to walk along, and it says why', () => {
    const data = frozen(runs);
    const half = { ...data, series: data.series.filter(({ phase }) => phase === 'align') };
    expect(explain(curvesView(), half)).toEqual([]);
    expect(whyUnexplained(curvesView(), half)).toContain('both alignment and unalignment');
    expect(whyUnexplained(curvesView(), data)).toBeNull();
  });
});
