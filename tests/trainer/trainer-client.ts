// A host's side of a real trainer process, for tests: forks it, speaks the contract, waits for what it says.
import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import {
  type FromTrainer,
  fromTrainerSchema,
  type Task,
  type ToTrainer,
} from '../../src/contract/trainer.ts';
import type { StepSpec } from '../../src/core/step.ts';

const entry = resolve(import.meta.dirname, '../../src/trainer/trainer.ts');
type Kind = FromTrainer['type'];
type Of<K extends Kind> = Extract<FromTrainer, { type: K }>;

export class TrainerClient {
  readonly messages: FromTrainer[] = [];
  readonly child: ChildProcess;
  errors = '';
  private readonly waiting = new Set<() => void>();

  constructor() {
    this.child = fork(entry, [], {
      execArgv: [],
      serialization: 'json',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    this.child.on('message', (message) => {
      this.messages.push(fromTrainerSchema.parse(message));
      for (const wake of this.waiting) wake();
    });
    this.child.on('exit', () => {
      for (const wake of this.waiting) wake();
    });
  }

  send(message: ToTrainer): void {
    this.child.send(message);
  }

  /** The first message from number `from` on of one of these kinds. */
  async until<K extends Kind>(kinds: readonly K[], from = 0): Promise<Of<K>> {
    for (;;) {
      const found = this.messages.slice(from).find(({ type }) => kinds.includes(type as K));
      if (found) return found as Of<K>;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`the trainer ended while waiting for ${kinds.join(' or ')}: ${this.errors}`);
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }

  /** Trains and returns what was said of it, up to its end. */
  async train(task: Task): Promise<FromTrainer[]> {
    const from = this.messages.length;
    this.send({ type: 'train', task });
    await this.until(['finished', 'stopped', 'failed'], from);
    return this.messages.slice(from).filter((message) => 'key' in message && message.key === task.key);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const over = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await over;
  }
}

export const taskFor = (key: string, spec: StepSpec, folder: string, change: Partial<Task> = {}): Task => ({
  ...{ key, spec, files: {}, start: null, base: null, aligned: null },
  ...{ checkpointFolder: folder, checkpointSeconds: 1000, threads: 1, ...change },
});

export const pointsOf = (messages: readonly FromTrainer[]) =>
  messages.flatMap((message) => (message.type === 'measured' ? message.points : []));

/** The last checkpoint that was told of, as a task refers to it. */
export function savedIn(messages: readonly FromTrainer[]) {
  const saved = messages.findLast((message) => message.type === 'checkpointed');
  if (!saved) throw new Error('no checkpoint');
  const { key, path, sha256, update } = saved;
  return { key, path, sha256, update };
}
