// Plain numbers as the values that programs take.
import type { Shape } from '../graph/graph.ts';
import type { Value } from './backend.ts';

export const realValue = (data: Float32Array | Float64Array, shape: Shape = [data.length]): Value => ({
  dtype: 'f32',
  shape,
  data,
});

export const indexValue = (data: Int32Array, shape: Shape = [data.length]): Value => ({
  dtype: 'i32',
  shape,
  data,
});

/** A scalar, (). */
export const realScalar = (value: number): Value => realValue(Float32Array.of(value), []);
export const indexScalar = (value: number): Value => indexValue(Int32Array.of(value), []);

/** The numbers of a real-valued output. */
export function realData(value: Value | undefined, name: string): Float32Array | Float64Array {
  if (value === undefined || value.data instanceof Int32Array) throw new Error(`no real output ${name}`);
  return value.data;
}
