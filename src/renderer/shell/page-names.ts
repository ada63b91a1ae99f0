// What each page is called, where it stands in the rail, and the title of the window for a place in it. Pure.
import type { PageName, Route } from '../router.ts';

export interface RailPage {
  readonly page:
    | 'home'
    | 'design'
    | 'monitor'
    | 'compare'
    | 'history'
    | 'decks'
    | 'settings'
    | 'doctor'
    | 'help';
  readonly label: string;
  /** One line on what is done there. */
  readonly purpose: string;
  /** As in `Action.shortcut`. */
  readonly shortcut: string;
}
export const mainPages: readonly RailPage[] = [
  { page: 'home', label: 'Home', purpose: 'experiments, and the ways to begin one', shortcut: 'G H' },
  { page: 'design', label: 'Design', purpose: 'write a schedule and see what it will cost', shortcut: 'G D' },
  { page: 'monitor', label: 'Monitor', purpose: 'the queue, the trainers, the machine', shortcut: 'G M' },
  { page: 'compare', label: 'Compare', purpose: 'charts over runs of any experiments', shortcut: 'G C' },
  { page: 'history', label: 'History', purpose: 'every run that was ever made here', shortcut: 'G Y' },
  { page: 'decks', label: 'Present', purpose: 'decks of views with captions', shortcut: 'G P' },
];
export const lowerPages: readonly RailPage[] = [
  { page: 'settings', label: 'Settings', purpose: 'data folder, workers, device, look', shortcut: 'G S' },
  { page: 'doctor', label: 'Doctor', purpose: 'what this machine has and what it lacks', shortcut: 'G O' },
  { page: 'help', label: 'Help', purpose: 'words, shortcuts, the tour', shortcut: 'G W' },
];

const labels: Readonly<Record<PageName, string>> = {
  ...(Object.fromEntries([...mainPages, ...lowerPages].map(({ page, label }) => [page, label])) as Record<
    RailPage['page'],
    string
  >),
  experiment: 'Experiment',
  deck: 'Deck',
  unknown: 'No such page',
};

/** The rail's page that a route belongs to. */
export function railPage(route: Route): RailPage['page'] | null {
  if (route.page === 'experiment') return 'home';
  if (route.page === 'deck') return 'decks';
  return route.page === 'unknown' ? null : route.page;
}

/** From the page of the rail down to what is shown: `['Home', 'Quickstart']`. `name` is that of what is shown, if known. */
export function trail(route: Route, name: string | null): string[] {
  const parent = railPage(route);
  const own = name ?? unnamed(route);
  if (parent === null) return [labels[route.page]];
  return own === null ? [labels[parent]] : [labels[parent], own];
}

/** What stands for a name that is not known yet; null for a page that shows no one thing. */
function unnamed(route: Route): string | null {
  return route.page === 'experiment' || route.page === 'deck' ? `${labels[route.page]} ${route.id}` : null;
}

/** What is shown, in a title's few words. */
export const shownAs = (route: Route, name: string | null): string => shortened(trail(route, name).at(-1)!);

/** Of a title, tabs and task bars show less than this. */
const mostCharacters = 60;
export function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= mostCharacters ? name : `${characters.slice(0, mostCharacters - 1).join('')}…`;
}

/** The window's title: what is shown first, since tabs cut the end off. */
export const windowTitle = (shown: string): string => `${shown} · Springback`;
