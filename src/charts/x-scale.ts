// The horizontal scale: linear, or logarithmic in 1 + x so that update 0 has a place. Ticks included.
import { scaleLinear, scaleSymlog } from 'd3-scale';

export type XKind = 'linear' | 'log';
export interface XScale {
  readonly kind: XKind;
  /** Pixel of a value. */
  of(value: number): number;
  readonly ticks: readonly number[];
}

/** A scale over 0 … `max` in pixels `left` … `right`, with ticks at least `gap` pixels apart. */
export function xScale(kind: XKind, max: number, range: readonly [number, number], gap = 34): XScale {
  const domain = [0, max > 0 ? max : 1];
  if (kind === 'linear') {
    const scale = scaleLinear().domain(domain).range(range);
    const count = Math.max(2, Math.floor((range[1] - range[0]) / Math.max(gap, 84)));
    return { kind, of: scale, ticks: scale.ticks(count) };
  }
  const scale = scaleSymlog().constant(1).domain(domain).range(range);
  return { kind, of: scale, ticks: thin(powers(domain[1]!), scale, gap) };
}

/** 0 and the powers of two up to `max`. */
function powers(max: number): number[] {
  const ticks = [0];
  for (let tick = 1; tick <= max; tick *= 2) ticks.push(tick);
  return ticks;
}

/** Keeps 0 and the largest tick; of the others as many as fit, counted from the largest. */
function thin(ticks: readonly number[], of: (value: number) => number, gap: number): number[] {
  const kept: number[] = [];
  for (const tick of ticks.toReversed()) {
    const next = kept.at(-1);
    const fits = next === undefined || of(next) - of(tick) >= gap;
    const first = of(tick) - of(0) >= gap || tick === 0;
    if (fits && first) kept.push(tick);
  }
  return kept.toReversed();
}
