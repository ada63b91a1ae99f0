import { describe, expect, it } from 'vitest';
import type { StepState } from '../../src/contract/window.ts';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { planSchedule, trunkIdentity } from '../../src/core/plan.ts';
import type { StepRow } from '../../src/lab/ports.ts';
import { chooseStep, modelOf, outcome, type QueueView, readySteps } from '../../src/lab/queue.ts';
import { tinySchedule } from './tiny-schedule.ts';

interface Scene {
  readonly rows: Map<string, StepRow>;
  readonly keys: readonly string[];
  set(name: string, state: StepState): void;
  view(held?: string[]): QueueView;
  names(choices: Iterable<{ key: string }>): string[];
}

/** A plan with its steps named `trunk32`, `cooldown40`, `align8`, … by seed and width, such as `s1w8 trunk32`. */
function scene(change: Record<string, unknown> = {}): Scene {
  const plan = planSchedule(parseSchedule(tinySchedule(change)), { corpusKey: '' });
  const rows = new Map<string, StepRow>();
  for (const step of plan.steps) rows.set(step.key, { ...step, state: 'waiting', update: 0, error: '' });
  const keys = plan.steps.map(({ key }) => key);
  const nameOf = ({ spec }: StepRow): string =>
    `s${spec.seed}w${spec.model.width} ${spec.kind === 'tune' ? spec.phase : spec.kind}${spec.to}`;
  return {
    rows,
    keys,
    set(name, state) {
      const row = [...rows.values()].find((each) => nameOf(each) === name);
      if (row === undefined) throw new Error(`no step ${name}`);
      rows.set(row.key, { ...row, state });
    },
    view: (held = []) => ({
      experiments: [{ id: 1, keys }],
      step: (key) => rows.get(key)!,
      held: new Set([...rows.values()].filter((row) => held.includes(nameOf(row))).map(({ key }) => key)),
      trunk: (key) => {
        const { spec } = rows.get(key)!;
        return spec.kind === 'trunk' ? trunkIdentity(spec) : null;
      },
    }),
    names: (choices) => [...choices].map(({ key }) => nameOf(rows.get(key)!)),
  };
}

describe('the queue', () => {
  it('starts with the shortest piece of each trunk, seed by seed, smaller models first', () => {
    const { names, view } = scene();
    expect(names(readySteps(view()))).toEqual([
      's1w8 trunk16',
      's1w16 trunk16',
      's2w8 trunk16',
      's2w16 trunk16',
    ]);
  });

  it('frees the cool-down and the longer piece once a trunk is there', () => {
    const { set, names, view } = scene({ axes: { 'pretrain.tokens': [3840, 7680] }, seeds: [1] });
    set('s1w8 trunk16', 'finished');
    expect(names(readySteps(view()))).toEqual(['s1w8 cooldown20', 's1w8 trunk32']);
  });

  it('does not train one trunk twice at the same time', () => {
    const { set, names, view } = scene({ axes: { 'pretrain.tokens': [3840, 7680] }, seeds: [1] });
    set('s1w8 trunk16', 'running');
    expect(names(readySteps(view(['s1w8 trunk16'])))).toEqual([]);
  });

  it('takes up interrupted steps and leaves out those that a trainer still holds', () => {
    const { set, names, view } = scene({ axes: {}, seeds: [1, 2] });
    set('s1w8 trunk32', 'interrupted');
    expect(names(readySteps(view()))).toEqual(['s1w8 trunk32', 's2w8 trunk32']);
    expect(names(readySteps(view(['s1w8 trunk32'])))).toEqual(['s2w8 trunk32']);
  });

  it('hands a trainer the model it has compiled, before the first in order', () => {
    const { rows, names, view } = scene();
    const wide = modelOf([...rows.values()].find(({ spec }) => spec.model.width === 16)!);
    expect(names([chooseStep(view(), null)!])).toEqual(['s1w8 trunk16']);
    expect(names([chooseStep(view(), wide)!])).toEqual(['s1w16 trunk16']);
  });

  it('does not leave the first experiment for a better fitting model of the second', () => {
    const { rows, keys, names, view } = scene();
    const narrow = keys.filter((key) => rows.get(key)!.spec.model.width === 8);
    const wide = keys.filter((key) => rows.get(key)!.spec.model.width === 16);
    const both = {
      ...view(),
      experiments: [
        { id: 2, keys: narrow },
        { id: 1, keys: wide },
      ],
    };
    expect(names([chooseStep(both, modelOf(rows.get(wide[0]!)!))!])).toEqual(['s1w8 trunk16']);
  });
});

describe('the outcome of an experiment', () => {
  const one = { axes: {}, seeds: [1, 2] };
  it('is open while anything can be trained, also where another run has failed', () => {
    const { keys, rows, set } = scene(one);
    set('s1w8 trunk32', 'finished');
    set('s1w8 cooldown40', 'failed');
    expect(outcome(keys, (key) => rows.get(key)!)).toBe('open');
  });

  it('is failed once only descendants of failures are left', () => {
    const { keys, rows, set } = scene(one);
    set('s1w8 trunk32', 'finished');
    set('s1w8 cooldown40', 'failed');
    for (const name of ['trunk32', 'cooldown40', 'align8', 'unalign8']) set(`s2w8 ${name}`, 'finished');
    expect(outcome(keys, (key) => rows.get(key)!)).toBe('failed');
  });

  it('is finished when all steps are', () => {
    const { keys, rows } = scene(one);
    for (const row of rows.values()) rows.set(row.key, { ...row, state: 'finished' });
    expect(outcome(keys, (key) => rows.get(key)!)).toBe('finished');
  });
});
