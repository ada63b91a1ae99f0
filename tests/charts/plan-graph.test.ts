import { describe, expect, it } from 'vitest';
import { phaseColors } from '../../src/charts/color.ts';
import { layoutPlan } from '../../src/charts/plan/plan-layout.ts';
import { planTree, shareOf, stateOf } from '../../src/charts/plan/plan-tree.ts';
import { type PlanStep, planGraph, planGraphHeight } from '../../src/charts/plan-graph.ts';
import type { Mark } from '../../src/charts/scene.ts';
import { toSvg } from '../../src/charts/svg.ts';

const step = (change: Partial<PlanStep> & Pick<PlanStep, 'key' | 'kind' | 'parent'>): PlanStep => ({
  phase: change.kind === 'align' ? 'align' : change.kind === 'unalign' ? 'unalign' : 'pretrain',
  seed: 1,
  label: `${change.kind} label`,
  updates: 100,
  tokens: 1000,
  state: 'waiting',
  update: 0,
  runs: 1,
  ...change,
});

/** For each width and seed: a trunk of two pieces, from each a cool-down, from that an alignment, an unalignment. */
function grid(
  widths: readonly number[],
  seeds: readonly number[],
  state: PlanStep['state'] = 'waiting',
): PlanStep[] {
  return seeds.flatMap((seed) =>
    widths.flatMap((width) => {
      const id = `${width}.${seed}`;
      const own = { seed, state };
      return [1, 2].flatMap((piece) => [
        step({
          ...own,
          key: `${id}.t${piece}`,
          kind: 'trunk',
          parent: piece === 1 ? null : `${id}.t1`,
          label: `width ${width} · to ${piece} k tokens`,
          runs: 3 - piece,
        }),
        step({ ...own, key: `${id}.c${piece}`, kind: 'cooldown', parent: `${id}.t${piece}` }),
        step({
          ...own,
          key: `${id}.a${piece}`,
          kind: 'align',
          parent: `${id}.c${piece}`,
          label: '64 examples',
        }),
        step({
          ...own,
          key: `${id}.u${piece}`,
          kind: 'unalign',
          parent: `${id}.a${piece}`,
          label: '64 examples',
        }),
      ]);
    }),
  );
}
const frame = { left: 100, right: 600, top: 0, bottom: 100 };
const roles = (marks: readonly Mark[], role: string) => marks.filter((mark) => mark.role === role);

it('labels a line by its amount alone where the unit does not fit', () => {
  const labels = (width: number) =>
    roles(planGraph(grid([32], [1]), { width, height: 300, theme: 'light' }).marks, 'label').flatMap(
      (mark) => (mark.type === 'text' ? [mark.text] : []),
    );
  expect(labels(900).slice(0, 1)).toEqual(['to 1 k tokens']);
  expect(labels(480).slice(0, 1)).toEqual(['to 1 k']);
});

describe('the tree of a plan', () => {
  it('keeps every step where there is room for every branch', () => {
    const tree = planTree(grid([32, 64], [1, 2]), 8);
    expect([tree.merged, tree.leaves, tree.groups.length]).toEqual(['nothing', 8, 32]);
  });

  it('first draws steps that differ by seed alone as one, then steps that differ in their label', () => {
    const steps = grid([32, 64], [1, 2]);
    const seeds = planTree(steps, 4);
    expect([seeds.merged, seeds.leaves, seeds.groups.length]).toEqual(['seeds', 4, 16]);
    expect(seeds.groups.every((group) => group.steps.length === 2)).toBe(true);
    const alike = planTree(steps, 2);
    expect([alike.merged, alike.leaves]).toEqual(['alike', 2]);
    expect(alike.groups.reduce((sum, group) => sum + group.steps.length, 0)).toBe(32);
  });

  it('tells how far a group is, and its most telling state', () => {
    const [a, b] = [
      step({ key: 'a', kind: 'align', parent: null }),
      step({ key: 'b', kind: 'align', parent: null }),
    ];
    const group = (first: Partial<PlanStep>, second: Partial<PlanStep>) => ({
      steps: [
        { ...a, ...first },
        { ...b, ...second },
      ],
    });
    expect(shareOf(group({ state: 'finished' }, { update: 50 }))).toBe(0.75);
    expect(stateOf(group({ state: 'finished' }, {}))).toBe('partly');
    expect(stateOf(group({ state: 'finished' }, { state: 'running' }))).toBe('running');
    expect(stateOf(group({ state: 'failed' }, { state: 'running' }))).toBe('failed');
    expect(stateOf(group({ state: 'new' }, { state: 'new' }))).toBe('new');
    expect(shareOf({ steps: [{ ...a, updates: 0, state: 'finished' }] })).toBe(1);
  });
});

