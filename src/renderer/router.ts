// Two pages, addressed by the hash: `#/` and `#/experiments/7`.
import { useSyncExternalStore } from 'react';

export type Route = { page: 'experiments' } | { page: 'experiment'; id: number };

export function parseRoute(hash: string): Route {
  const match = /^#\/experiments\/(\d+)$/.exec(hash);
  return match ? { page: 'experiment', id: Number(match[1]) } : { page: 'experiments' };
}

export function hashOf(route: Route): string {
  return route.page === 'experiment' ? `#/experiments/${route.id}` : '#/';
}

export function go(route: Route): void {
  location.hash = hashOf(route);
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}
