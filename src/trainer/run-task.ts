// One task from the host: trains the step and tells what comes of it. Every task ends with one `finished`, `stopped` or
// `failed`.
import type { FromTrainer, Task } from '../contract/trainer.ts';
import { InputError } from '../core/errors.ts';
import { CheckpointError, DiskError } from '../engine/checkpoint.ts';
import { type StepTask, type TrainEvent, trainStep } from '../engine/train.ts';
import { Report } from './report.ts';
import type { Workshop } from './workshop.ts';

export interface TaskSurroundings {
  readonly workshop: Workshop;
  readonly control: StepTask['control'];
  post(message: FromTrainer): void;
  /** Milliseconds of a steady clock. */
  now(): number;
}

export async function runTask(task: Task, { workshop, control, post, now }: TaskSurroundings): Promise<void> {
  const report = new Report(task.key, post, now);
  try {
    const prepared = await workshop.prepare(task);
    for await (const event of trainStep({ ...prepared, control, now })) tell(task.key, event, report);
  } catch (error) {
    report.send(failureOf(task.key, error));
  }
}

function tell(key: string, event: TrainEvent, report: Report): void {
  switch (event.type) {
    case 'updated': {
      const { update, tokensPerSecond, lossNats, points } = event;
      report.measured(points);
      report.progress({ update, tokensPerSecond, lossNats });
      return;
    }
    case 'measured':
      report.measured(
        event.points,
        event.samples.map((sample) => ({ update: event.update, ...sample, tokens: [...sample.tokens] })),
      );
      return;
    case 'checkpointed': {
      const { update, final, file } = event;
      report.send({ type: 'checkpointed', key, update, final, ...file });
      return;
    }
    default:
      report.send({ key, ...event });
  }
}

/** Which kind of failure it is decides what the host does about it. */
function failureOf(key: string, error: unknown): FromTrainer {
  const message = error instanceof Error ? error.message : String(error);
  const failed = { type: 'failed', key, message, path: null } as const;
  if (error instanceof InputError) return { ...failed, reason: 'input' };
  if (error instanceof CheckpointError) return { ...failed, reason: 'checkpoint', path: error.path };
  if (error instanceof DiskError) return { ...failed, reason: 'disk', path: error.path };
  console.error(error); // ours to mend: the stack goes to the host's log
  return { ...failed, reason: 'fault' };
}
