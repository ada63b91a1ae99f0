// What the window may do: show its own page, and what that page needs of the system. Other permissions, navigation, new
// windows, embedded pages and the network are denied.
import type {
  BrowserWindowConstructorOptions,
  HandlerDetails,
  Session,
  WebContents,
  WebPreferences,
  WebRequest,
  WindowOpenHandlerResponse,
} from 'electron';
import { isWindowUrl, windowOrigin, windowUrl } from './protocol.ts';

const guarded: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Would download dictionaries.
  spellcheck: false,
};

export function windowOptions(preload: string, partition: string): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    title: 'Springback',
    show: false,
    webPreferences: { ...guarded, preload, partition },
  };
}

type GuardedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
> & { readonly webRequest: Pick<WebRequest, 'onBeforeRequest'> };

/**
 * A deck fills the screen and keeps it awake, an experiment's end is notified, addresses are copied, schedules pasted.
 * Electron has no state between granted and denied, so nothing is asked: the system's settings can silence notifications.
 */
const granted: ReadonlySet<string> = new Set([
  'fullscreen',
  'screen-wake-lock',
  'notifications',
  'clipboard-sanitized-write',
  'clipboard-read',
]);

/**
 * Grants our own page what it needs, and denies every request that leaves this machine's memory. Electron reads
 * `Notification.permission` from the check, and asks the request before it shows one or gives the clipboard.
 */
export function guardSession(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(granted.has(permission) && isMainFrame && isWindowUrl(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { requestingUrl = origin }) =>
      granted.has(permission) && isWindowUrl(origin) && isWindowUrl(requestingUrl),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url) }));
}

/** The window's own files, what it made itself (a saved chart), and Chromium's developer tools. */
export function mayLoad(url: string): boolean {
  return isWindowUrl(url) || url.startsWith(`blob:${windowOrigin}/`) || /^(data|devtools):/.test(url);
}

interface Navigation {
  readonly url: string;
  preventDefault(): void;
}
type GuardedContents = Pick<WebContents, 'setWindowOpenHandler'> & {
  on(
    event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview',
    listener: (event: Navigation) => void,
  ): unknown;
  on(
    event: 'did-create-window',
    listener: (child: { readonly webContents: GuardedContents }) => void,
  ): unknown;
};

/** Where the speaker's window begins: an empty page of our own, which the window draws into. */
const blankUrl = 'about:blank';
const speakerName = 'springback-speaker';

/** The window may load its own page again, and open the speaker's window; nothing else. */
export function guardContents(contents: GuardedContents): void {
  stay(contents, windowUrl);
  contents.setWindowOpenHandler(answerOpen);
  contents.on('did-create-window', ({ webContents }) => {
    stay(webContents, blankUrl);
    webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

function stay(contents: GuardedContents, page: string): void {
  const deny = (event: Navigation): void => event.preventDefault();
  const denyOthers = (event: Navigation): void => {
    if (event.url.split('#')[0] !== page) event.preventDefault();
  };
  contents.on('will-navigate', denyOthers);
  contents.on('will-frame-navigate', denyOthers);
  contents.on('will-redirect', deny);
  contents.on('will-attach-webview', deny);
}

/** The child gets no keyhole: it runs nothing of its own. */
function answerOpen({ url, frameName }: HandlerDetails): WindowOpenHandlerResponse {
  if (url !== blankUrl || frameName !== speakerName) return { action: 'deny' };
  return {
    action: 'allow',
    overrideBrowserWindowOptions: { autoHideMenuBar: true, webPreferences: guarded },
  };
}
