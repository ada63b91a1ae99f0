// From a device's name to its backend. Runtimes are loaded only when asked for.
import type { Backend, BackendOptions } from './backend.ts';

/** Throws where the device's runtime is missing or cannot start; `devices.ts` tells why and what would bring it. */
export async function openBackend({ device, threads = 1 }: BackendOptions): Promise<Backend> {
  switch (device) {
    case 'cpu':
    case 'webgpu':
    case 'cuda': {
      const { onnxBackend } = await import('./onnx/backend.ts');
      return onnxBackend({ device, threads });
    }
    case 'tfjs-cpu':
    case 'tfjs-gpu': {
      const { tfjsBackend } = await import('./tfjs/backend.ts');
      return tfjsBackend(device);
    }
    case 'reference': {
      const { referenceBackend } = await import('./reference/backend.ts');
      return referenceBackend();
    }
  }
}
