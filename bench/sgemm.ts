// This machine's rate of plain matrix products, through the runtime that trains: the yardstick of the training bench.
import { onnxBackend } from '../src/engine/onnx/backend.ts';
import { realValue } from '../src/engine/values.ts';
import { input, matmul, slice } from '../src/graph/build.ts';

const extent = 1024;
const products = 4;

export interface Yardstick {
  /** GFLOP/s of 1024³ products on one thread, measured now. */
  measure(): Promise<number>;
  dispose(): Promise<void>;
}

/** A chain of products, of which only one entry comes back, so that copying numbers is not measured. */
export async function sgemmYardstick(): Promise<Yardstick> {
  const [a, b] = [input('a', [extent, extent]), input('b', [extent, extent])];
  let chain = a;
  for (let i = 0; i < products; i++) chain = matmul(chain, b);
  const corner = slice(slice(chain, 0, 0, 1), 1, 0, 1);
  const backend = onnxBackend({ device: 'cpu', threads: 1 });
  const executable = await backend.compile({ name: 'sgemm', inputs: { a, b }, outputs: { corner } });
  const numbers = realValue(new Float32Array(extent * extent).fill(1 / extent), [extent, extent]);
  return {
    async measure() {
      const start = performance.now();
      await executable.run({ a: numbers, b: numbers });
      const seconds = (performance.now() - start) / 1000;
      return (products * 2 * extent ** 3) / seconds / 1e9;
    },
    dispose: () => executable.dispose(),
  };
}
