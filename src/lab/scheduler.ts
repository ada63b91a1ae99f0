// Gives ready steps to trainers and takes their ends: finished, paused, failed, died. What is wanted is decided by the
// experiments' states; a user's commands change those and call `pump`.
import type { FromTrainer } from '../contract/trainer.ts';
import { isolated } from '../core/isolated.ts';
import { phaseTitle } from '../core/names.ts';
import { trunkIdentity } from '../core/plan.ts';
import { phaseOfSpec } from '../core/step.ts';
import type { Announcer } from './announcer.ts';
import { damagedStep } from './damage.ts';
import type { Pace } from './pace.ts';
import { PointBuffer } from './point-buffer.ts';
import type { HostPorts } from './ports.ts';
import { chooseStep, modelOf, outcome, type QueueView, readySteps } from './queue.ts';
import type { Records } from './records.ts';
import { startOf } from './start-point.ts';
import { stepLabel } from './step-label.ts';
import { makeTask } from './task.ts';
import { type Trainer, TrainerPool } from './trainer-pool.ts';

/** Deaths of a trainer in one step without a new checkpoint, and retrainings of a lost result, that are borne. */
const patience = 3;

type Message<T extends FromTrainer['type']> = Extract<FromTrainer, { type: T }>;

export class Scheduler {
  readonly pool: TrainerPool;
  private readonly ports: HostPorts;
  private readonly records: Records;
  private readonly announcer: Announcer;
  private readonly pace: Pace;
  private readonly points: PointBuffer;
  private readonly trunks = new Map<string, string | null>();
  private readonly deaths = new Map<string, number>();
  private readonly losses = new Map<string, number>();
  private failedStarts = 0;
  private open = false;
  private whenQuiet: (() => void)[] = [];

  constructor(ports: HostPorts, records: Records, { announcer, pace }: { announcer: Announcer; pace: Pace }) {
    this.ports = ports;
    this.records = records;
    this.announcer = announcer;
    this.pace = pace;
    this.points = new PointBuffer(ports, {
      committed: (key, differing) => this.committed(key, differing),
      trouble: (error) => this.trouble(error),
    });
    this.pool = new TrainerPool(ports, {
      ready: () => this.guard(() => this.ready()),
      message: (trainer, message) => this.guard(() => this.heard(trainer, message)),
      gone: (trainer, key, reason) => this.guard(() => this.gone(trainer, key, reason)),
    });
  }

  /** From now on steps are handed out. */
  start(): void {
    this.open = true;
    for (const { row } of this.records.active()) this.settle(row.id);
    this.pump();
  }

  /** Checkpoints what is in flight and ends the trainers; what does not answer within `milliseconds` is ended by force. */
  async close(milliseconds: number): Promise<void> {
    this.open = false;
    for (const trainer of this.pool.all()) this.pool.stop(trainer, 'pause');
    const cancel = this.ports.after(milliseconds, () => this.pool.killAll());
    if (this.pool.held().size > 0) await new Promise<void>((resolve) => this.whenQuiet.push(resolve));
    cancel();
    await this.pool.end();
    this.guard(() => this.points.flushAll());
    this.announcer.flush();
  }

  /** Hands ready steps to idle trainers and starts trainers for what is left over. */
  pump(): void {
    if (!this.open) return;
    for (const trainer of this.pool.idle()) {
      while (trainer.key === null) {
        const choice = chooseStep(this.view(), trainer.lastModel);
        if (choice === null) break;
        this.begin(trainer, choice);
      }
    }
    let ready = 0;
    for (const _ of readySteps(this.view())) if (++ready >= this.ports.workers) break;
    if (ready > 0) this.pool.grow(ready);
  }

  /** The number of workers changed: trainers beyond it end once their steps are paused, more are started where there is work. */
  resize(): void {
    if (!this.open) return;
    this.pool.fit();
    this.announcer.touchTrainers();
    this.pump();
  }

