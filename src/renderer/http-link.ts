// The host behind HTTP on this machine: POST for commands, server-sent events for events. The event stream is also the
// sign of life: while it is down the host counts as gone, and it is opened again until it answers.
import type { CommandInput, CommandName, CommandOutput, WindowEvent } from '../contract/window.ts';
import { eventSchema } from '../contract/window.ts';
import { asFailure, HostFailure, hostFailure } from './host-failure.ts';
import type { Connection, WindowLink } from './window-link.ts';

const retryMilliseconds = 1000;

/** `base` is where the host's API is, relative to the page. */
export function httpLink(base: string): WindowLink {
  const listeners = new Set<(event: WindowEvent) => void>();
  const watchers = new Set<(connection: Connection) => void>();
  let connection: Connection = 'open';
  const setConnection = (now: Connection): void => {
    if (now === connection) return;
    connection = now;
    for (const watcher of watchers) watcher(now);
  };
  openEvents(base, {
    connection: setConnection,
    message(text) {
      const event = eventSchema.safeParse(JSON.parse(text));
      if (event.success) for (const listener of listeners) listener(event.data);
    },
  });
  return {
    call: (command, input) => post(base, command, input),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(watcher) {
      watchers.add(watcher);
      watcher(connection);
      return () => watchers.delete(watcher);
    },
  };
}

async function post<C extends CommandName>(
  base: string,
  command: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(input);
  const response = await fetch(`${base}/${command}`, { method: 'POST', headers, body }).catch(() => {
    throw new HostFailure('unreachable', 'The host does not answer.');
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw hostFailure(answer);
  return answer as CommandOutput<C>;
}

/** Keeps an event stream open. A browser retries a broken stream, but gives up on one that is refused: we do not. */
function openEvents(
  base: string,
  on: { connection(now: Connection): void; message(text: string): void },
): void {
  const source = new EventSource(`${base}/events`);
  source.onopen = () => on.connection('open');
  source.onmessage = ({ data }) => on.message(String(data));
  source.onerror = () => {
    source.close();
    on.connection('gone');
    post(base, 'workbench.info', {}).catch((error: unknown) => {
      if (asFailure(error).code !== 'unreachable') on.connection('refused');
    });
    setTimeout(() => openEvents(base, on), retryMilliseconds);
  };
}
