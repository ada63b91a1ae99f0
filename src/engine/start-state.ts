// The training state that a step begins or resumes with.
import type { StepSpec } from '../core/step.ts';
import { initialParameters } from '../graph/parameters.ts';
import type { ModelShape } from '../graph/program-types.ts';
import type { LoadedCheckpoint, TrainingState, Vector } from './checkpoint.ts';

export interface StartState {
  readonly state: TrainingState;
  /** Whether the evaluation at this update was made before: by this step, or by the trunk that it goes on from. */
  readonly measured: boolean;
}

/**
 * From a checkpoint of the step itself (resume), of its parent, or from initial weights where `start` is null.
 * Throws where the checkpoint cannot be what the step follows.
 */
export function startState(
  { key, spec, model }: { key: string; spec: StepSpec; model: ModelShape },
  start: LoadedCheckpoint | null,
): StartState {
  if (start === null) return { state: initialState(spec, model), measured: false };
  if (start.key === key) return { state: start.state, measured: true };
  if (spec.kind === 'tune' && spec.from !== undefined)
    return { state: sliceState(spec, start.state), measured: true };
  if (spec.kind !== 'trunk' && spec.kind !== 'cooldown') {
    return { state: tuningState(spec, start.state), measured: false };
  }
  const { update } = start.state;
  if (start.spec.kind !== 'trunk') throw new Error(`a ${spec.kind} cannot start from a ${start.spec.kind}`);
  if (spec.kind === 'cooldown' && update !== spec.from) {
    throw new Error(`the cool-down starts from update ${spec.from} of its trunk, not ${update}`);
  }
  if (update > spec.to) throw new Error(`a trunk to update ${spec.to} cannot start from update ${update}`);
  return { state: start.state, measured: spec.kind === 'trunk' };
}

function initialState(spec: StepSpec, model: ModelShape): TrainingState {
  if (spec.kind !== 'trunk' && !(spec.kind === 'cooldown' && spec.from === 0)) {
    throw new Error(`a ${spec.kind} step needs a checkpoint to start from`);
  }
  const theta = initialParameters(model, spec.seed);
  return { theta, m: zeros(theta), v: zeros(theta), update: 0, adamUpdate: 0 };
}

/** Updates count from the beginning of the phase; Adam's moments go on or start anew. */
function tuningState(spec: StepSpec, parent: TrainingState): TrainingState {
  if (momentsOf(spec) === 'keep') return { ...parent, update: 0 };
  const { theta } = parent;
  return { theta, m: zeros(theta), v: zeros(theta), update: 0, adamUpdate: 0 };
}

const momentsOf = (spec: StepSpec): 'reset' | 'keep' => {
  if (spec.kind === 'tune') return spec.tuning.moments;
  return spec.kind === 'transfer' ? spec.transfer.moments : 'reset';
};

/** A slice goes on from the one before as if they were one step. */
function sliceState({ from }: Extract<StepSpec, { kind: 'tune' }>, parent: TrainingState): TrainingState {
  if (parent.update !== from) {
    throw new Error(`this slice starts from update ${from} of its alignment, not ${parent.update}`);
  }
  return parent;
}

const zeros = (like: Vector): Vector =>
  like instanceof Float64Array ? new Float64Array(like.length) : new Float32Array(like.length);
