// Temporary data folders and experiments for the tests of the store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSchedule } from '../../src/core/parse-schedule.ts';
import { planSchedule } from '../../src/core/plan.ts';
import type { Plan } from '../../src/core/step.ts';
import type { Store } from '../../src/store/store.ts';
import { example } from '../core/schedule-example.ts';

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'springback-store-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Submits the example with some fields changed. */
export function submit(store: Store, change: object = {}): { id: number; plan: Plan } {
  const source = { ...example, ...change };
  const schedule = parseSchedule(source);
  const plan = planSchedule(schedule, { corpusKey: '' });
  const id = store.createExperiment({
    schedule,
    source,
    folder: '/data',
    created: '2026-01-02T03:04:05.000Z',
    plan,
  });
  return { id, plan };
}

/** Marks a step as trained, with a final checkpoint. */
export function finish(store: Store, key: string): void {
  const { spec } = store.step(key)!;
  store.addCheckpoint({
    key,
    update: spec.to,
    file: `${key}.safetensors`,
    sha256: 'a',
    bytes: 1,
    final: true,
  });
  store.setStep(key, { state: 'finished', update: spec.to });
}
