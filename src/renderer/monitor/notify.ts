// Saying the end of an experiment: in the window, and by the system's notification where the user allowed it and looks
// elsewhere. A browser asks the user; the desktop application is allowed it from the start (src/main/window-policy.ts), and
// the system's settings silence it.
import { notifications } from '@mantine/notifications';
import type { ExperimentSummary } from '../../contract/window.ts';
import { hashOf } from '../router.ts';

export type Permission = 'granted' | 'default' | 'denied';

export const permission = (): Permission =>
  'Notification' in globalThis ? Notification.permission : 'denied';

/** Only on a user's click: asking unbidden gets denied. */
export async function askPermission(): Promise<Permission> {
  return 'Notification' in globalThis ? Notification.requestPermission() : 'denied';
}

export function sayEnd(summary: ExperimentSummary): void {
  const failed = summary.state === 'failed';
  const title = failed ? `“${summary.name}” failed` : `“${summary.name}” is finished`;
  const { runs, runsFinished } = summary.progress;
  const body = failed ? summary.error : `${runsFinished} of ${runs} runs are measured.`;
  notifications.show({
    title,
    message: body,
    color: failed ? 'red' : 'teal',
    autoClose: failed ? false : 12_000,
    styles: { description: { color: 'var(--quiet)' } },
  });
  if (document.visibilityState === 'visible' || permission() !== 'granted') return;
  const shown = new Notification(title, { body, tag: `experiment-${summary.id}` });
  shown.onclick = () => {
    focus();
    location.hash = hashOf({ page: 'experiment', id: summary.id });
    shown.close();
  };
}
