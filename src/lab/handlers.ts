// What every group of command handlers is given, and what it must bring.
import type { CommandName, CommandOutput, CommandRequest } from '../contract/window.ts';
import type { Announcer } from './announcer.ts';
import type { Claims } from './claims.ts';
import type { Jobs } from './jobs.ts';
import type { Pace } from './pace.ts';
import type { HostPorts } from './ports.ts';
import type { Records } from './records.ts';
import type { Scheduler } from './scheduler.ts';

export type Handlers = {
  [C in CommandName]: (input: CommandRequest<C>) => CommandOutput<C> | Promise<CommandOutput<C>>;
};
/** The handlers of one table of commands. */
export type HandlersOf<Commands> = Pick<Handlers, keyof Commands & CommandName>;

export interface LabParts {
  readonly ports: HostPorts;
  readonly records: Records;
  readonly announcer: Announcer;
  readonly scheduler: Scheduler;
  readonly pace: Pace;
  readonly claims: Claims;
  readonly jobs: Jobs;
}
