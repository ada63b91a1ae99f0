import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/core/canonical-json.ts';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { planSchedule, trunkEvaluations, trunkIdentity } from '../../src/core/plan.ts';
import { type Plan, type PlannedStep, stepSpecSchema } from '../../src/core/step.ts';
import { example } from './schedule-example.ts';

const plan = (change: object = {}, corpusKey = ''): Plan =>
  planSchedule(parseSchedule({ ...example, ...change }), { corpusKey });
const keysOf = ({ steps }: Plan): Set<string> => new Set(steps.map(({ key }) => key));
const sharedKeys = (a: Plan, b: Plan): string[] => [...keysOf(a)].filter((key) => keysOf(b).has(key));
const kindOf = ({ spec }: PlannedStep): string => (spec.kind === 'tune' ? spec.phase : spec.kind);
const runSteps = (of: Plan, run = 0): PlannedStep[] =>
  of.runs[run]!.steps.map((key) => of.steps.find((step) => step.key === key)!);

describe('one run', () => {
  // 102,400 tokens / (32 · 32) = 100 updates; a cool-down of 20 % leaves the trunk at 80.
  it('is trunk, cool-down, align, unalign', () => {
    const steps = runSteps(plan());
    expect(steps.map(kindOf)).toEqual(['trunk', 'cooldown', 'align', 'unalign']);
    expect(steps.map(({ spec }) => spec.to)).toEqual([80, 100, 4, 16]);
    expect(steps.map(({ updates }) => updates)).toEqual([80, 20, 4, 16]);
    expect(steps.map(({ tokens }) => tokens)).toEqual([81_920, 20_480, 4 * 16 * 32, 16 * 16 * 32]);
  });

  it('names parents, θ0 and θ1', () => {
    const [trunk, cooldown, align, unalign] = runSteps(plan());
    const ancestry = [trunk, cooldown, align, unalign].map((step) => [
      step!.parent,
      step!.base,
      step!.aligned,
    ]);
    expect(ancestry).toEqual([
      [null, null, null],
      [trunk!.key, null, null],
      [cooldown!.key, cooldown!.key, null],
      [align!.key, cooldown!.key, align!.key],
    ]);
  });

  it('derives heads and hidden width', () => {
    expect(runSteps(plan())[0]!.spec.model).toMatchObject({ heads: 1, hidden: 48 }); // 8/3 · 16 = 42.7
    expect(
      runSteps(plan({ model: { family: 'gpt2', width: 32, context: 32 } }))[0]!.spec.model,
    ).toMatchObject({
      heads: 2,
      hidden: 128,
    });
  });

  it('measures the trunk where its length says, the cool-down at the shares beyond the branch', () => {
    const [trunk, cooldown] = runSteps(plan({ pretrain: { tokens: 102_400, evaluateAt: [0.5, 0.9, 0.95] } }));
    expect(trunk!.spec.evaluateAt).toEqual([16, 32, 64, 80]);
    expect(cooldown!.spec.evaluateAt).toEqual([90, 95, 100]);
    expect([0, 1, 16, 17, 64].map(trunkEvaluations)).toEqual([[], [1], [16], [16, 17], [16, 32, 64]]);
  });

  it('measures tuning at 0 and its last update, clipped to what there is', () => {
    const tuned = { examples: 100, batch: 16, epochs: 2, evaluateAt: [300, 4, 4, 2] }; // ceil(200 / 16) = 13
    expect(runSteps(plan({ align: tuned }))[2]!.spec.evaluateAt).toEqual([0, 2, 4, 13]);
  });

  it('rounds tokens up to whole updates', () => {
    expect(runSteps(plan({ pretrain: { tokens: 102_401 } }))[1]!.spec.to).toBe(101);
    expect(runSteps(plan({ pretrain: { tokens: 1 } })).map(({ spec }) => spec.to)).toEqual([1, 4, 16]);
  });

  it('without a cool-down the trunk is θ0', () => {
    const [trunk, align] = runSteps(plan({ pretrain: { tokens: 102_400, cooldown: 0 } }));
    expect(trunk!.spec).toMatchObject({ kind: 'trunk', to: 100 });
    expect([align!.parent, align!.base]).toEqual([trunk!.key, trunk!.key]);
  });

  it('that is all cool-down starts from initial weights', () => {
    const [trunk, cooldown] = runSteps(plan({ pretrain: { tokens: 102_400, cooldown: 1 } }));
    expect(trunk).toMatchObject({ parent: null, updates: 0, spec: { kind: 'trunk', to: 0, evaluateAt: [] } });
    expect(cooldown!.spec).toMatchObject({ from: 0, to: 100, parent: trunk!.key });
  });

  it('may realign, and may stop early', () => {
    expect(
      runSteps(plan({ realign: { examples: 8 } }))
        .map(kindOf)
        .slice(2),
    ).toEqual(['align', 'unalign', 'realign']);
    expect(runSteps(plan({ unalign: undefined })).map(kindOf)).toEqual(['trunk', 'cooldown', 'align']);
    expect(runSteps(plan({ align: undefined, unalign: undefined })).map(kindOf)).toEqual([
      'trunk',
      'cooldown',
    ]);
  });
});

