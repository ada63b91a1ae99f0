// The host behind the preload's keyhole. Its process is this window's parent, so it is there as long as the window is.
import { type CommandInput, type CommandName, type CommandOutput, eventSchema } from '../contract/window.ts';
import { hostFailure } from './host-failure.ts';
import type { WindowLink } from './window-link.ts';

/** What `src/preload` exposes as `window.springback`. */
export interface Keyhole {
  /** Answers `{ output }` or `{ failure }`. */
  call(command: string, input: unknown): Promise<unknown>;
  listen(listener: (event: unknown) => void): () => void;
  /** Answers `{ output: { file } }` or `{ failure }`. */
  savePdf(name: string): Promise<unknown>;
}

function outputOf(answer: unknown): unknown {
  const { output, failure } = answer as { output?: unknown; failure?: unknown };
  if (failure !== undefined) throw hostFailure(failure);
  return output;
}

export function electronLink(keyhole: Keyhole): WindowLink {
  return {
    async call<C extends CommandName>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
      return outputOf(await keyhole.call(command, input)) as CommandOutput<C>;
    },
    listen: (listener) =>
      keyhole.listen((message) => {
        const event = eventSchema.safeParse(message);
        if (event.success) listener(event.data);
      }),
    watch(listener) {
      listener('open');
      return () => {};
    },
    savePdf: async (name) => (outputOf(await keyhole.savePdf(name)) as { file: string | null }).file,
  };
}
