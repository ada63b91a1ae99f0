// Measurements on their way into the history: gathered per step for a few hundred milliseconds, then committed in one
// transaction each. What is gathered is committed before the checkpoint that stands for it.
import type { Sample } from '../contract/trainer.ts';
import type { Point } from '../core/step.ts';
import type { HostPorts } from './ports.ts';

const delayMilliseconds = 300;

interface Pending {
  points: Point[];
  samples: Sample[];
  update: number;
}

export class PointBuffer {
  private readonly ports: HostPorts;
  private readonly committed: (key: string, differing: readonly Point[]) => void;
  private readonly trouble: (error: unknown) => void;
  private readonly pending = new Map<string, Pending>();
  private cancelTimer: (() => void) | null = null;

  /**
   * `committed` hears of every commit, with the points that differ from what the history already holds; `trouble` of
   * what a commit by the clock throws.
   */
  constructor(
    ports: HostPorts,
    { committed, trouble }: { committed: PointBuffer['committed']; trouble: PointBuffer['trouble'] },
  ) {
    this.ports = ports;
    this.committed = committed;
    this.trouble = trouble;
  }

  add(key: string, points: readonly (readonly [string, number, number])[], samples: readonly Sample[]): void {
    const pending = this.pending.get(key) ?? { points: [], samples: [], update: 0 };
    this.pending.set(key, pending);
    for (const [metric, update, value] of points) {
      pending.points.push({ metric, update, value });
      pending.update = Math.max(pending.update, update);
    }
    pending.samples.push(...samples);
    this.cancelTimer ??= this.ports.after(delayMilliseconds, () => this.flushInTime());
  }

  flush(key: string): void {
    const pending = this.pending.get(key);
    if (pending === undefined) return;
    const differing = this.ports.history.addPoints(key, pending.points, pending.samples, pending.update);
    this.pending.delete(key); // not before: what could not be committed is kept for the next try
    this.committed(key, differing);
  }

  flushAll(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    for (const key of [...this.pending.keys()]) this.flush(key);
  }

  private flushInTime(): void {
    try {
      this.flushAll();
    } catch (error) {
      this.trouble(error);
    }
  }
}
