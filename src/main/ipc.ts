// The lab behind Electron's IPC: every message is checked for who sent it and for its shape before the lab hears of it.
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { WindowEvent } from '../contract/window.ts';
import { inputError } from '../core/errors.ts';
import { isCommand, toFailure } from '../lab/failure.ts';
import type { Lab } from '../lab/lab.ts';
import { isWindowUrl } from './protocol.ts';

export const callChannel = 'springback:call';
export const eventChannel = 'springback:event';

type Sender = Pick<IpcMainInvokeEvent, 'senderFrame'> & {
  readonly sender: Pick<IpcMainInvokeEvent['sender'], 'mainFrame'>;
};

/** Whether a message comes from the top frame of a window that shows our own page. */
export function isTrusted({ senderFrame, sender }: Sender): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isWindowUrl(senderFrame.url);
}

/** Answers `{ output }` or `{ failure }`: an Error would lose its fields on the way. Throws where a stranger asks. */
export async function answerTrusted(event: Sender, work: () => Promise<unknown>): Promise<unknown> {
  if (!isTrusted(event)) throw new Error(`refused a message from ${event.senderFrame?.url ?? 'nowhere'}`);
  try {
    return { output: await work() };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}

export function answerCalls(ipcMain: Pick<IpcMain, 'handle'>, lab: Pick<Lab, 'dispatch'>): void {
  ipcMain.handle(callChannel, (event, command: unknown, input: unknown) =>
    answerTrusted(event, async () => {
      if (typeof command !== 'string' || !isCommand(command))
        throw inputError('', `unknown command: ${JSON.stringify(command)}`);
      return lab.dispatch(command, input);
    }),
  );
}

interface Receiver {
  isDestroyed(): boolean;
  readonly webContents: { send(channel: string, event: WindowEvent): void };
}

/** Sends the lab's events to every open window; returns the function that stops it. */
export function sendEvents(lab: Pick<Lab, 'listen'>, windows: () => readonly Receiver[]): () => void {
  return lab.listen((event) => {
    for (const window of windows()) if (!window.isDestroyed()) window.webContents.send(eventChannel, event);
  });
}
