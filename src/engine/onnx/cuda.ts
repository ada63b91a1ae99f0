// Whether onnxruntime's CUDA provider is there. Looked up as a file, because a failed attempt to load it is loud.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Throws where the provider's library does not lie beside onnxruntime's own. */
export function requireCudaProvider(platform = process.platform, arch = process.arch): void {
  if (platform !== 'linux' || arch !== 'x64') {
    throw new Error(`onnxruntime has no CUDA provider for ${platform}-${arch}, only for linux-x64`);
  }
  const main = createRequire(import.meta.url).resolve('onnxruntime-node'); // dist/index.js
  const library = join(dirname(main), '../bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so');
  if (!existsSync(library)) throw new Error(`onnxruntime's CUDA provider is not installed`);
}
