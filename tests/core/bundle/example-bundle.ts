// A bundle of one made-up experiment, planned as a real one.
import type { Bundle } from '../../../src/core/bundle/bundle.ts';
import { parseSchedule } from '../../../src/core/parse-schedule.ts';
import { planSchedule } from '../../../src/core/plan.ts';
import { example } from '../schedule-example.ts';

export function exampleBundle(): Bundle {
  // Axes in an order that is not the alphabet's: it decides what is shown first.
  const source = { ...example, axes: { 'unalign.examples': [64, 128], 'model.width': [8, 16] } };
  const schedule = parseSchedule(source);
  const plan = planSchedule(schedule, { corpusKey: '' });
  const places = new Map(plan.steps.map(({ key }, place) => [key, place]));
  return {
    springbackBundle: 2,
    created: '2026-11-24T10:00:00.000Z',
    version: '0.1.0',
    machine: { cpu: 'A processor', cores: 2, memoryBytes: 8e9, os: 'linux 6.1 x64' },
    digits: 7,
    omitted: ['train.rate'],
    experiments: [
      {
        id: 7,
        name: schedule.name,
        notes: '',
        tags: [],
        schedule,
        source,
        created: '2026-11-24T09:00:00.000Z',
        state: 'finished',
        priority: 0,
        error: '',
        starred: true,
        archived: false,
        plan: {
          steps: plan.steps.map(({ spec: _spec, ...step }) => step),
          runs: plan.runs.map(({ values, seed, steps }, index) => ({
            id: 21 + index,
            values: values as Bundle['experiments'][number]['plan']['runs'][number]['values'],
            seed,
            steps: steps.map((key) => places.get(key)!),
            notes: index === 0 ? 'the first' : '',
            tags: index === 0 ? ['läuft', '速い'] : [],
            starred: index === 1,
            archived: false,
          })),
        },
      },
    ],
    steps: plan.steps.map(({ key, spec }, index) => ({
      key,
      spec,
      state: 'finished',
      update: spec.to,
      error: '',
      points: [
        { updates: [0, 1], values: { 'behaviour.score': [0.5, index / 8], 'kl.toBase': [null, 0.25] } },
      ],
      samples: [{ update: 0, index: 0, prompt: 'the film', response: 'was good .', score: 1, tokens: null }],
    })),
    views: [],
    decks: [],
    checkpoints: [],
  };
}