describe('keys', () => {
  it('have not drifted: what was trained before is still found', () => {
    // A change here throws away every trained step of every user. If results changed, raise numericsVersion.
    expect(plan().runs[0]!.steps).toEqual([
      'e0fa8745ffa69df4bea9ce54aaed1ca5899e63c7c4cca2bb2940b964f37a2fdc',
      '9be3243edd1db92c4c3b403069170638797b645e82cbe7c7833e57dac5556b15',
      '0ce8a94e6ee98e63614b320e79c751dfeb09074124e9abb821975c4a314cb35f',
      'f5ec6e7ad43b9242b88e588450da3eec83d2cd8917464da61e03f3ff9f7df7ef',
    ]);
    expect(trunkIdentity(runSteps(plan())[0]!.spec as never)).toBe(
      '7d8f96c59b6bc30c748387514b3a0ed6404415ae21c8ac868b4ac5a40a195b6c',
    );
  });

  it('are hashes of specs that the trainer accepts as they are', () => {
    for (const { key, spec } of plan({ realign: { examples: 8 } }).steps) {
      expect(stepSpecSchema.parse(spec)).toEqual(spec);
      expect(hashOf(JSON.parse(JSON.stringify(spec)))).toBe(key);
    }
  });

  it('do not depend on the order of fields, on names, notes, tags, or the declared metric', () => {
    const reversed = Object.fromEntries(
      Object.entries(example)
        .reverse()
        .map(([name, value]) => [
          name,
          typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse()) : value,
        ]),
    );
    const other = planSchedule(
      parseSchedule({ ...reversed, name: 'π', notes: 'n', tags: ['t'], metric: 'behaviour.score' }),
      { corpusKey: '' },
    );
    expect(other).toEqual(plan());
  });

  it('do not depend on the order of axes', () => {
    const axes = { 'model.width': [16, 32], 'align.examples': [8, 16], 'pretrain.tokens': [51_200, 102_400] };
    const reversed = Object.fromEntries(Object.entries(axes).reverse());
    expect(plan({ axes: reversed })).toEqual(plan({ axes }));
  });

  it.each<[string, object]>([
    ['device', { device: 'reference' }],
    ['seed', { seeds: [2] }],
    ['corpus', { corpus: { kind: 'reviews', positive: 0.2 } }],
    ['model', { model: { width: 16, context: 32, layers: 3 } }],
    ['evaluation', { evaluation: { sequences: 8 } }],
    ['pretraining rate', { pretrain: { ...example.pretrain, rate: 0.001 } }],
  ])('all change with the %s', (_, change) => {
    expect(sharedKeys(plan(change), plan())).toEqual([]);
  });

  it('all change with the contents of the corpus', () => {
    expect(sharedKeys(plan({}, 'other'), plan())).toEqual([]);
  });

  it('of what precedes a change do not change', () => {
    const shared = (change: object): string[] =>
      plan(change)
        .steps.filter(({ key }) => keysOf(plan()).has(key))
        .map(kindOf);
    expect(shared({ unalign: { examples: 32 } })).toEqual(['trunk', 'cooldown', 'align']);
    expect(shared({ align: { examples: 32 } })).toEqual(['trunk', 'cooldown']);
    expect(shared({ pretrain: { ...example.pretrain, evaluateAt: [0.9] } })).toEqual(['trunk']);
  });
});

