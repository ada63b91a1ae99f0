import { expect, it } from 'vitest';
import type { ExperimentSummary, TrainerStatus } from '../../src/contract/window.ts';
import { atWork } from '../../src/renderer/shell/top-bar.tsx';
import type { Workbench } from '../../src/renderer/workbench-store.ts';

const experiment = (state: string, etaSeconds: number | null): ExperimentSummary =>
  ({ state, progress: { etaSeconds } }) as ExperimentSummary;
const info = { readOnly: false, workers: 2 } as Workbench['info'];
const busy = { step: 'a step', tokensPerSecond: 1e5 } as TrainerStatus;
const said = (experiments: ExperimentSummary[], trainers = [busy]) =>
  atWork({ info, connection: 'open', trainers, experiments });

it('says when all of the queue is done, not how fast the trainers are at this moment', () => {
  const queue = [experiment('running', 100), experiment('queued', 600), experiment('paused', null)];
  expect(said(queue)).toBe('1 training, all done in about 10 min');
  expect(said([experiment('running', 100), experiment('queued', null)])).toBe('1 training');
  expect(said(queue, [])).toBe('idle, 2 workers');
});
