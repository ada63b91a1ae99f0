// A panel's scale as arithmetic: values to pixels and back, ticks, and what a view becomes when it is panned or zoomed.
import { scaleLinear, scaleLog } from 'd3-scale';
import type { PanelScale } from '../scene.ts';

export interface Scale {
  /** Pixel of a value. NaN where the value has no place. */
  of(value: number): number;
  /** Value at a pixel. */
  at(pixel: number): number;
  /** Pixel of a value that is counted from `start`, one of the scale's starts, and lies in its piece. */
  from(start: number): (value: number) => number;
}

/** Rising, of one piece. */
function pieceScale({ kind, constant = 1 }: PanelScale): (value: number) => number {
  if (kind === 'linear') return (value) => value;
  if (kind === 'log') return (value) => (value > 0 ? Math.log(value) : Number.NaN);
  return (value) => Math.sign(value) * Math.log1p(Math.abs(value) / constant);
}

/** Rising; a scale with `starts` is glued together from one piece per start. */
function forward(scale: PanelScale): (value: number) => number {
  const { starts } = scale;
  const piece = pieceScale(scale);
  if (!starts || starts.length < 2) return piece;
  const bases = pieceBases(starts, piece);
  return (value) => {
    const i = pieceOf(starts, value);
    return bases[i]! + piece(value - starts[i]!.at);
  };
}

type Starts = NonNullable<PanelScale['starts']>;
const pieceOf = (starts: Starts, value: number): number =>
  Math.max(
    0,
    starts.findLastIndex(({ at }) => at <= value),
  );

function pieceBases(starts: Starts, piece: (value: number) => number): number[] {
  let base = piece(0);
  return starts.map(({ at }, i) => {
    if (i > 0) base += piece(at - starts[i - 1]!.at) - piece(0);
    return i === 0 ? 0 : base;
  });
}

function backward(scale: PanelScale): (scaled: number) => number {
  const { kind, constant = 1, starts } = scale;
  const piece = (scaled: number): number => {
    if (kind === 'linear') return scaled;
    if (kind === 'log') return Math.exp(scaled);
    return Math.sign(scaled) * Math.expm1(Math.abs(scaled)) * constant;
  };
  if (!starts || starts.length < 2) return piece;
  const to = forward({ ...scale, starts: undefined as never });
  const bases = pieceBases(starts, to);
  return (scaled) => {
    const i = Math.max(
      0,
      bases.findLastIndex((base) => base <= scaled),
    );
    return starts[i]!.at + piece(scaled - bases[i]!);
  };
}

export function scaleOf(scale: PanelScale, [from, to]: readonly [number, number]): Scale {
  const [to1, from1] = [forward(scale), backward(scale)];
  const [low, high] = [to1(scale.domain[0]), to1(scale.domain[1])];
  const span = high - low || 1;
  return {
    of: (value) => from + ((to1(value) - low) / span) * (to - from),
    at: (pixel) => from1(low + ((pixel - from) / (to - from)) * span),
    from(start) {
      const piece = pieceScale(scale);
      // Where the scale is of one piece, it is not begun anew anywhere.
      const [shift, base] = (scale.starts?.length ?? 0) < 2 ? [start, 0] : [0, to1(start)];
      return (value) => from + ((base + piece(shift + value) - low) / span) * (to - from);
    },
  };
}

/** The domain after everything moved by `share` of the panel, or was stretched `factor` times around `anchor` (0 … 1). */
export function movedDomain(
  scale: PanelScale,
  { share = 0, factor = 1, anchor = 0.5 }: { share?: number; factor?: number; anchor?: number },
): [number, number] {
  const { at } = scaleOf(scale, [0, 1]);
  const [low, high] = [anchor - anchor / factor - share, anchor + (1 - anchor) / factor - share];
  return [at(low), at(high)];
}

export interface Tick {
  readonly value: number;
  readonly label: number;
}

/** Ticks at least `gap` pixels apart; `label` counts from the start of a piece. */
export function ticksOf(scale: PanelScale, range: readonly [number, number], gap: number): Tick[] {
  const { starts = [{ at: 0, label: '', color: '' }], domain } = scale;
  if (scale.kind === 'log') return logTicks(domain, range, gap);
  const { of } = scaleOf(scale, range);
  const room = Math.abs(range[1] - range[0]);
  return starts.flatMap(({ at }, i) => {
    const end = starts[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    const [low, high] = [Math.max(domain[0], i === 0 ? domain[0] : at), Math.min(domain[1], end)];
    if (!(high > low)) return [];
    const share = Math.abs(of(high) - of(low)) / (room || 1);
    const values =
      scale.kind === 'linear'
        ? scaleLinear()
            .domain([low - at, high - at])
            .ticks(Math.max(2, Math.floor((room * share) / gap)))
        : powerTicks(low - at, high - at, scale.constant ?? 1);
    const place = (value: number): number => of(value + at);
    // The next phase begins where this one ends: that place is its 0.
    const inside = values.filter(
      (value) => end === Number.POSITIVE_INFINITY || value < (end - at) * (1 - 1e-9),
    );
    const kept = scale.kind === 'linear' ? inside : thin(inside, place, gap);
    return kept.map((value) => ({ value: value + at, label: value }));
  });
}

function logTicks(domain: readonly [number, number], range: readonly [number, number], gap: number): Tick[] {
  const count = Math.max(2, Math.floor(Math.abs(range[1] - range[0]) / gap));
  const scale = scaleLog().domain(domain).range(range);
  const ticks = scale.ticks(count);
  const values = ticks.length >= 2 ? ticks : scaleLinear().domain(domain).ticks(count);
  return thin(values, scale, gap * 0.8).map((value) => ({ value, label: value }));
}

/** 0 and the constant times powers of two; evenly spaced where the domain is too narrow for two of them. */
function powerTicks(low: number, high: number, constant: number): number[] {
  const ticks = low <= 0 && high >= 0 ? [0] : [];
  for (let tick = constant; tick <= high; tick *= 2) if (tick >= low) ticks.push(tick);
  return ticks.length >= 3 ? ticks : scaleLinear().domain([low, high]).ticks(4);
}

/** Keeps the first tick and as many others as fit, counted from the last. */
function thin(ticks: readonly number[], of: (value: number) => number, gap: number): number[] {
  const kept: number[] = [];
  for (const tick of ticks.toReversed()) {
    const next = kept.at(-1);
    const fits = next === undefined || Math.abs(of(next) - of(tick)) >= gap;
    const first = Math.abs(of(tick) - of(ticks[0]!)) >= gap || tick === ticks[0];
    if (fits && first) kept.push(tick);
  }
  return kept.toReversed();
}
