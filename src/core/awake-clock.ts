// A steady clock that stands still while the machine sleeps. What is measured in it, the speed of training and the silence
// of a trainer, is not spoilt by a night with the lid closed: on macOS and Windows the system's steady clock runs on then,
// on Linux it stops. Pure: the clock underneath is given.

export interface AwakeClockOptions {
  /** Milliseconds of a clock that never goes back. */
  readonly steady: () => number;
  /** Two readings further apart than this had a sleep between them. Whoever holds the clock reads it more often. */
  readonly longestMilliseconds: number;
}

/** Each call is a reading: milliseconds since the first, without the sleeps. */
export function awakeClock({ steady, longestMilliseconds }: AwakeClockOptions): () => number {
  let last = steady();
  let awake = 0;
  return () => {
    const now = steady();
    if (now - last <= longestMilliseconds) awake += now - last;
    last = now;
    return awake;
  };
}
