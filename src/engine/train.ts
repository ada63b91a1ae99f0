// The training loop: one step of a plan, from where it starts to its last update, as a stream of events.
// It knows no process and no history; what becomes of the events is the trainer's business.
import { setImmediate } from 'node:timers/promises';
import { inputError } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import { type Point, phaseOfSpec, type StepSpec } from '../core/step.ts';
import { frozenStretches, parameterTable } from '../graph/parameters.ts';
import type { ModelShape } from '../graph/program-types.ts';
import type { Value } from './backend.ts';
import {
  type CheckpointFile,
  type LoadedCheckpoint,
  type TrainingState,
  type Vector,
  writeCheckpoint,
} from './checkpoint.ts';
import { type BaseModel, evaluate, type SampledResponse, sampleBehaviour } from './evaluate.ts';
import type { EvaluationData } from './evaluation-data.ts';
import type { Executables } from './executables.ts';
import type { GeneratedData } from './generated.ts';
import type { Measures } from './metrics.ts';
import { type Phase, phaseOf } from './phase.ts';
import { startState } from './start-state.ts';
import { roundedContext, trimBatch } from './trim-batch.ts';
import { indexValue, realData, realScalar, realValue } from './values.ts';

export interface StepTask {
  readonly key: string;
  readonly spec: StepSpec;
  readonly model: ModelShape;
  readonly data: EvaluationData;
  readonly executables: Executables;
  /** What to start from: this very step's checkpoint, its parent's, or null for initial weights. */
  readonly start: LoadedCheckpoint | null;
  /** θ0 and θ1, where the run has them. */
  readonly base: BaseModel | null;
  readonly aligned: Vector | null;
  /** What the generator of a transfer wrote; null for other steps. */
  readonly generated: GeneratedData | null;
  readonly checkpointFolder: string;
  readonly checkpointSeconds: number;
  /** Milliseconds of a steady clock. */
  now(): number;
  /** Read between updates: `pause` writes a checkpoint and stops, `cancel` stops. */
  readonly control: { readonly request: 'pause' | 'cancel' | null };
}

export type TrainEvent =
  | { readonly type: 'started'; readonly update: number }
  | {
      readonly type: 'updated';
      readonly update: number;
      /** Null where nothing was trained on. */
      readonly lossNats: number | null;
      readonly points: readonly Point[];
      /** Of training alone, since this step was started or resumed. */
      readonly tokensPerSecond: number;
    }
  | {
      readonly type: 'measured';
      readonly update: number;
      readonly points: readonly Point[];
      readonly samples: readonly SampledResponse[];
    }
  | {
      readonly type: 'checkpointed';
      readonly update: number;
      readonly file: CheckpointFile;
      readonly final: boolean;
    }
  | { readonly type: 'stopped'; readonly update: number }
  | { readonly type: 'finished'; readonly seconds: number; readonly tokensPerSecond: number | null };

/**
 * Trains one step. The result of an update depends on the state before it and on the update's number alone, so a
 * step resumed from any of its checkpoints goes on bit for bit as if it had never stopped. Throws an InputError where
 * training diverges, a DiskError where a checkpoint cannot be written.
 */
export async function* trainStep(task: StepTask): AsyncGenerator<TrainEvent, void> {
  const phase = phaseOf(task.spec, task.data.corpus, task.generated);
  const began = task.now();
  const pace = { tokens: 0, seconds: 0 };
  let { state, measured } = startState(task, task.start);
  let saved = began;
  yield { type: 'started', update: state.update };
  if (!measured && phase.evaluateAt.has(state.update)) yield await measure(task, phase, state);

  while (state.update < phase.to) {
    await setImmediate(); // lets the process hear what was said to it: a run blocks the event loop
    if (task.control.request === 'cancel') {
      yield { type: 'stopped', update: state.update };
      return;
    }
    const pause = task.control.request === 'pause';
    if (pause || task.now() - saved >= task.checkpointSeconds * 1000) {
      yield await save(task, state, false);
      saved = task.now();
    }
    if (pause) {
      yield { type: 'stopped', update: state.update };
      return;
    }

    const before = task.now();
    const result = await (phase.noise === undefined
      ? runUpdate(task, phase, state)
      : addNoise(task, phase.noise, state));
    state = result.state;
    pace.tokens += phase.tokens;
    pace.seconds += (task.now() - before) / 1000;
    yield {
      type: 'updated',
      update: state.update,
      lossNats: result.measures['train.loss'] ?? null,
      points: pointsOf(phase, state.update, result.measures),
      tokensPerSecond: pace.tokens / Math.max(pace.seconds, 1e-6),
    };

    if (phase.evaluateAt.has(state.update)) yield await measure(task, phase, state);
  }

  yield await save(task, state, true);
  yield {
    type: 'finished',
    seconds: (task.now() - began) / 1000,
    tokensPerSecond: pace.tokens > 0 ? pace.tokens / Math.max(pace.seconds, 1e-6) : null,
  };
}

interface UpdateResult {
  readonly state: TrainingState;
  readonly measures: Measures;
}

