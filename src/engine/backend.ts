// What a backend is: it compiles a program of the tensor graph and runs it. Nothing here knows a runtime.
import type { DType, Program, Shape } from '../graph/graph.ts';

export type Device = 'cpu' | 'webgpu' | 'cuda' | 'reference' | 'tfjs-cpu' | 'tfjs-gpu';

/** A tensor with numbers. Real numbers are Float32Array, and Float64Array in the reference backend. */
export interface Value {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: Float32Array | Float64Array | Int32Array;
}

export interface Executable {
  /**
   * Runs the program once. Names and shapes are the program's; a missing or misshapen input throws with its name.
   * A returned value is a caller's own: it may be passed back as an input of the next run.
   */
  run(inputs: Readonly<Record<string, Value>>): Promise<Record<string, Value>>;
  dispose(): Promise<void>;
}

export interface Backend {
  readonly device: Device;
  compile(program: Program): Promise<Executable>;
  dispose(): Promise<void>;
}

export interface BackendOptions {
  readonly device: Device;
  /** Threads inside one run; 1 unless said. */
  readonly threads?: number;
}