  /** Stops what no experiment that is being worked on wants any more. */
  stopUnwanted(how: 'pause' | 'cancel'): void {
    for (const trainer of this.pool.all()) {
      if (trainer.key !== null && !this.wanted(trainer.key)) this.pool.stop(trainer, how);
    }
  }

  /** Whether an experiment that is being worked on needs this step. */
  private wanted(key: string): boolean {
    return this.records.holding(key).some((experiment) => this.records.isActive(experiment));
  }

  /** Forgets the failures of a step: the user asked for another try. */
  forgive(key: string): void {
    this.deaths.delete(key);
    this.losses.delete(key);
    this.failedStarts = 0;
  }

  /** Ends an experiment for which nothing is left to do. */
  settle(id: number): void {
    const { row, keys } = this.records.experiment(id);
    if (!this.open || (row.state !== 'queued' && row.state !== 'running')) return;
    const result = outcome(keys, (key) => this.records.step(key));
    const held = this.pool.held();
    if (result === 'open' || keys.some((key) => held.has(key))) return;
    const failure = keys.map((key) => this.records.step(key)).find(({ state }) => state === 'failed');
    this.records.setExperiment(id, {
      state: result,
      error: result === 'failed' ? (failure?.error ?? '') : '',
    });
    this.announcer.state(id);
  }

  private view(): QueueView {
    return {
      experiments: this.records.active().map(({ row, keys }) => ({ id: row.id, keys })),
      step: (key) => this.records.step(key),
      held: this.pool.held(),
      trunk: (key) => this.trunk(key),
    };
  }

  private trunk(key: string): string | null {
    const known = this.trunks.get(key);
    if (known !== undefined) return known;
    const { spec } = this.records.step(key);
    const identity = spec.kind === 'trunk' ? trunkIdentity(spec) : null;
    this.trunks.set(key, identity);
    return identity;
  }

  private begin(trainer: Trainer, { key, experiment }: { key: string; experiment: number }): void {
    const step = this.records.step(key);
    const start = startOf(step, this.ports, this.trunk(key));
    if (start.kind === 'done') {
      this.finish(key);
      return;
    }
    if (start.kind === 'lost') {
      this.retrain(start.key, 'its checkpoint is not in the history', key);
      return;
    }
    try {
      const task = makeTask(step, start, {
        ports: this.ports,
        experiment: this.records.experiment(experiment).row,
      });
      this.records.setStep(key, { state: 'running', error: '' });
      this.pool.train(trainer, task, { model: modelOf(step), experiment });
    } catch (error) {
      this.fail(key, error instanceof Error ? error.message : String(error));
      return;
    }
    for (const { row } of this.records.holding(key)) {
      if (row.state !== 'queued') continue;
      this.records.setExperiment(row.id, { state: 'running', error: '' });
      this.announcer.state(row.id);
    }
    this.announcer.touchTrainers();
  }

