// Runs programs with onnxruntime: on the CPU, on its bundled WebGPU provider, on CUDA where its provider is installed.
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { Program } from '../../graph/graph.ts';
import type { Backend, Executable, Value } from '../backend.ts';
import { checkInputs } from '../check-inputs.ts';
import { requireCudaProvider } from './cuda.ts';
import { lowerProgram, outputName } from './lower.ts';
import type { Target } from './lowerings.ts';

export type OnnxDevice = Target;

export interface OnnxOptions {
  readonly device: OnnxDevice;
  /** Threads inside one run. */
  readonly threads: number;
  /** Write onnxruntime's own profile to `<prefix>_<time>.json` when an executable is disposed. */
  readonly profilePrefix?: string;
}

/** The CPU stands behind a GPU provider for the ops of shapes and indices that it has no kernel for. */
const providers: Readonly<Record<OnnxDevice, readonly string[]>> = {
  cpu: ['cpu'],
  webgpu: ['webgpu', 'cpu'],
  cuda: ['cuda', 'cpu'],
};

env.logLevel = 'error';

/** Throws where the device's provider is not part of this onnxruntime. */
export function onnxBackend(options: OnnxOptions): Backend {
  if (options.device === 'cuda') requireCudaProvider();
  return {
    device: options.device,
    compile: (program) => compile(program, options),
    dispose: async () => {},
  };
}

async function compile(program: Program, options: OnnxOptions): Promise<Executable> {
  const session = await InferenceSession.create(
    lowerProgram(program, options.device),
    sessionOptions(options),
  );
  let open = true;
  return {
    async run(inputs) {
      if (!open) throw new Error(`${program.name}: the executable is disposed`);
      checkInputs(program, inputs);
      const feeds = Object.fromEntries(
        Object.keys(program.inputs).map((name) => [name, asTensor(inputs[name]!)]),
      );
      return asValues(program, await session.run(feeds));
    },
    async dispose() {
      if (!open) return;
      open = false;
      if (options.profilePrefix) session.endProfiling();
      await session.release();
    },
  };
}

function sessionOptions({ device, threads, profilePrefix }: OnnxOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: providers[device],
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    // Shapes are fixed, so the arena reuses its blocks anyway; a pattern would be a second copy of the whole.
    enableMemPattern: false,
    ...(profilePrefix ? { enableProfiling: true, profileFilePrefix: profilePrefix } : {}),
    extra: {
      session: {
        // Moments of rows that get no gradient decay into denormals, on which a processor is many times slower.
        set_denormal_as_zero: '1',
        // Trainers share the machine: a waiting thread must not burn a core.
        intra_op: { allow_spinning: '0' },
      },
      // See the lowering of `matmul`.
      optimization: { disable_specified_optimizers: 'MatmulTransposeFusion' },
    },
  };
}

function asTensor({ dtype, shape, data }: Value): Tensor {
  if (dtype === 'i32') return new Tensor('int32', data as Int32Array, shape);
  const numbers = data instanceof Float32Array ? data : Float32Array.from(data);
  return new Tensor('float32', numbers, shape);
}

function asValues(program: Program, results: InferenceSession.ReturnType): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(program.outputs).map(([name, { dtype, shape }]) => {
      const { data } = results[outputName(name)] as Tensor;
      return [name, { dtype, shape, data: data as Float32Array | Int32Array }];
    }),
  );
}
