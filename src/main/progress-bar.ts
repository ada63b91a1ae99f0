// The bar in the dock or the task list: how far the experiments are that are being trained.
import type { BrowserWindow } from 'electron';
import type { ExperimentSummary } from '../contract/window.ts';
import type { Lab } from '../lab/lab.ts';

const noBar = -1; // https://www.electronjs.org/docs/latest/api/browser-window#winsetprogressbarprogress-options

/** Follows the lab's events from now on. */
export function showProgress(
  lab: Pick<Lab, 'listen'>,
  window: () => Pick<BrowserWindow, 'setProgressBar' | 'isDestroyed'> | null,
): void {
  const running = new Map<number, ExperimentSummary['progress']>();
  let shown = noBar;
  lab.listen((event) => {
    if (event.type !== 'experiment') return;
    const { id, state, progress } = event.summary;
    if (state === 'running') running.set(id, progress);
    else running.delete(id);
    const share = shareOf([...running.values()]);
    const open = window();
    if (share === shown || open === null || open.isDestroyed()) return;
    shown = share;
    open.setProgressBar(share);
  });
}

/** Of all tokens, in whole percents below 1; below 0 where nothing runs, which takes the bar away. */
function shareOf(list: readonly ExperimentSummary['progress'][]): number {
  if (list.length === 0) return noBar;
  const sum = (part: (progress: ExperimentSummary['progress']) => number): number =>
    list.reduce((total, progress) => total + part(progress), 0);
  const share =
    sum(({ tokensDone }) => tokensDone) /
    Math.max(
      1,
      sum(({ tokens }) => tokens),
    );
  return Math.min(0.99, Math.floor(share * 100) / 100);
}
