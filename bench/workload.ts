// Programs with numbers to run them on: one training update, one evaluation of a batch, one step of sampling.
import { Random } from '../src/core/random.ts';
import type { Backend, Executable, Value } from '../src/engine/backend.ts';
import { indexScalar, indexValue, realScalar, realValue } from '../src/engine/values.ts';
import { initialParameters, parameterCount } from '../src/graph/parameters.ts';
import type { ModelShape } from '../src/graph/program-types.ts';
import { buildProgram } from '../src/graph/programs.ts';

export interface Workload {
  /** Does the work once; returns the tokens it processed. */
  once(): Promise<number>;
  dispose(): Promise<void>;
}

export type WorkloadName = 'train' | 'evaluate' | 'sample';

export async function openWorkload(
  name: WorkloadName,
  backend: Backend,
  model: ModelShape,
  batch: number,
): Promise<Workload> {
  return makers[name](backend, model, batch);
}

const makers: Readonly<
  Record<WorkloadName, (backend: Backend, model: ModelShape, batch: number) => Promise<Workload>>
> = { train, evaluate, sample };

async function train(backend: Backend, model: ModelShape, B: number): Promise<Workload> {
  const executable = await compile(backend, 'trainStep', model, B);
  const zeros = () => realValue(new Float32Array(parameterCount(model)));
  let state: Record<string, Value> = {
    theta: realValue(initialParameters(model, 1)),
    m: zeros(),
    v: zeros(),
  };
  const fixed = {
    tokens: tokens(model, B, 'tokens'),
    targets: tokens(model, B, 'targets'),
    mask: realValue(new Float32Array(B * model.context).fill(1), [B, model.context]),
    weights: realValue(new Float32Array(B).fill(1)),
    ...dials,
  };
  let update = 0;
  return {
    async once() {
      update += 1;
      const counted = { update: realScalar(update), adamUpdate: realScalar(update) };
      const { theta, m, v } = await executable.run({ ...fixed, ...state, ...counted });
      state = { theta: theta!, m: m!, v: v! };
      return B * model.context;
    },
    dispose: () => executable.dispose(),
  };
}

const dials = {
  rate: realScalar(1e-3),
  warmup: realScalar(10),
  decayFrom: realScalar(0),
  decayTo: realScalar(0),
  weightDecay: realScalar(0.1),
  beta1: realScalar(0.9),
  beta2: realScalar(0.95),
  clip: realScalar(1),
};

async function evaluate(backend: Backend, model: ModelShape, B: number): Promise<Workload> {
  const executable = await compile(backend, 'logProbabilities', model, B);
  const inputs = {
    theta: realValue(initialParameters(model, 1)),
    tokens: tokens(model, B, 'tokens'),
    targets: tokens(model, B, 'targets'),
  };
  return {
    async once() {
      await executable.run(inputs);
      return B * model.context;
    },
    dispose: () => executable.dispose(),
  };
}

/** One token for each of B responses. */
async function sample(backend: Backend, model: ModelShape, B: number): Promise<Workload> {
  const { layers: L, heads: H, context: T, width: C } = model;
  const executable = await compile(backend, 'decodeStep', model, B);
  const theta = realValue(initialParameters(model, 1));
  const token = indexValue(new Int32Array(B).fill(1));
  let cache = realValue(new Float32Array(L * 2 * B * T * C), [L, 2, B, H, T, C / H]);
  let position = 0;
  return {
    async once() {
      const result = await executable.run({ theta, token, position: indexScalar(position % T), cache });
      cache = result.cache!;
      position += 1;
      return B;
    },
    dispose: () => executable.dispose(),
  };
}

const compile = (
  backend: Backend,
  name: Parameters<typeof buildProgram>[0],
  model: ModelShape,
  batch: number,
): Promise<Executable> => backend.compile(buildProgram(name, model, { batch, context: model.context }));

function tokens(model: ModelShape, B: number, stream: string): Value {
  const random = Random.at(1, stream);
  const data = Int32Array.from({ length: B * model.context }, () => random.integer(model.vocabulary));
  return indexValue(data, [B, model.context]);
}
