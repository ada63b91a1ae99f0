// Saying the end of an experiment: in the window where the page does not show it already, and by the system's notification where the user allowed it and looks
// elsewhere. A browser asks the user; the desktop application is allowed it from the start (src/main/window-policy.ts), and
// the system's settings silence it.
import { notifications } from '@mantine/notifications';
import type { ExperimentSummary } from '../../contract/window.ts';
import { hashOf, parseRoute, type Route } from '../router.ts';

export type Permission = 'granted' | 'default' | 'denied';

export const permission = (): Permission =>
  'Notification' in globalThis ? Notification.permission : 'denied';

/** Only on a user's click: asking unbidden gets denied. */
export async function askPermission(): Promise<Permission> {
  return 'Notification' in globalThis ? Notification.requestPermission() : 'denied';
}

/**
 * Whether the page that is looked at shows the end itself: the Monitor both ends, an experiment's page and Home a failure
 * with its reason.
 */
export function showsEnd(route: Route, { id, state }: Pick<ExperimentSummary, 'id' | 'state'>): boolean {
  if (route.page === 'monitor') return true;
  if (state !== 'failed') return false;
  return route.page === 'home' || (route.page === 'experiment' && route.id === id);
}

export function sayEnd(summary: ExperimentSummary): void {
  const failed = summary.state === 'failed';
  const title = failed ? `“${summary.name}” failed` : `“${summary.name}” is finished`;
  const { runs, runsFinished } = summary.progress;
  const body = failed
    ? summary.error
    : `${runsFinished} of ${runs} ${runs === 1 ? 'run is' : 'runs are'} measured.`;
  if (!showsEnd(parseRoute(location.hash), summary))
    notifications.show({
      title,
      message: body,
      color: failed ? 'red' : 'teal',
      autoClose: failed ? false : 12_000,
      styles: { description: { color: 'var(--quiet)', overflowWrap: 'anywhere' } },
    });
  if (document.visibilityState === 'visible' || permission() !== 'granted') return;
  const shown = new Notification(title, { body, tag: `experiment-${summary.id}` });
  shown.onclick = () => {
    focus();
    location.hash = hashOf({ page: 'experiment', id: summary.id });
    shown.close();
  };
}