describe('the layout of a plan', () => {
  it('draws a trunk as one straight line, its branches below it, phases from left to right', () => {
    const { places, phases, pitch, stride } = layoutPlan(planTree(grid([32], [1]), 9), frame);
    const at = Object.fromEntries(places.map(({ group, x0, x1, y }) => [group.steps[0]!.key, { x0, x1, y }]));
    expect([pitch, stride]).toEqual([30, 100]);
    expect(at['32.1.t1']).toEqual({ x0: 100, x1: 200, y: 15 });
    expect(at['32.1.t2']).toEqual({ x0: 200, x1: 300, y: 15 });
    expect(at['32.1.c2']).toEqual({ x0: 300, x1: 400, y: 15 });
    // The shorter amount branches off where it ends, to a row of its own, and its cool-down ends in the same column.
    expect(at['32.1.c1']).toEqual({ x0: 200, x1: 400, y: 45 });
    expect(at['32.1.u1']).toEqual({ x0: 500, x1: 600, y: 45 });
    expect(phases).toEqual([
      { phase: 'pretrain', left: 100, right: 400 },
      { phase: 'align', left: 400, right: 500 },
      { phase: 'unalign', left: 500, right: 600 },
    ]);
  });
});

describe('the graph of a plan', () => {
  const size = { width: 900, height: 300, theme: 'light' } as const;

  it('fills a line as far as its step is trained', () => {
    const half = grid([32], [1]).map((each) =>
      each.key === '32.1.t1' ? { ...each, state: 'running' as const, update: 50 } : each,
    );
    const { marks, hits } = planGraph(half, size);
    const [trained] = roles(marks, 'trained');
    const [, x0, y, x1] = /^M([\d.]+),([\d.]+)H([\d.]+)$/.exec((trained as { d: string }).d)!.map(Number);
    const end = hits[0]!;
    expect(y).toBeCloseTo(end.y, 0);
    expect(x1! - x0!).toBeCloseTo((end.x - x0!) / 2, 0);
    expect(roles(marks, 'step-running')).toHaveLength(1);
    expect(end.lines).toEqual([
      'width 32 · to 1 k tokens, seed 1',
      'pretraining: running',
      '50 of 100 updates, 1 k tokens',
      'shared by 2 runs',
    ]);
  });

  it('tells states by shape: no two signs are alike', () => {
    const states = ['new', 'waiting', 'running', 'interrupted', 'finished', 'failed', 'cancelled'] as const;
    const outlines = states.map((state) => {
      const marks = planGraph([step({ key: 'a', kind: 'align', parent: null, state })], size).marks;
      const [mark] = roles(marks, `step-${state}`) as { d: string }[];
      return mark!.d.replace(/[\d.,-]+/g, '#');
    });
    // A waiting and a finished step are both round: one hollow, one filled.
    expect(new Set(outlines).size).toBe(states.length - 1);
    const fill = (state: 'waiting' | 'finished') =>
      roles(
        planGraph([step({ key: 'a', kind: 'align', parent: null, state })], size).marks,
        `step-${state}`,
      )[0];
    expect(fill('waiting')).toMatchObject({ fill: '#ffffff' });
    expect(fill('finished')).toMatchObject({ fill: phaseColors.light.align });
  });

  it('says in words what it shows', () => {
    const { title, description } = planGraph(grid([32, 64], [1, 2, 3]), { ...size, total: 99 });
    expect(title).toBe('Plan of 99 steps');
    expect(description).toBe(
      '48 steps: 48 waiting. 6 shared by several runs. The first 48 of 99 steps are drawn.',
    );
    expect(planGraph([], size).description).toBe('There are no steps to train.');
  });

  it('stays readable with thousands of steps', () => {
    const widths = Array.from({ length: 16 }, (_, i) => 8 * (i + 1));
    const seeds = Array.from({ length: 32 }, (_, i) => i + 1);
    const steps = grid(widths, seeds, 'finished');
    expect(steps).toHaveLength(4096);
    const scene = planGraph(steps, { width: 1100, height: 420, theme: 'dark' });
    expect(scene.hits).toHaveLength(16 * 8);
    expect(scene.hits[0]!.lines[0]).toBe('32 steps of pretraining, 32 seeds');
    expect(scene.marks.length).toBeLessThan(300);
    const rows = [...new Set(scene.hits.map(({ y }) => y))].sort((a, b) => a - b);
    expect(Math.min(...rows.slice(1).map((y, i) => y - rows[i]!))).toBeGreaterThanOrEqual(9 - 1e-9);
    for (const { x, y } of scene.hits) expect(x > 0 && x < 1100 && y > 0 && y < 420).toBe(true);
  });

  it('stays inside its place at every size, in both themes', () => {
    for (const width of [320, 700, 1400])
      for (const theme of ['light', 'dark'] as const) {
        const steps = grid([32, 64], [1, 2]);
        const scene = planGraph(steps, { width, height: planGraphHeight(steps), theme });
        const svg = toSvg(scene);
        expect(svg).not.toMatch(/NaN|undefined/);
        for (const { x, y } of scene.hits) expect(x <= width && y <= scene.height).toBe(true);
      }
  });
});
