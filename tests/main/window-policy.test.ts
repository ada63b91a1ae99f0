import { EventEmitter } from 'node:events';
import type { OnBeforeRequestListenerDetails, Session, WebContents } from 'electron';
import { expect, it } from 'vitest';
import { guardContents, guardSession, mayLoad, windowOptions } from '../../src/main/window-policy.ts';

it('a window is isolated, sandboxed and without Node', () => {
  expect(windowOptions('/preload.cjs').webPreferences).toMatchObject({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

it('every permission is denied, asked or checked', () => {
  const answers: boolean[] = [];
  guardSession({
    setPermissionRequestHandler: (handler) =>
      handler!({} as WebContents, 'media', (allowed) => answers.push(allowed), {} as never),
    setPermissionCheckHandler: (handler) =>
      answers.push(handler!(null, 'clipboard-read' as never, '', {} as never)),
    setDevicePermissionHandler: (handler) => answers.push(handler!({} as never)),
    webRequest: { onBeforeRequest: () => undefined } as unknown as Session['webRequest'],
  });
  expect(answers).toEqual([false, false, false]);
});

it('a deck may fill the screen', () => {
  const answers: boolean[] = [];
  guardSession({
    setPermissionRequestHandler: (handler) =>
      handler!({} as WebContents, 'fullscreen', (allowed) => answers.push(allowed), {} as never),
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    webRequest: { onBeforeRequest: () => undefined } as unknown as Session['webRequest'],
  });
  expect(answers).toEqual([true]);
});

it('requests to the network are cancelled, those of the window pass', () => {
  type Listener = (
    details: OnBeforeRequestListenerDetails,
    answer: (response: { cancel?: boolean }) => void,
  ) => void;
  const kept: { listener?: Listener } = {};
  guardSession({
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    webRequest: {
      onBeforeRequest: (listener: Listener) => {
        kept.listener = listener;
      },
    } as unknown as Session['webRequest'],
  });
  const cancelled = (url: string): boolean | undefined => {
    let cancel: boolean | undefined;
    kept.listener!({ url } as OnBeforeRequestListenerDetails, (answer) => {
      cancel = answer.cancel;
    });
    return cancel;
  };
  for (const url of [
    'https://example.org/',
    'http://127.0.0.1:80/',
    'ws://localhost/',
    'file:///etc/passwd',
    'springback://other/',
  ])
    expect(cancelled(url), url).toBe(true);
  expect(cancelled('springback://window/index.html')).toBe(false);
  expect(mayLoad('blob:springback://window/6f')).toBe(true);
  expect(mayLoad('blob:https://example.org/6f')).toBe(false);
});

it('navigation, frames, redirects, embedded pages and new windows are denied', () => {
  const contents = new EventEmitter();
  const denied: string[] = [];
  let openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined;
  guardContents(
    Object.assign(contents, {
      setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]) {
        openHandler = handler;
      },
    }),
  );
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])
    contents.emit(event, { preventDefault: () => denied.push(event) });
  expect(denied).toEqual(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']);
  expect(openHandler!({ url: 'springback://window/index.html' } as never)).toEqual({ action: 'deny' });
});