  /** What the history throws while a trainer's message is taken must not end the host. */
  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.trouble(error);
    }
  }

  /**
   * Work pauses. Points that could not be committed stay in the buffer, so no checkpoint is recorded without the
   * points before it, now or after a resume.
   */
  private trouble(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const full = error instanceof Error && 'code' in error && error.code === 'full';
    try {
      this.halt(full ? `${message}; make room on the disk, then resume` : message);
    } catch {
      // The history cannot take the change of state either; what was meant is held in memory and was announced.
    }
    this.quiet();
  }

  private ready(): void {
    this.failedStarts = 0;
    this.pump();
  }

  private heard(trainer: Trainer, message: FromTrainer): void {
    if (!('key' in message) || message.key !== trainer.key) return;
    switch (message.type) {
      case 'started':
        this.reached(trainer, { ...message, tokensPerSecond: 0, lossNats: null });
        break;
      case 'progress':
        this.reached(trainer, message);
        break;
      case 'measured':
        this.points.add(message.key, message.points, message.samples);
        break;
      case 'checkpointed':
        this.checkpointed(message);
        break;
      case 'finished':
        this.finished(trainer, message);
        break;
      case 'stopped':
        this.stopped(trainer, message.key);
        break;
      case 'failed':
        this.failed(trainer, message);
        break;
    }
  }

  private reached(
    trainer: Trainer,
    {
      update,
      tokensPerSecond,
      lossNats,
    }: Pick<Message<'progress'>, 'update' | 'tokensPerSecond' | 'lossNats'>,
  ): void {
    const step = this.records.step(trainer.key!);
    if (update > trainer.update) this.pace.did(step, update - trainer.update);
    else if (tokensPerSecond === 0) this.pace.began();
    Object.assign(trainer, { update, tokensPerSecond, lossNats: lossNats ?? trainer.lossNats });
    this.records.noteUpdate(step.key, update);
    this.touch(step.key, false);
    this.announcer.touchTrainers();
  }

  private committed(
    key: string,
    differing: readonly { metric: string; update: number; value: number }[],
  ): void {
    const [first] = differing;
    if (first !== undefined) {
      this.announcer.log(
        'error',
        `${this.name(key)} was measured again with other results (${differing.length}, the first: ${first.metric} at update ` +
          `${first.update} is now ${first.value}); the stored ones are kept, but this device does not repeat its results`,
        { experiments: this.holders(key) },
      );
    }
    this.touch(key, true);
  }

  private checkpointed(message: Message<'checkpointed'>): void {
    this.points.flush(message.key);
    const file = fileName(message.path);
    const { key, update, sha256, bytes, final } = message;
    const replaced = this.ports.history.addCheckpoint({ key, update, file, sha256, bytes, final });
    for (const old of replaced) if (old !== file) this.ports.removeCheckpoint(old);
    this.deaths.delete(key);
  }

  private finished(trainer: Trainer, message: Message<'finished'>): void {
    const { key, tokensPerSecond } = message;
    const step = this.records.step(key);
    this.release(trainer); // first: whatever the history throws, nothing more comes from this trainer
    this.finish(key);
    if (tokensPerSecond !== null && tokensPerSecond > 0) this.pace.measured(step, tokensPerSecond);
    this.pump();
  }

  /** Commits what a step that no trainer holds any more has measured; where that fails it is to be taken up again. */
  private commit(key: string): void {
    try {
      this.points.flush(key);
    } catch (error) {
      this.records.setStep(key, { state: 'interrupted' });
      throw error;
    }
  }

  private finish(key: string): void {
    this.commit(key);
    const step = this.records.step(key);
    this.records.setStep(key, { state: 'finished', update: step.spec.to, error: '' });
    this.settleHolders(key);
  }

  private stopped(trainer: Trainer, key: string): void {
    this.release(trainer);
    this.leave(key);
    this.pump();
  }

  /** A step that no trainer holds any more, unfinished: cancelled if every experiment that has it was cancelled. */
  private leave(key: string): void {
    this.commit(key);
    const alive = ['queued', 'running', 'paused'];
    const kept = this.records.holding(key).some(({ row }) => alive.includes(row.state));
    this.records.setStep(key, { state: kept ? 'interrupted' : 'cancelled' });
    this.settleHolders(key);
  }

  private failed(trainer: Trainer, message: Message<'failed'>): void {
    const { key } = message;
    this.release(trainer);
    this.commit(key);
    if (message.reason === 'checkpoint' && message.path !== null) this.damaged(key, message);
    else if (message.reason === 'disk') this.outOfDisk(key, message.message);
    else this.fail(key, message.message);
    this.pump();
  }

  private fail(key: string, error: string): void {
    this.records.setStep(key, { state: 'failed', error });
    const experiments = this.holders(key);
    this.announcer.log('error', `${this.name(key)} failed: ${error}`, { experiments, event: 'failure' });
    this.settleHolders(key);
  }

  /** A damaged file is set aside: the step falls back to an older one, or whoever made the file makes it again. */
  private damaged(key: string, message: Message<'failed'>): void {
    const file = fileName(message.path!);
    const owner = damagedStep(this.records.step(key), file, this.ports.history, this.trunk(key));
    if (owner === null) {
      this.fail(key, message.message);
      return;
    }
    this.ports.setAsideCheckpoint(file);
    this.ports.history.dropCheckpoint(owner.key, owner.update);
    this.records.setStep(key, { state: 'interrupted' });
    if (owner.key === key) {
      this.recovered(
        key,
        `${message.message}; it is set aside, and ${this.name(key)} goes on from what is before it`,
      );
      this.touch(key, false);
    } else this.retrain(owner.key, message.message, key);
  }

  private retrain(key: string, why: string, neededBy: string): void {
    const losses = (this.losses.get(key) ?? 0) + 1;
    this.losses.set(key, losses);
    if (losses > patience) {
      this.fail(neededBy, `the result of ${this.name(key)} was lost ${losses} times: ${why}`);
      return;
    }
    this.recovered(key, `${this.name(key)} is trained again: ${why}`);
    this.records.setStep(key, { state: 'waiting', error: '' });
    this.touch(key, false);
  }

  /** Nothing is lost by a full disk: the experiments wait until there is room. */
  private outOfDisk(key: string, why: string): void {
    this.records.setStep(key, { state: 'interrupted', error: why });
    this.halt(`${why}; make room on the disk, then resume`);
  }

  private halt(error: string): void {
    const ids = this.records.active().map(({ row }) => row.id);
    this.announcer.log('error', error, { experiments: ids, event: 'pause' });
    try {
      for (const id of ids) this.records.setExperiment(id, { state: 'paused', error });
    } finally {
      for (const id of ids) this.announcer.state(id);
      this.stopUnwanted('pause');
    }
  }

  private gone(trainer: Trainer, key: string | null, reason: string): void {
    this.announcer.touchTrainers();
    if (key !== null) this.died(key, reason);
    else if (!trainer.ready && !trainer.leaving && this.open && reason !== '') this.failedStart(reason);
    this.quiet();
    this.pump();
  }

  private died(key: string, reason: string): void {
    const deaths = (this.deaths.get(key) ?? 0) + 1;
    this.deaths.set(key, deaths);
    if (deaths > patience) {
      this.fail(key, `its trainer ended ${deaths} times: ${reason}`);
      return;
    }
    this.recovered(key, `a trainer ended (${reason}); ${this.name(key)} goes on from its last checkpoint`);
    this.leave(key);
  }

  private failedStart(reason: string): void {
    if (++this.failedStarts < patience) return;
    this.failedStarts = 0;
    this.halt(`trainers do not start: ${reason}`);
  }

  private release(trainer: Trainer): void {
    this.pool.free(trainer);
    this.announcer.touchTrainers();
    this.quiet();
  }

  private quiet(): void {
    if (this.pool.held().size === 0) for (const resolve of this.whenQuiet.splice(0)) resolve();
  }

  private recovered(key: string, message: string): void {
    this.announcer.log('warning', message, { experiments: this.holders(key), event: 'recovery' });
  }

  private holders(key: string): number[] {
    return this.records.holding(key).map(({ row }) => row.id);
  }

  /** `alignment (512 examples) of experiment 3 “width”`, as a user knows the step. */
  private name(key: string): string {
    const { spec } = this.records.step(key);
    const [first, ...more] = this.records.holding(key).map(({ row }) => row);
    const step = `${phaseTitle(phaseOfSpec(spec))} (${stepLabel(spec)})`;
    if (first === undefined) return step;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return `${step} of experiment ${first.id} “${isolated(first.name)}”${others}`;
  }

  private touch(key: string, points: boolean): void {
    for (const { row } of this.records.holding(key)) this.announcer.touch(row.id, points);
  }

  private settleHolders(key: string): void {
    this.touch(key, false);
    for (const { row } of this.records.holding(key)) this.settle(row.id);
  }
}

const fileName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
