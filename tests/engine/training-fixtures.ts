// A tiny world to train in: the reviews corpus, one model shape, steps and the events they yield.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCorpus } from '../../src/core/corpora/create-corpus.ts';
import { jointStages } from '../../src/core/plan-tuning.ts';
import { jointSchema, type ModelConfig, tokenizerSchema } from '../../src/core/schedule.ts';
import { numericsVersion, type Point, type StepSpec, stepSpecSchema } from '../../src/core/step.ts';
import { readCheckpoint } from '../../src/engine/checkpoint.ts';
import { prepareEvaluation } from '../../src/engine/evaluation-data.ts';
import { keepExecutables } from '../../src/engine/executables.ts';
import { onnxBackend } from '../../src/engine/onnx/backend.ts';
import { type StepTask, type TrainEvent, trainStep } from '../../src/engine/train.ts';
import { parameterTable, resolveModel } from '../../src/graph/parameters.ts';

export const context = 48;
export const corpusConfig = { kind: 'reviews', positive: 0.54, touch: 0.25 } as const;
export const corpus = createCorpus(corpusConfig, tokenizerSchema.parse({ kind: 'words' }), context);
export const executables = keepExecutables(onnxBackend({ device: 'cpu', threads: 1 }));

export const modelConfig = (width: number): ModelConfig => ({ family: 'llama', width, layers: 2, context });
export const shapeOf = (width: number) => resolveModel(modelConfig(width), corpus.vocabulary);

const optimizer = { batch: 4, rate: 3e-3, warmup: 5, weightDecay: 0.01, beta1: 0.9, beta2: 0.95, clip: 1 };
export const evaluation = { sequences: 4, prompts: 4, samples: 2 };

type Change = Record<string, unknown>;
const common = (width: number) => {
  const { vocabulary: _, ...model } = shapeOf(width);
  return {
    ...{ numerics: numericsVersion, device: 'cpu', corpus: corpusConfig, corpusKey: '', seed: 7 },
    ...{ tokenizer: { kind: 'words' }, model, evaluation },
  };
};
export const trunk = (to: number, change: Change = {}, width = 8): StepSpec =>
  stepSpecSchema.parse({ kind: 'trunk', ...common(width), optimizer, to, evaluateAt: [], ...change });
export const cooldown = (from: number, to: number, change: Change = {}, width = 8): StepSpec =>
  stepSpecSchema.parse({
    ...{ kind: 'cooldown', ...common(width), optimizer, parent: 'trunk', from, to, evaluateAt: [to] },
    ...change,
  });
export const tune = (phase: string, tuning: Change = {}, change: Change = {}, width = 8): StepSpec => {
  const full = {
    ...{ ...optimizer, rate: 1e-3, warmup: 0, toward: phase === 'unalign' ? 'negative' : 'positive' },
    ...{ moments: 'reset', cooldown: 0, examples: 32, epochs: 1, ...tuning },
  };
  const to = Math.ceil((full.examples * full.epochs) / full.batch);
  return stepSpecSchema.parse({
    ...{
      kind: 'tune',
      phase,
      ...common(width),
      parent: 'parent',
      tuning: full,
      to,
      evaluateAt: [0, 1, 2, 4, to],
    },
    ...change,
  });
};
export const transfer = (change: Change = {}, width = 8): Extract<StepSpec, { kind: 'transfer' }> => {
  const { toward: _, ...full } = {
    ...{
      ...optimizer,
      rate: 1e-3,
      warmup: 0,
      toward: '',
      moments: 'reset',
      cooldown: 0,
      examples: 24,
      epochs: 1,
    },
    ...{ temperature: 0.05, topP: 0.95, ...change },
  };
  const to = Math.ceil((full.examples * full.epochs) / full.batch);
  const spec = stepSpecSchema.parse({
    ...{ kind: 'transfer', ...common(width), parent: 'slice', generator: 'generator', transfer: full, to },
    evaluateAt: [0, 2, to],
  });
  return spec as Extract<StepSpec, { kind: 'transfer' }>;
};
export const joint = (change: Change = {}, model: Change = {}, seed = 7): StepSpec => {
  const config = jointSchema.parse(change);
  const stages = jointStages(config);
  return stepSpecSchema.parse({
    ...{ kind: 'joint', ...common(8), parent: 'parent', joint: config, to: stages.at(-1), seed },
    ...{ model: { ...common(8).model, ...model }, evaluateAt: [0, ...stages] },
  });
};

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'springback-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Outcome {
  readonly events: readonly TrainEvent[];
  readonly points: readonly Point[];
  /** The last checkpoint written, as a later task refers to it. */
  readonly checkpoint: { key: string; update: number; path: string; sha256: string };
}
export type Options = Partial<
  Pick<
    StepTask,
    'start' | 'base' | 'aligned' | 'generated' | 'checkpointSeconds' | 'now' | 'executables' | 'data'
  >
> & {
  /** Asks for this once the update is made. */
  readonly stop?: { readonly at: number; readonly how: 'pause' | 'cancel' };
};

export function taskOf(key: string, spec: StepSpec, folder: string, options: Options = {}): StepTask {
  const { stop: _, ...rest } = options;
  return {
    ...{ key, spec, model: resolveModel(spec.model, corpus.vocabulary), executables },
    data: prepareEvaluation(corpus, spec.evaluation, spec.model.context),
    ...{
      start: null,
      base: null,
      aligned: null,
      generated: null,
      checkpointFolder: folder,
      checkpointSeconds: 1e9,
    },
    ...{ now: () => performance.now(), control: { request: null }, ...rest },
  };
}

/** Trains a step to its end (or to where `stop` says) and gathers what it yields. */
export async function train(
  key: string,
  spec: StepSpec,
  folder: string,
  options: Options = {},
): Promise<Outcome> {
  const control: { request: 'pause' | 'cancel' | null } = { request: null };
  const stopAt = (update: number) => {
    if (options.stop?.at === update) control.request = options.stop.how;
  };
  const events: TrainEvent[] = [];
  for await (const event of trainStep({ ...taskOf(key, spec, folder, options), control })) {
    events.push(event);
    if (event.type === 'started' || event.type === 'updated') stopAt(event.update);
  }
  const points = events.flatMap((event) => ('points' in event ? event.points : []));
  const saved = events.findLast((event) => event.type === 'checkpointed');
  const checkpoint = saved && { key, update: saved.update, path: saved.file.path, sha256: saved.file.sha256 };
  return { events, points, checkpoint: checkpoint ?? { key, update: -1, path: '', sha256: '' } };
}

export const load = (checkpoint: Outcome['checkpoint'], width = 8) =>
  readCheckpoint(checkpoint, parameterTable(shapeOf(width)));

export const valuesOf = (points: readonly Point[], metric: string): [number, number][] =>
  points.filter((point) => point.metric === metric).map(({ update, value }) => [update, value]);
export const valueAt = (points: readonly Point[], metric: string, update: number): number => {
  const found = points.find((point) => point.metric === metric && point.update === update);
  if (!found) throw new Error(`no ${metric} at update ${update}`);
  return found.value;
};
