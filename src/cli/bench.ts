// `springback bench`: how fast one trainer gets on with a model on this machine, beside the machine's own rate of matrix
// products. A quick look; the benchmark of the project is `npm run bench`.
import { Random } from '../core/random.ts';
import type { Backend, Value } from '../engine/backend.ts';
import { openBackend } from '../engine/open-backend.ts';
import { indexValue, realScalar, realValue } from '../engine/values.ts';
import { input, matmul, slice } from '../graph/build.ts';
import { initialParameters, parameterCount, programFlops, resolveModel } from '../graph/parameters.ts';
import type { ModelShape } from '../graph/program-types.ts';
import { buildProgram } from '../graph/programs.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { note, result, resultJson } from './output.ts';
import { count } from './text.ts';

export interface BenchOptions {
  readonly family: 'llama' | 'gpt2';
  readonly width: number;
  readonly layers: number;
  readonly context: number;
  readonly batch: number;
  readonly seconds: number;
  readonly json: boolean;
}

export async function bench(options: BenchOptions): Promise<ExitCode> {
  const { family, width, layers, context, batch, seconds } = options;
  const model = resolveModel({ family, width, layers, context }, 96);
  note(`Training ${count(parameterCount(model))} parameters on one thread for ${seconds} s …`);
  const backend = await openBackend({ device: 'cpu', threads: 1 });
  const products = await perSecond(await productsOf(backend), 1);
  const tokensPerSecond = await perSecond(await trainingOf(backend, model, batch), seconds);
  await backend.dispose();
  const trainGflops = programFlops(model, tokensPerSecond) / 1e9;
  const sgemmGflops = products / 1e9;
  const row = { parameters: parameterCount(model), tokensPerSecond, trainGflops, sgemmGflops };
  if (options.json) resultJson({ ...row, ratio: trainGflops / sgemmGflops });
  else {
    result(
      `training: ${count(tokensPerSecond)} tokens/s, ${trainGflops.toFixed(1)} GFLOP/s (6 · parameters · tokens)`,
    );
    result(`sgemm:    ${sgemmGflops.toFixed(1)} GFLOP/s`);
    result(`ratio:    ${(trainGflops / sgemmGflops).toFixed(2)}`);
  }
  return exitCodes.done;
}

/** Amount of work done per second; `once` does some and returns how much. */
async function perSecond(once: () => Promise<number>, seconds: number): Promise<number> {
  for (let i = 0; i < 3; i++) await once();
  const start = performance.now();
  let amount = 0;
  do amount += await once();
  while (performance.now() - start < seconds * 1000);
  return amount / ((performance.now() - start) / 1000);
}

/** Floating-point operations of a chain of 1024³ products, of which one number comes back. */
async function productsOf(backend: Backend): Promise<() => Promise<number>> {
  const extent = 1024;
  const [a, b] = [input('a', [extent, extent]), input('b', [extent, extent])];
  const corner = slice(slice(matmul(matmul(a, b), b), 0, 0, 1), 1, 0, 1);
  const executable = await backend.compile({ name: 'sgemm', inputs: { a, b }, outputs: { corner } });
  const numbers = realValue(new Float32Array(extent * extent).fill(1 / extent), [extent, extent]);
  return async () => {
    await executable.run({ a: numbers, b: numbers });
    return 2 * 2 * extent ** 3;
  };
}

/** Tokens of training updates on random text. */
async function trainingOf(backend: Backend, model: ModelShape, B: number): Promise<() => Promise<number>> {
  const T = model.context;
  const executable = await backend.compile(buildProgram('trainStep', model, { batch: B, context: T }));
  const zeros = (): Value => realValue(new Float32Array(parameterCount(model)));
  let state: Record<string, Value> = {
    theta: realValue(initialParameters(model, 1)),
    m: zeros(),
    v: zeros(),
  };
  const random = Random.at(1, 'bench');
  const words = (): Value =>
    indexValue(
      Int32Array.from({ length: B * T }, () => random.integer(model.vocabulary)),
      [B, T],
    );
  const fixed = {
    tokens: words(),
    targets: words(),
    mask: realValue(new Float32Array(B * T).fill(1), [B, T]),
    weights: realValue(new Float32Array(B).fill(1)),
    rate: realScalar(1e-3),
    warmup: realScalar(0),
    decayFrom: realScalar(0),
    decayTo: realScalar(0),
    weightDecay: realScalar(0),
    beta1: realScalar(0.9),
    beta2: realScalar(0.95),
    clip: realScalar(1),
  };
  let update = 0;
  return async () => {
    update += 1;
    const counted = { update: realScalar(update), adamUpdate: realScalar(update) };
    const { theta, m, v } = await executable.run({ ...fixed, ...state, ...counted });
    state = { theta: theta!, m: m!, v: v! };
    return B * T;
  };
}
