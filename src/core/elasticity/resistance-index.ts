// R = updates back / updates forward over the same log-odds interval of the same model: below 1 it springs back faster
// than it was bent. The normalised form of every claim about speed.
import { type Curve, curvePoints } from './curve.ts';
import { firstAbove, firstBelow } from './recovery.ts';

export interface ResistanceIndex {
  /** Null where either way is censored, or the forward way took no updates. */
  readonly ratio: number | null;
  readonly updatesBack: number | null;
  readonly updatesForward: number | null;
  /** The log-odds interval walked, from the pretrained side to the aligned side. */
  readonly near: number;
  readonly far: number;
  readonly censored: 'none' | 'back' | 'forward' | 'both';
  /** R is at least this where only the way back is censored, at most `atMost` where only the way forward is. */
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

export interface IndexOptions {
  /** The interval in log-odds; default: from the forward curve's start to the backward curve's start. */
  readonly near?: number;
  readonly far?: number;
  /** Cut this share off both ends of the interval: the last bit of a curve that levels off takes any time. Default 0. */
  readonly trim?: number;
}

interface Way {
  readonly updates: number | null;
  /** Updates walked until the curve ended, where it ended first. */
  readonly seen: number;
}

/** Updates from first being past `from` to first being past `to`, going up or down. */
function walk(curve: Curve, from: number, to: number): Way {
  const reach = to > from ? firstAbove : firstBelow;
  const start = reach(curve, from);
  const end = reach(curve, to);
  if (start?.update == null || end === null) return { updates: null, seen: 0 };
  const seen = end.at - start.update;
  return { updates: end.update === null ? null : seen, seen };
}

const share = (a: number | null, b: number | null): number | null =>
  a === null || b === null || !(b > 0) ? null : a / b;

function censoring(back: number | null, forward: number | null): ResistanceIndex['censored'] {
  if (back === null && forward === null) return 'both';
  if (back === null) return 'back';
  return forward === null ? 'forward' : 'none';
}

/** `forward`: alignment from θ0; `backward`: unalignment from θ1, both log-odds over updates. Null for an empty curve. */
export function resistanceIndex(
  forward: Curve,
  backward: Curve,
  options: IndexOptions = {},
): ResistanceIndex | null {
  const base = curvePoints(forward)[0];
  const aligned = curvePoints(backward)[0];
  if (base === undefined || aligned === undefined) return null;
  const { near: from = base.value, far: to = aligned.value, trim = 0 } = options;
  if (from === to) return null;
  const near = from + trim * (to - from);
  const far = to - trim * (to - from);
  const there = walk(forward, near, far);
  const back = walk(backward, far, near);
  return {
    ratio: share(back.updates, there.updates),
    updatesBack: back.updates,
    updatesForward: there.updates,
    near,
    far,
    censored: censoring(back.updates, there.updates),
    atLeast: back.updates === null ? share(back.seen, there.updates) : null,
    atMost: there.updates === null ? share(back.updates, there.seen) : null,
  };
}
