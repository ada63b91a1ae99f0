// The wire to the host: a child process's IPC channel under Node, the parent port under Electron. It carries messages
// and knows none of them.

export interface Channel {
  send(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
  /** Calls back when the host is gone. */
  closed(listener: () => void): void;
}

/** What Electron's utility processes have in place of `process.send`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** The channel to the process that started this one, or null where there is none. */
export function openChannel(process: NodeJS.Process): Channel | null {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (port) return portChannel(port);
  return process.send ? childChannel(process) : null;
}

/** Electron ends a utility process with its parent, so nothing has to be watched. */
function portChannel(port: ParentPort): Channel {
  return {
    send: (message) => port.postMessage(message),
    listen: (listener) => port.on('message', ({ data }) => listener(data)),
    closed: () => undefined,
  };
}

function childChannel(process: NodeJS.Process): Channel {
  const listeners: (() => void)[] = [];
  const close = (): void => {
    for (const listener of listeners) listener();
  };
  process.on('disconnect', close);
  return {
    send: (message) => process.send!(message, undefined, {}, (error) => error && close()),
    listen: (listener) => process.on('message', listener),
    closed: (listener) => listeners.push(listener),
  };
}
