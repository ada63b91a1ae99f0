// Long work: one of a kind at a time, the others wait; told of a few times a second, cancelled where nothing is half done.
import type { Job } from '../contract/bundles.ts';
import type { Announcer } from './announcer.ts';
import type { Control } from './bundle-ports.ts';
import { LabError } from './failure.ts';
import type { HostPorts } from './ports.ts';

const spacingMilliseconds = 250;
const kept = 50;

/** Thrown inside a job that was called off. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
/** What of an outcome a job tells. */
type JobOutcome = Partial<Pick<Job, 'file' | 'imported'>>;
interface Running {
  job: Job;
  cancelled: boolean;
  /** Cancels the event that is to come. */
  pending: (() => void) | null;
}

export class Jobs {
  private readonly ports: Pick<HostPorts, 'after'>;
  private readonly announcer: Announcer;
  private readonly all = new Map<number, Running>();
  private readonly tails = new Map<Job['kind'], Promise<unknown>>();
  private lastId = 0;
  private closed = false;

  constructor(ports: Pick<HostPorts, 'after'>, announcer: Announcer) {
    this.ports = ports;
    this.announcer = announcer;
  }

  /** Newest first. */
  list(): Job[] {
    return [...this.all.values()].map(({ job }) => job).reverse();
  }

  /** Begins `work` when the jobs of its kind before it have ended. `end` throws what `work` threw. */
  start<Outcome extends object>(
    about: Pick<Job, 'kind' | 'title' | 'unit'>,
    work: (control: Control) => Promise<Outcome>,
  ): { id: number; end: Promise<Outcome> } {
    if (this.closed) throw new LabError('conflict', 'the workbench is closing');
    const id = ++this.lastId;
    const job: Job = {
      id,
      ...about,
      state: 'running',
      done: 0,
      total: 0,
      error: '',
      file: null,
      imported: null,
    };
    const running: Running = { job, cancelled: false, pending: null };
    this.all.set(id, running);
    this.forgetOld();
    this.announcer.job(job);
    const end = (this.tails.get(about.kind) ?? Promise.resolve()).then(() => this.run(running, work));
    this.tails.set(
      about.kind,
      end.catch(() => undefined), // told by the job itself
    );
    return { id, end };
  }

  /** Throws `missing` where there is no such job; one that has ended stays as it ended. */
  cancel(id: number): void {
    const running = this.all.get(id);
    if (running === undefined) throw new LabError('missing', `there is no job ${id}`);
    running.cancelled = true;
  }

  /** Calls off what is under way and waits for it. */
  async close(): Promise<void> {
    this.closed = true;
    for (const running of this.all.values()) running.cancelled = true;
    await Promise.all(this.tails.values());
  }

  private async run<Outcome extends object>(
    running: Running,
    work: (control: Control) => Promise<Outcome>,
  ): Promise<Outcome> {
    const check = (): void => {
      if (running.cancelled) throw new Cancelled('it was cancelled');
    };
    const progress = (done: number, total: number): void => {
      running.job = { ...running.job, done, total: Math.max(done, total) };
      running.pending ??= this.ports.after(spacingMilliseconds, () => this.tell(running));
    };
    try {
      check();
      const outcome = await work({ check, progress });
      const { file = null, imported = null } = outcome as JobOutcome;
      const total = Math.max(running.job.done, running.job.total);
      this.finish(running, { state: 'finished', file, imported, done: total, total });
      return outcome;
    } catch (error) {
      const state = error instanceof Cancelled ? 'cancelled' : 'failed';
      const message = error instanceof Error ? error.message : String(error);
      this.finish(running, { state, error: state === 'failed' ? message : '' });
      throw error;
    }
  }

  private finish(running: Running, change: Partial<Job>): void {
    running.job = { ...running.job, ...change };
    this.tell(running);
  }

  private tell(running: Running): void {
    running.pending?.();
    running.pending = null;
    this.announcer.job(running.job);
  }

  private forgetOld(): void {
    for (const [id, { job }] of this.all) {
      if (this.all.size <= kept) return;
      if (job.state !== 'running') this.all.delete(id);
    }
  }
}
