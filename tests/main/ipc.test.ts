import type { IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { answerCalls, isTrusted, sendEvents } from '../../src/main/ipc.ts';
import { temporaryHost } from '../lab/temporary-host.ts';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;
const frame = (url: string): WebFrameMain => ({ url }) as WebFrameMain;
function sentBy(url: string): IpcMainInvokeEvent {
  const senderFrame = frame(url);
  return { senderFrame, sender: { mainFrame: senderFrame } } as IpcMainInvokeEvent;
}
const ours = sentBy('springback://window/index.html#/');

function connect(lab: Parameters<typeof answerCalls>[1]): Handler {
  let handler: Handler | undefined;
  answerCalls(
    {
      handle(channel, given) {
        expect(channel).toBe('springback:call');
        handler = given;
      },
    },
    lab,
  );
  return handler!;
}

describe('who may speak to the lab', () => {
  it('the top frame of our own page', () => {
    expect(isTrusted(ours)).toBe(true);
  });
  it('no other page, no frame inside ours, no frame that is gone', () => {
    expect(isTrusted(sentBy('https://example.org/'))).toBe(false);
    const mainFrame = frame('springback://window/index.html');
    expect(isTrusted({ senderFrame: frame('springback://window/index.html'), sender: { mainFrame } })).toBe(
      false,
    );
    expect(isTrusted({ senderFrame: null, sender: { mainFrame } })).toBe(false);
  });
  it('a stranger is refused before the lab hears of it', async () => {
    let heard = 0;
    const call = connect({
      dispatch: () => {
        heard += 1;
        return Promise.reject(new Error('never'));
      },
    });
    await expect(call(sentBy('https://example.org/'), 'experiment.list', {})).rejects.toThrow(
      'refused a message from https://example.org/',
    );
    expect(heard).toBe(0);
  });
});

describe('calls, over a real host', () => {
  it('answer with an output', async () => {
    const call = connect(temporaryHost().lab);
    expect(await call(ours, 'experiment.list', {})).toEqual({ output: [] });
  });

  it('say what is wrong with an input, by its path', async () => {
    const call = connect(temporaryHost().lab);
    const answer = await call(ours, 'experiment.get', { id: -1 });
    expect(answer).toMatchObject({ failure: { code: 'input', issues: [{ path: 'experiment.get.id' }] } });
  });

  it('keep the code of an error: a missing experiment is missing, not a fault', async () => {
    const call = connect(temporaryHost().lab);
    expect(await call(ours, 'experiment.get', { id: 7 })).toMatchObject({ failure: { code: 'missing' } });
  });

  it.each([['no.such'], ['constructor'], [42], [null]])('do not know the command %j', async (command) => {
    const call = connect(temporaryHost().lab);
    const answer = (await call(ours, command, {})) as { failure: { code: string; message: string } };
    expect(answer.failure.code).toBe('input');
    expect(answer.failure.message).toContain(`unknown command: ${JSON.stringify(command)}`);
  });
});

it('events reach open windows and spare destroyed ones', () => {
  const sent: string[] = [];
  const window = (name: string, destroyed: boolean) => ({
    isDestroyed: () => destroyed,
    webContents: { send: (channel: string) => sent.push(`${name} ${channel}`) },
  });
  let emit: Parameters<Parameters<typeof sendEvents>[0]['listen']>[0] | undefined;
  const lab = {
    listen(listener: NonNullable<typeof emit>) {
      emit = listener;
      return () => undefined;
    },
  };
  sendEvents(lab, () => [window('a', false), window('b', true)]);
  emit!({ type: 'log', id: 1, at: '2026-01-01T00:00:00.000Z', level: 'info', message: 'x' });
  expect(sent).toEqual(['a springback:event']);
});
