// The vertical scale: linear, padded, never empty: equal values get a domain around them.
import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';

export interface YScale {
  of(value: number): number;
  readonly ticks: readonly number[];
  readonly domain: readonly [number, number];
}

/** The domain of values that may hold NaN: their extent, padded by 6 % on both sides; null if none is finite. */
export function yDomain(values: Iterable<number>): [number, number] | null {
  const [low, high] = extent(values);
  if (low === undefined || high === undefined) return null;
  const pad = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.1, 0.5);
  return [low - pad, high + pad];
}

export function yScale(domain: readonly [number, number], top: number, bottom: number): YScale {
  const scale = scaleLinear().domain(domain).range([bottom, top]);
  const count = Math.max(2, Math.floor((bottom - top) / 44));
  return { of: scale, ticks: scale.ticks(count), domain };
}
