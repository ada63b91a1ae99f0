// The tour: a few steps over the real frame. It can be left at any step, and taken again from the palette or the help.
import { type DriveStep, driver } from 'driver.js';
import { setPreferences } from './preferences.ts';

const step = (target: string, title: string, description: string): DriveStep => ({
  element: `[data-tour="${target}"]`,
  popover: { title, description },
});

const steps: readonly DriveStep[] = [
  {
    popover: {
      title: 'A workbench for one question',
      description:
        'Does a language model spring back to what it was before it was aligned? Here you train small ones on this machine, bend them, let go, and measure. Esc leaves.',
    },
  },
  step(
    'page-design',
    'Design',
    'A schedule says how models are pretrained, aligned and unaligned, and what is varied: sizes, amounts, seeds. You see what it costs before it runs.',
  ),
  step(
    'page-monitor',
    'Monitor',
    'What is being trained now, how fast, and how far the plan is. You may close the window: runs go on without it.',
  ),
  step(
    'page-compare',
    'Compare',
    'Curves, trends and tables over runs of any experiments, with every seed, the interval and the number of runs on the chart.',
  ),
  step(
    'page-history',
    'History and Present',
    'Every run is kept, and nothing is trained twice. Views become decks that show the same tomorrow.',
  ),
  step(
    'palette',
    'Everything by name',
    'Press Ctrl K (⌘ K) for every action, page and experiment; ? for the shortcuts and the words of the field.',
  ),
  step('trainers', 'At work', 'How many trainers are busy, and how fast. Press it to see each of them.'),
];

/** Starts it over whatever page is shown. Steps whose place is not on the screen are left out. */
export function startTour(): void {
  const from = document.activeElement;
  const there = steps.filter(
    ({ element }) => element === undefined || document.querySelector(String(element)),
  );
  const reduced = document.documentElement.dataset.motion === 'reduced';
  driver({
    steps: there,
    animate: !reduced,
    smoothScroll: !reduced,
    showProgress: true,
    progressText: '{{current}} of {{total}}',
    nextBtnText: 'Next',
    prevBtnText: 'Back',
    doneBtnText: 'Done',
    stagePadding: 3,
    stageRadius: 8,
    disableActiveInteraction: true,
    onPopoverRender: ({ closeButton }) => {
      closeButton.setAttribute('aria-label', 'Leave the tour');
      // It stands for "nowhere on the page".
      document.getElementById('driver-dummy-element')?.setAttribute('aria-hidden', 'true');
    },
    onDestroyed: () => {
      setPreferences({ tourSeen: true });
      if (from instanceof HTMLElement) from.focus();
    },
  }).drive();
}
