// Who may speak to the server: whoever was given its token, from a page of its own. Other pages of the same browser,
// also those whose name was made to point here (DNS rebinding), may not. Pure.
import { timingSafeEqual } from 'node:crypto';

export interface Visit {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
  readonly contentType: string | undefined;
}
export interface Refusal {
  readonly status: 401 | 403 | 405 | 415;
  readonly message: string;
}

/** Cookies do not tell ports apart, so the name does. */
export const cookieName = (port: number): string => `springback-${port}`;

/** The names under which this machine reaches itself. */
const ownHosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Whether the request came to this server's own name, and from no other origin; null where it did. */
export function refuseStranger({ host, origin }: Visit, port: number): Refusal | null {
  const own = ownHosts(port);
  if (host === undefined || !own.includes(host.toLowerCase())) {
    return { status: 403, message: `this server is not ${JSON.stringify(host ?? '')}` };
  }
  if (origin !== undefined && !own.some((name) => origin.toLowerCase() === `http://${name}`)) {
    return { status: 403, message: `pages of ${origin} may not speak to this server` };
  }
  return null;
}

/** Null where the cookie carries the token. */
export function refuseUnknown({ cookie }: Visit, port: number, token: string): Refusal | null {
  const given = cookies(cookie).get(cookieName(port));
  if (given !== undefined && sameToken(given, token)) return null;
  return {
    status: 401,
    message: 'open the address that the server printed when it started: it carries the token',
  };
}

/** Compares in a time that does not depend on where the difference is. */
export function sameToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function cookies(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(';').map((part) => part.trim().split('='));
  return new Map(pairs.map(([name, ...value]) => [name ?? '', value.join('=')]));
}

/** A form of another site can post text, but not JSON. */
export function refuseForm({ method, contentType }: Visit): Refusal | null {
  if (method !== 'POST') return { status: 405, message: `commands are posted, not ${method}` };
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  return type === 'application/json'
    ? null
    : { status: 415, message: `expected application/json, got ${JSON.stringify(type)}` };
}