describe('sharing', () => {
  const tokens = [51_200, 102_400, 204_800]; // 50, 100, 200 updates; branches at 40, 80, 160
  it('one trunk carries all amounts of pretraining', () => {
    const grid = plan({ axes: { 'pretrain.tokens': tokens } });
    const trunks = grid.steps.filter(({ spec }) => spec.kind === 'trunk');
    expect(trunks.map(({ spec }) => spec.to)).toEqual([40, 80, 160]);
    expect(trunks.map(({ updates }) => updates)).toEqual([40, 40, 80]);
    expect(trunks.map(({ parent }) => parent)).toEqual([null, trunks[0]!.key, trunks[1]!.key]);
    expect(
      grid.runs.map((_, run) => runSteps(grid, run).filter(({ spec }) => spec.kind === 'trunk').length),
    ).toEqual([1, 2, 3]);
  });

  it('an amount in between leaves the keys of the others as they are', () => {
    const before = plan({ axes: { 'pretrain.tokens': [51_200, 204_800] } });
    const after = plan({ axes: { 'pretrain.tokens': tokens } });
    expect(sharedKeys(before, after)).toEqual([...keysOf(before)]);
    expect(after.steps.length - before.steps.length).toBe(4); // trunk, cool-down, align, unalign
  });

  it('one more axis value adds only its own steps', () => {
    const before = plan({ axes: { 'align.examples': [32, 64] }, seeds: [1, 2] });
    const after = plan({ axes: { 'align.examples': [32, 64, 128] }, seeds: [1, 2] });
    expect(sharedKeys(before, after)).toEqual([...keysOf(before)]);
    expect(after.steps.length - before.steps.length).toBe(4); // align and unalign, two seeds
  });

  it('runs that differ only in how they are unaligned share everything before', () => {
    const grid = plan({ axes: { 'unalign.examples': [16, 32, 64] } });
    expect(grid.steps.map(kindOf)).toEqual(['trunk', 'cooldown', 'align', 'unalign', 'unalign', 'unalign']);
  });

  it('asks for the corpus key once per corpus', () => {
    const asked: unknown[] = [];
    const schedule = parseSchedule({
      ...example,
      axes: { 'corpus.positive': [0.2, 0.5], 'align.examples': [8, 16] },
      seeds: [1, 2],
    });
    planSchedule(schedule, { corpusKey: ({ corpus }) => `${asked.push(corpus)}` });
    expect(asked).toMatchObject([{ positive: 0.2 }, { positive: 0.5 }]);
  });
});

describe('order', () => {
  it('shows the whole grid with one seed before the next, small models and little pretraining first', () => {
    const grid = plan({
      axes: { 'model.width': [32, 16], 'pretrain.tokens': [102_400, 51_200] },
      seeds: [7, 3],
    });
    expect(
      grid.runs.map(({ seed, values }) => [seed, values['model.width'], values['pretrain.tokens']]),
    ).toEqual(
      [7, 3].flatMap((seed) => [
        [seed, 16, 51_200],
        [seed, 16, 102_400],
        [seed, 32, 51_200],
        [seed, 32, 102_400],
      ]),
    );
  });

  it('finishes one run before it begins another', () => {
    const grid = plan({ axes: { 'model.width': [16, 32], 'align.examples': [8, 16] } });
    expect(grid.steps.map(kindOf)).toEqual([
      'trunk',
      'cooldown',
      'align',
      'unalign',
      'align',
      'unalign',
      'trunk',
      'cooldown',
      'align',
      'unalign',
      'align',
      'unalign',
    ]);
  });
});

describe('a 5 × 5 × 5 × 8 grid (size × pretraining × alignment × seed)', () => {
  const axes = {
    'model.width': [16, 32, 64, 96, 128],
    'pretrain.tokens': [1e5, 2e5, 4e5, 8e5, 16e5],
    'align.examples': [32, 64, 128, 256, 512],
  };
  const grid = parseSchedule({ ...example, axes, seeds: [1, 2, 3, 4, 5, 6, 7, 8] });

  it('trains what runs share once', () => {
    const made = planSchedule(grid, { corpusKey: '' });
    // Per size and seed: 5 trunk pieces, 5 cool-downs, 25 aligns, 25 unaligns.
    expect([made.runs.length, made.steps.length]).toEqual([1000, 5 * 8 * (5 + 5 + 25 + 25)]);
  });

  it('puts every parent, θ0 and θ1 before the step that needs it', () => {
    const seen = new Set<string>();
    for (const { key, parent, base, aligned } of planSchedule(grid, { corpusKey: '' }).steps) {
      for (const needed of [parent, base, aligned]) if (needed !== null) expect(seen.has(needed)).toBe(true);
      expect(seen.has(key)).toBe(false);
      seen.add(key);
    }
  });

  it('lists every step of every run from first to last, each the parent of the next', () => {
    const made = planSchedule(grid, { corpusKey: '' });
    const byKey = new Map(made.steps.map((step) => [step.key, step]));
    for (const { steps } of made.runs) {
      expect(steps.map((key) => byKey.get(key)!.parent)).toEqual([null, ...steps.slice(0, -1)]);
    }
  });
});
