// Pages, addressed by the hash: `#/`, `#/experiments/7`, `#/compare?view=…`. An address says all that is needed to show
// the same again.
import { useSyncExternalStore } from 'react';

/** What was chosen for the charts of an experiment's page; what is left out is as the page begins. '' stands for "none". */
export const experimentChoices = [
  'metric',
  'x',
  'lines',
  'panels',
  /** The values that are held: a JSON object by axis. */
  'held',
  'phase',
  'lossX',
  'colours',
  /** The run whose samples are shown. */
  'samples',
] as const;
export type ExperimentChoices = Partial<Record<(typeof experimentChoices)[number], string>>;
export const historyModes = ['experiments', 'runs', 'trash'] as const;
export const historyDialogs = ['backups', 'cleanup', 'import'] as const;

export interface HistoryPlace {
  page: 'history';
  /** Experiments where it is left out. */
  mode?: (typeof historyModes)[number] | undefined;
  filter?: string | undefined;
  /** Columns that it is sorted by, the first first, `-` before those that fall: `name,-final`. */
  sort?: string | undefined;
  /** Whether archived rows are shown. */
  archived?: boolean | undefined;
  /** The row that is open: `e7` or `r12`. */
  row?: string | undefined;
  dialog?: (typeof historyDialogs)[number] | undefined;
}

export type Route =
  | { page: 'home' }
  | { page: 'experiment'; id: number; choices?: ExperimentChoices }
  /** A saved draft, a template's id, or the experiment that a new one is made from. */
  | { page: 'design'; draft?: number; template?: string; from?: number }
  /** The experiment whose plan and curves are shown; the most interesting one where it is left out. */
  | { page: 'monitor'; experiment?: number }
  /** A view as `compare/view-link.ts` writes it; or a saved view. */
  | { page: 'compare'; view?: string; saved?: number }
  | HistoryPlace
  | { page: 'decks' }
  /** `slide` counts from 0, in the address from 1, as it is seen; `show` fills the screen. */
  | { page: 'deck'; id: number; slide?: number; show?: boolean }
  | { page: 'settings' }
  | { page: 'doctor' }
  /** Words of the field, shortcuts, the tour. */
  | { page: 'help' }
  /** An address that leads nowhere. */
  | { page: 'unknown'; address: string };
export type PageName = Route['page'];

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const search = new URLSearchParams(query);
  const text = (name: string): string | undefined => search.get(name) ?? undefined;
  const whole = (name: string): number | undefined => wholeNumber(search.get(name));
  const [before, page = '', second] = path.split('/');
  if (before !== '') return { page: 'unknown', address: path };
  const id = wholeNumber(second ?? null);
  switch (page) {
    case '':
      return { page: 'home' };
    case 'experiments':
      if (second === undefined || second === '') return { page: 'home' };
      if (id === undefined) return { page: 'unknown', address: path };
      return given({ page: 'experiment', id, choices: choicesOf(search) });
    case 'design':
      return given({
        page: 'design',
        draft: whole('draft'),
        template: text('template'),
        from: whole('from'),
      });
    case 'compare':
      return given({ page: 'compare', view: text('view'), saved: whole('saved') });
    case 'history':
      return given({
        page: 'history',
        mode: oneOf(historyModes, search.get('mode')),
        filter: text('filter'),
        sort: text('sort'),
        archived: search.has('archived') || undefined,
        row: /^[er]\d{1,15}$/.test(text('row') ?? '') ? text('row') : undefined,
        dialog: oneOf(historyDialogs, search.get('dialog')),
      });
    case 'decks':
      if (second === undefined || second === '') return { page: 'decks' };
      if (id === undefined) return { page: 'unknown', address: path };
      return given({
        page: 'deck',
        id,
        slide: fromOne(whole('slide')),
        show: search.has('show') || undefined,
      });
    case 'monitor':
      return given({ page: 'monitor', experiment: whole('experiment') });
    case 'settings':
    case 'doctor':
    case 'help':
      return { page };
    default:
      return { page: 'unknown', address: path };
  }
}

export function hashOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'experiment':
      return withQuery(`#/experiments/${route.id}`, route.choices ?? {});
    case 'design':
      return withQuery('#/design', { draft: route.draft, template: route.template, from: route.from });
    case 'compare':
      return withQuery('#/compare', { view: route.view, saved: route.saved });
    case 'history':
      return withQuery('#/history', {
        mode: route.mode,
        filter: route.filter,
        sort: route.sort,
        archived: route.archived ? '' : undefined,
        row: route.row,
        dialog: route.dialog,
      });
    case 'monitor':
      return withQuery('#/monitor', { experiment: route.experiment });
    case 'deck':
      return withQuery(`#/decks/${route.id}`, {
        slide: route.slide === undefined ? undefined : route.slide + 1,
        show: route.show ? '' : undefined,
      });
    case 'unknown':
      return `#${route.address}`;
    default:
      return `#/${route.page}`;
  }
}

/** Where a run is shown in full, with its experiment's other runs behind it. */
export const runHash = (run: number): string => hashOf({ page: 'history', mode: 'runs', row: `r${run}` });

const oneOf = <T extends string>(all: readonly T[], text: string | null): T | undefined =>
  all.find((one) => one === text);

function choicesOf(search: URLSearchParams): ExperimentChoices | undefined {
  const found = experimentChoices.flatMap((name) => {
    const value = search.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

const wholeNumber = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** Counted from 0; an address that counts from 0 itself means the first. */
const fromOne = (at: number | undefined): number | undefined =>
  at === undefined ? undefined : Math.max(0, at - 1);

function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
/** Without the fields that are undefined. */
function given<T extends object>(route: T): Route & Partial<Given<T>> {
  return Object.fromEntries(Object.entries(route).filter(([, value]) => value !== undefined)) as Route &
    Partial<Given<T>>;
}

export function go(route: Route): void {
  location.hash = hashOf(route);
}

/** The address changes, the history of the browser does not grow: for what changes many times a minute. */
export function amend(route: Route): void {
  history.replaceState(null, '', hashOf(route));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

let last: { hash: string; route: Route } = { hash: '', route: { page: 'home' } };
/** The same value as long as the address stays the same. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  if (hash !== last.hash) last = { hash, route: parseRoute(hash) };
  return last.route;
}
