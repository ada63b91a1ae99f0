// Loads TensorFlow.js with one of its backends. TensorFlow.js has one active backend per process, so only one is open.
import { restoreUtilFunctions } from './node-compatibility.ts';

export type Tfjs = typeof import('@tensorflow/tfjs-core');
export type TfjsDevice = 'tfjs-cpu' | 'tfjs-gpu';

/** TensorFlow.js's own name for the backend of a device. */
const backendNames: Readonly<Record<TfjsDevice, string>> = { 'tfjs-cpu': 'cpu', 'tfjs-gpu': 'tensorflow' };

/** Throws where the package of the device is not installed or cannot load. */
export async function loadTfjs(device: TfjsDevice): Promise<Tfjs> {
  const tf = device === 'tfjs-gpu' ? await loadGpu() : await loadCpu();
  tf.enableProdMode();
  if (!(await tf.setBackend(backendNames[device]))) {
    throw new Error(`${device}: TensorFlow.js could not start its backend "${backendNames[device]}"`);
  }
  await tf.ready();
  return tf;
}

async function loadCpu(): Promise<Tfjs> {
  const tf = exportsOf(await import('@tensorflow/tfjs-core'));
  await import('@tensorflow/tfjs-backend-cpu');
  return tf;
}

async function loadGpu(): Promise<Tfjs> {
  restoreUtilFunctions();
  return exportsOf(await import('@tensorflow/tfjs-node-gpu'));
}

/** Node shows a CommonJS module's exports under `default`. */
const exportsOf = (module: Tfjs & { readonly default?: Tfjs }): Tfjs => module.default ?? module;
