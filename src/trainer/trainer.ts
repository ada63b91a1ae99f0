// The process that trains: hears tasks from its host, one at a time, and answers. Run by a host, not by hand.
import { setPriority } from 'node:os';
import { type FromTrainer, type ToTrainer, toTrainerSchema } from '../contract/trainer.ts';
import { awakeClock } from '../core/awake-clock.ts';
import { reportDevices } from '../engine/devices.ts';
import { type Channel, openChannel } from './channel.ts';
import { runTask } from './run-task.ts';
import { Workshop } from './workshop.ts';

const heartbeatMilliseconds = 1000;
/** A trainer that is silent for so long is ended by its host: what is longer was a sleep of the machine. */
const longestMilliseconds = 120_000;
/** Below the window and the host, above what runs only on an idle machine. */
const lowPriority = 10;

interface CurrentTask {
  readonly key: string;
  request: 'pause' | 'cancel' | null;
}

function main(channel: Channel): void {
  const workshop = new Workshop();
  const awake = awakeClock({ steady: () => performance.now(), longestMilliseconds });
  const post = (message: FromTrainer): void => channel.send(message);
  let current: CurrentTask | null = null;

  const train = async ({ task }: Extract<ToTrainer, { type: 'train' }>): Promise<void> => {
    if (current !== null) {
      const message = `the trainer is busy with step ${current.key}`;
      post({ type: 'failed', key: task.key, message, reason: 'fault', path: null });
      return;
    }
    const control: CurrentTask = { key: task.key, request: null };
    current = control;
    const isOver = ({ type }: FromTrainer): boolean => ['finished', 'stopped', 'failed'].includes(type);
    await runTask(task, {
      workshop,
      control,
      now: awake,
      post(message) {
        if (isOver(message)) current = null; // before the host hears it and sends the next
        post(message);
      },
    });
  };

  const hear = async (message: ToTrainer): Promise<void> => {
    if (message.type === 'train') await train(message);
    if (message.type === 'probe') post({ type: 'devices', devices: await reportDevices() });
    if (message.type === 'shutdown') process.exit(0);
    // A step that has just ended answered already; a cancellation outweighs a pause.
    if (message.type === 'pause' && current?.key === message.key) current.request ??= 'pause';
    if (message.type === 'cancel' && current?.key === message.key) current.request = 'cancel';
  };

  channel.listen((message) => void hear(toTrainerSchema.parse(message)));
  channel.closed(() => process.exit(0));
  setInterval(() => {
    awake();
    post({ type: 'heartbeat' });
  }, heartbeatMilliseconds);
  post({ type: 'ready', pid: process.pid });
}

function lowerPriority(): void {
  try {
    setPriority(lowPriority);
  } catch (error) {
    console.error(`trainer: keeps its priority: ${(error as Error).message}`);
  }
}

process.on('SIGTERM', () => process.exit(0));
const channel = openChannel(process);
if (channel === null) {
  console.error('This is a trainer: it is started by Springback, and has nothing to do by itself.');
  process.exit(2);
}
lowerPriority();
main(channel);
