// Which devices this machine has: each is tried with a small product. A provider can crash the process that tries it
// in native code, so this belongs in a trainer process, never in a host.
import { availableParallelism, cpus } from 'node:os';
import { constant, input, matmul } from '../graph/build.ts';
import type { Program } from '../graph/graph.ts';
import type { Device } from './backend.ts';
import { openBackend } from './open-backend.ts';

export interface DeviceReport {
  readonly device: Device;
  readonly available: boolean;
  /** What it is, or why it is missing. */
  readonly detail: string;
  /** What would bring it, where it is missing; '' otherwise. */
  readonly remedy: string;
}

interface DeviceFacts {
  /** What an available device is. */
  readonly describe: () => Promise<string>;
  readonly remedy: string;
}

const onnxVersion = async (): Promise<string> => {
  const { env } = await import('onnxruntime-node');
  return `onnxruntime ${env.versions.node ?? env.versions.common}`;
};

const gpuDriver =
  'A graphics processor with a driver for Vulkan (Linux, with libvulkan1), Metal (macOS) or Direct3D 12 (Windows).';

const facts: Readonly<Record<Device, DeviceFacts>> = {
  cpu: {
    describe: async () => `${await onnxVersion()}, ${cpus()[0]?.model ?? 'processor'}, ${coresText()}`,
    remedy: 'Install again with "npm ci": the onnxruntime-node package is missing or damaged.',
  },
  webgpu: { describe: async () => `${await onnxVersion()}, its WebGPU provider`, remedy: gpuDriver },
  cuda: {
    describe: async () => `${await onnxVersion()}, its CUDA provider`,
    remedy:
      'Linux x64 with an NVIDIA driver, CUDA 12 and cuDNN 9, and onnxruntime\'s CUDA files: "npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12" (needs the network).',
  },
  'tfjs-gpu': {
    describe: describeTensorFlow,
    remedy:
      'An NVIDIA driver, CUDA 11.2 and cuDNN 8.1, then "npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0" where its download of libtensorflow succeeds.',
  },
  'tfjs-cpu': {
    describe: async () => 'TensorFlow.js in plain JavaScript: slow, for tests',
    remedy: 'A development dependency: install with "npm ci".',
  },
  reference: {
    describe: async () => 'plain loops in float64: the oracle of the tests, very slow',
    remedy: '',
  },
};

const coresText = (): string => {
  const cores = availableParallelism();
  return cores === 1 ? '1 core' : `${cores} cores`;
};

async function describeTensorFlow(): Promise<string> {
  const { loadTfjs } = await import('./tfjs/load.ts');
  const tf = await loadTfjs('tfjs-gpu');
  const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean };
  const where = isUsingGpuDevice
    ? 'on the graphics processor'
    : 'but it found no GPU and computes on the CPU';
  return `TensorFlow.js ${tf.version_core} with libtensorflow, ${where}`;
}

/** Tries every device, one after the other. Never throws for a device that is missing. */
export async function reportDevices(
  devices: readonly Device[] = Object.keys(facts) as Device[],
): Promise<DeviceReport[]> {
  const reports: DeviceReport[] = [];
  for (const device of devices) reports.push(await tryDevice(device));
  return reports;
}

async function tryDevice(device: Device): Promise<DeviceReport> {
  const { describe, remedy } = facts[device];
  try {
    await runProbe(device);
    return { device, available: true, detail: await describe(), remedy: '' };
  } catch (error) {
    return { device, available: false, detail: reasonOf(device, error), remedy };
  }
}

/** (1 2; 3 4) · (5; 6) = (17; 39), compared exactly: a device that computes something else is not available. */
async function runProbe(device: Device): Promise<void> {
  const left = input('left', [2, 2]);
  const product = matmul(left, constant(Float32Array.of(5, 6), [2, 1]));
  const program: Program = { name: 'probe', inputs: { left }, outputs: { product } };
  const backend = await openBackend({ device });
  const executable = await backend.compile(program);
  const value = { dtype: 'f32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } as const;
  const result = await executable.run({ left: value });
  await executable.dispose();
  await backend.dispose();
  const got = [...result.product!.data];
  if (got[0] !== 17 || got[1] !== 39) throw new Error(`a product came out as ${got}, not 17,39`);
}

const reasonOf = (device: Device, error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  if (device === 'webgpu' && /adapter/i.test(message)) return 'no adapter found';
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(message);
  if (missing) return `the package ${missing[1]} is not installed`;
  return firstLine(message);
};

const firstLine = (message: string): string => message.split('\n', 1)[0]!.slice(0, 300);
