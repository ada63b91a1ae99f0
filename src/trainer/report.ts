// What a trainer tells its host of one step: points in batches, progress now and then, never out of order.
import type { FromTrainer, Sample } from '../contract/trainer.ts';
import type { Point } from '../core/step.ts';

const batchMilliseconds = 300;
const progressMilliseconds = 250;

type Progress = Omit<Extract<FromTrainer, { type: 'progress' }>, 'type' | 'key'>;

export class Report {
  private readonly key: string;
  private readonly post: (message: FromTrainer) => void;
  private readonly now: () => number;
  private points: [string, number, number][] = [];
  private samples: Sample[] = [];
  private flushed: number;
  private progressed = Number.NEGATIVE_INFINITY;

  /** `now` is in milliseconds. */
  constructor(key: string, post: (message: FromTrainer) => void, now: () => number) {
    this.key = key;
    this.post = post;
    this.now = now;
    this.flushed = now();
  }

  /** Sends what was measured, now or with later points. */
  measured(points: readonly Point[], samples: readonly Sample[] = []): void {
    for (const { metric, update, value } of points) this.points.push([metric, update, value]);
    this.samples.push(...samples);
    if (this.now() - this.flushed >= batchMilliseconds) this.flush();
  }

  /** At most four times a second; the others are dropped. */
  progress(progress: Progress): void {
    if (this.now() - this.progressed < progressMilliseconds) return;
    this.progressed = this.now();
    this.post({ type: 'progress', key: this.key, ...progress });
  }

  /** Sends a message after everything measured before it. */
  send(message: FromTrainer): void {
    this.flush();
    this.post(message);
  }

  private flush(): void {
    this.flushed = this.now();
    if (this.points.length === 0 && this.samples.length === 0) return;
    this.post({ type: 'measured', key: this.key, points: this.points, samples: this.samples });
    this.points = [];
    this.samples = [];
  }
}
