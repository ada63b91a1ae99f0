// How fast something grows, over a sliding window of a steady clock's time. Evaluation and start-up are inside the window, so the
// rate is what a user waits for, not the speed of the training step alone.

const windowMilliseconds = 20_000;
const spacingMilliseconds = 400;

export class RateMeter {
  private total = 0;
  private samples: { at: number; total: number }[] = [];

  /** Adds what was done by the time `at` (milliseconds). */
  add(at: number, amount: number): void {
    if (this.samples.length === 0) this.samples.push({ at, total: this.total });
    this.total += amount;
    const last = this.samples.at(-1)!;
    if (at - last.at >= spacingMilliseconds) this.samples.push({ at, total: this.total });
    while (this.samples.length > 2 && at - this.samples[0]!.at > windowMilliseconds) this.samples.shift();
  }

  /** Amount per second up to `at`; 0 until a second has been seen, and after a window without anything. */
  perSecond(at: number): number {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || at - last.at > windowMilliseconds) return 0;
    const seconds = (at - first.at) / 1000;
    return seconds < 1 ? 0 : (this.total - first.total) / seconds;
  }

  reset(): void {
    this.samples = [];
  }
}
