// A trainer as Electron's utility process: Node inside Electron's own binary, ended with it.
import type { ForkOptions, UtilityProcess } from 'electron';
import { fromTrainerSchema } from '../contract/trainer.ts';
import type { TrainerEvents, TrainerLink } from '../lab/ports.ts';

export interface UtilityProcesses {
  fork(entry: string, args?: string[], options?: ForkOptions): UtilityProcess;
}
export interface UtilityTrainerOptions {
  readonly entry: string;
  /** Ends a process at once. Electron's own `kill` asks with SIGTERM, which a busy trainer hears too late. */
  killNow(pid: number): void;
}

export function startUtilityTrainer(
  processes: UtilityProcesses,
  events: TrainerEvents,
  { entry, killNow }: UtilityTrainerOptions,
): TrainerLink {
  const stdio: ForkOptions['stdio'] = ['ignore', 'ignore', 'pipe'];
  const child = processes.fork(entry, [], { serviceName: 'Springback trainer', stdio });
  let complaint = '';
  let gone = false;
  const leave = (reason: string): void => {
    if (gone) return;
    gone = true;
    events.exit(reason);
  };
  const kill = (): void => {
    if (child.pid === undefined) child.kill();
    else killNow(child.pid);
  };
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString('utf8')).slice(-2000);
  });
  child.on('message', (message: unknown) => {
    const parsed = fromTrainerSchema.safeParse(message);
    if (parsed.success) return events.message(parsed.data);
    kill();
    leave(`it said what the contract does not know: ${parsed.error.message}`);
  });
  child.on('error', (type, location) => {
    complaint += `${type} at ${location}`;
  });
  child.on('exit', (code) => leave([`ended with code ${code}`, complaint.trim()].filter(Boolean).join(': ')));
  return {
    /** 0 until the process has been spawned. */
    get pid() {
      return child.pid ?? 0;
    },
    send: (message) => {
      if (!gone) child.postMessage(message);
    },
    kill,
  };
}
