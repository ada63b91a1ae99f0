import { EventEmitter } from 'node:events';
import type { OnBeforeRequestListenerDetails, Session, WebContents } from 'electron';
import { expect, it } from 'vitest';
import { guardContents, guardSession, mayLoad, windowOptions } from '../../src/main/window-policy.ts';

it('a window is isolated, sandboxed and without Node', () => {
  expect(windowOptions('/preload.cjs', 'persist:a').webPreferences).toMatchObject({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
  });
});

type Asked = Parameters<NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>>;
type Checked = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>;
const page = 'springback://window/index.html#/monitor';

/** How a session that is guarded answers, asked for a permission or checked for one. */
function permissions() {
  const kept = {} as {
    ask: (...asked: Asked) => void;
    check: (...checked: Checked) => boolean;
    device: boolean;
  };
  guardSession({
    setPermissionRequestHandler: (handler) => void Object.assign(kept, { ask: handler }),
    setPermissionCheckHandler: (handler) => void Object.assign(kept, { check: handler }),
    setDevicePermissionHandler: (handler) => void Object.assign(kept, { device: handler!({} as never) }),
    webRequest: { onBeforeRequest: () => undefined } as unknown as Session['webRequest'],
  });
  return {
    device: kept.device,
    asked(permission: Asked[1], requestingUrl = page, isMainFrame = true): boolean {
      const answers: boolean[] = [];
      kept.ask({} as WebContents, permission, (allowed) => void answers.push(allowed), {
        requestingUrl,
        isMainFrame,
      });
      expect(answers).toHaveLength(1);
      return answers[0]!;
    },
    checked: (permission: Checked[1], origin = 'springback://window/', requestingUrl?: string): boolean =>
      kept.check(null, permission, origin, {
        isMainFrame: true,
        ...(requestingUrl !== undefined && { requestingUrl }),
      }),
  };
}
const needed = [
  'fullscreen',
  'screen-wake-lock',
  'notifications',
  'clipboard-sanitized-write',
  'clipboard-read',
] as const;

it('our own page has what it uses: it fills the screen and keeps it on, notifies, copies, pastes', () => {
  const { asked, checked } = permissions();
  for (const permission of needed) {
    expect(asked(permission), permission).toBe(true);
    expect(checked(permission), permission).toBe(true);
    expect(checked(permission, 'springback://window/', page), permission).toBe(true);
  }
});

it('no other page and no frame has it', () => {
  const { asked, checked } = permissions();
  for (const permission of needed) {
    for (const url of ['https://example.org/', 'about:blank', 'springback://other/', ''])
      expect(asked(permission, url), `${permission} ${url}`).toBe(false);
    expect(asked(permission, page, false)).toBe(false);
    expect(checked(permission, 'https://example.org/')).toBe(false);
    expect(checked(permission, '')).toBe(false);
    expect(checked(permission, 'springback://window/', 'https://example.org/')).toBe(false);
  }
});

it('every other permission is denied, asked or checked', () => {
  const { asked, checked, device } = permissions();
  const others = [
    'media',
    'geolocation',
    'openExternal',
    'fileSystem',
    'hid',
    'local-network',
    'unknown',
  ] as const;
  for (const permission of others)
    expect([asked(permission), checked(permission)], permission).toEqual([false, false]);
  expect(device).toBe(false);
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

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
type Details = Parameters<OpenHandler>[0];

/** Contents of a window that speak for Chromium. */
function contentsDouble() {
  const contents = Object.assign(new EventEmitter(), {
    openHandler: undefined as OpenHandler | undefined,
    setWindowOpenHandler(handler: OpenHandler) {
      contents.openHandler = handler;
    },
    /** Whether a navigation, a redirect or an embedded page is denied. */
    denies(event: string, url: string): boolean {
      let denied = false;
      contents.emit(event, {
        url,
        preventDefault() {
          denied = true;
        },
      });
      return denied;
    },
    opens: (url: string, frameName: string) => contents.openHandler!({ url, frameName } as Details),
  });
  return contents;
}
const elsewhere = [
  'https://example.org/',
  'file:///home/user/dropped.json',
  'springback://window/files/a.springback',
  'springback://window/assets/index.js',
  'springback://window/index.html?x',
  'springback://other/index.html',
];

it('the window stays on its page, which may be loaded again; nothing is embedded', () => {
  const contents = contentsDouble();
  guardContents(contents);
  for (const event of ['will-navigate', 'will-frame-navigate']) {
    for (const url of [...elsewhere, 'about:blank']) expect(contents.denies(event, url), url).toBe(true);
    expect(contents.denies(event, page)).toBe(false);
    expect(contents.denies(event, 'springback://window/index.html')).toBe(false);
  }
  for (const event of ['will-redirect', 'will-attach-webview'])
    expect(contents.denies(event, page)).toBe(true);
});

it('opens the window of the speaker, guarded and without the keyhole, and no other', () => {
  const contents = contentsDouble();
  guardContents(contents);
  const opened = contents.opens('about:blank', 'springback-speaker');
  expect(opened.action).toBe('allow');
  const {
    preload: _,
    partition: __,
    ...guarded
  } = windowOptions('/preload.cjs', 'persist:a').webPreferences!;
  expect(opened.overrideBrowserWindowOptions?.webPreferences).toEqual(guarded);
  for (const [url, name] of [
    ['about:blank', ''],
    ['about:blank', 'another'],
    ['springback://window/index.html', 'springback-speaker'],
    ['https://example.org/', 'springback-speaker'],
    ['https://example.org/', '_blank'],
  ] as const)
    expect(contents.opens(url, name), `${url} ${name}`).toEqual({ action: 'deny' });
});

it('the window of the speaker goes nowhere and opens nothing', () => {
  const contents = contentsDouble();
  guardContents(contents);
  const speaker = contentsDouble();
  contents.emit('did-create-window', { webContents: speaker });
  for (const url of [...elsewhere, page]) expect(speaker.denies('will-navigate', url), url).toBe(true);
  expect(speaker.denies('will-navigate', 'about:blank')).toBe(false);
  expect(speaker.denies('will-attach-webview', page)).toBe(true);
  expect(speaker.opens('about:blank', 'springback-speaker')).toEqual({ action: 'deny' });
});