/** One update of the phase's program. */
async function runUpdate(task: StepTask, phase: Phase, state: TrainingState): Promise<UpdateResult> {
  const update = state.update + 1;
  const adam = phase.program !== 'descentStep';
  const adamUpdate = state.adamUpdate + (adam ? 1 : 0);
  const whole = phase.batch(update);
  const { size, context, tokens, targets, mask, weights } = trimBatch(whole, roundedContext(whole));
  const program = await task.executables.get(phase.program, task.model, { batch: size, context });
  const { beta1, beta2, ...dials } = phase.dials(update);
  const scalars = Object.entries({ ...dials, update, ...(adam ? { beta1, beta2, adamUpdate } : {}) });
  const result = await program.run({
    theta: realValue(state.theta),
    ...(adam ? { m: realValue(state.m), v: realValue(state.v) } : {}),
    tokens: indexValue(tokens, [size, context]),
    targets: indexValue(targets, [size, context]),
    mask: realValue(mask, [size, context]),
    weights: realValue(weights),
    ...(phase.anchor === undefined
      ? {}
      : {
          anchor: realScalar(phase.anchor),
          baseLogDistributions: await baseDistributions(task, { tokens, size, context }),
        }),
    ...Object.fromEntries(scalars.map(([name, value]) => [name, realScalar(value)])),
  });
  const vector = (name: string): Vector => realData(result[name], name);
  const theta = keepFrozen(task.model, phase, state.theta, vector('theta'));
  const moments = adam ? { m: vector('m'), v: vector('v') } : { m: state.m, v: state.v };
  return {
    state: { theta, ...moments, update, adamUpdate },
    measures: {
      'train.loss': vector('loss')[0]!,
      'train.rate': vector('rateUsed')[0]!,
      'train.gradientNorm': vector('gradientNorm')[0]!,
      ...(phase.anchor === undefined ? {} : { 'train.divergence': vector('divergence')[0]! }),
    },
  };
}

/** θ0's log-distributions (B, T, V) on a batch. */
async function baseDistributions(
  { base, executables, model, spec }: StepTask,
  { tokens, size, context }: { tokens: Int32Array; size: number; context: number },
): Promise<Value> {
  if (base === null) throw new Error(`a ${spec.kind} with an anchor needs θ0`);
  const program = await executables.get('distributions', model, { batch: size, context });
  const result = await program.run({
    theta: realValue(base.theta),
    tokens: indexValue(tokens, [size, context]),
  });
  return result.logDistributions!;
}

/** Puts the frozen blocks' weights back. Their gradients still count in the norm that clipping looks at. */
function keepFrozen(model: ModelShape, { frozenLayers = 0 }: Phase, before: Vector, after: Vector): Vector {
  if (frozenLayers === 0) return after;
  const kept = after.slice();
  for (const { offset, size } of frozenStretches(model, frozenLayers)) {
    kept.set(before.subarray(offset, offset + size), offset);
  }
  return kept;
}

/** θ + a vector of length `norm` in a uniformly random direction. */
async function addNoise({ spec }: StepTask, norm: number, state: TrainingState): Promise<UpdateResult> {
  const update = state.update + 1;
  const random = Random.at(spec.seed, `weight noise ${phaseOfSpec(spec)}`, update);
  const direction = Float64Array.from(state.theta, () => random.normal());
  const scale = norm / Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
  const theta = state.theta.map((weight, i) => weight + scale * direction[i]!);
  return { state: { ...state, theta, update }, measures: {} };
}

/** Evaluates the state; where the phase says so responses are sampled too. */
async function measure(task: StepTask, phase: Phase, { theta, update }: TrainingState): Promise<TrainEvent> {
  const subject = { ...task, theta };
  const samples = phase.sampleAt.has(update) && task.data.prompts.length > 0;
  const powerOfTwo = (update & (update - 1)) === 0; // 0 included
  const measures = await evaluate(subject, { positions: powerOfTwo || phase.sampleAt.has(update) });
  if (phase.measure !== undefined) Object.assign(measures, await phase.measure(subject, update));
  const sampled = samples
    ? await sampleBehaviour(subject, { seed: task.spec.seed, stream: `sample ${phase.name} ${update}` })
    : { samples: [], measures: {} };
  const points = pointsOf(phase, update, { ...measures, ...sampled.measures });
  return { type: 'measured', update, points, samples: sampled.samples };
}

async function save(task: StepTask, state: TrainingState, final: boolean): Promise<TrainEvent> {
  const { key, spec } = task;
  const file = await writeCheckpoint(task.checkpointFolder, parameterTable(task.model), { key, spec, state });
  return { type: 'checkpointed', update: state.update, file, final };
}

/** Measures as points. Throws an InputError where one is not finite: training has diverged. */
function pointsOf(phase: Phase, update: number, measures: Measures): Point[] {
  return Object.entries(measures).map(([metric, value]) => {
    if (!Number.isFinite(value)) {
      throw inputError(
        `${phase.name}.rate`,
        `training diverged: ${metric} is ${value} at update ${update}; a rate below ${phase.dials(Math.max(1, update)).rate} may help`,
      );
    }
    return { metric, update, value };
  });
}
