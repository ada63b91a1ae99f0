// What the window holds of its host: commands, events, and whether the host is there.
import type { HostLink } from '../contract/window.ts';
import { electronLink, type Keyhole } from './electron-link.ts';
import { httpLink } from './http-link.ts';

/** `refused`: a host is there, but it is another one, which does not know this window. */
export type Connection = 'open' | 'gone' | 'refused';

export interface WindowLink extends HostLink {
  /** Calls back at once and at every change; returns the function that stops it. */
  watch(listener: (connection: Connection) => void): () => void;
  /**
   * Saves the page, as it would be printed, where the user says; resolves to the file's path, null where they cancelled.
   * A browser has none: it prints.
   */
  savePdf?(name: string): Promise<string | null>;
}

/** Over the preload's keyhole inside Electron, over HTTP in a browser. */
export function openLink(scope: { springback?: Keyhole }): WindowLink {
  return scope.springback === undefined ? httpLink('api') : electronLink(scope.springback);
}
