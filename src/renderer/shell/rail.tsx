// The rail at the left: every page of the window, one press away.
import {
  ActivityLogIcon,
  BarChartIcon,
  CounterClockwiseClockIcon,
  DesktopIcon,
  GearIcon,
  HeartIcon,
  HomeIcon,
  Pencil2Icon,
  QuestionMarkCircledIcon,
} from '@radix-ui/react-icons';
import { hashOf, type Route } from '../router.ts';
import { useSelected, type Workbench, type WorkbenchStore } from '../workbench-store.ts';
import { lowerPages, mainPages, type RailPage, railPage } from './page-names.ts';

export const pageIcons: Readonly<Record<RailPage['page'], typeof HomeIcon>> = {
  home: HomeIcon,
  design: Pencil2Icon,
  monitor: ActivityLogIcon,
  compare: BarChartIcon,
  history: CounterClockwiseClockIcon,
  decks: DesktopIcon,
  settings: GearIcon,
  doctor: HeartIcon,
  help: QuestionMarkCircledIcon,
};

const countRunning = ({ experiments }: Workbench): number =>
  (experiments ?? []).filter(({ state }) => state === 'running').length;

export function Rail({ route, store }: { route: Route; store: WorkbenchStore }) {
  const here = railPage(route);
  const running = useSelected(store, countRunning);
  const link = (entry: RailPage) => (
    <RailLink
      key={entry.page}
      entry={entry}
      here={entry.page === here}
      exact={entry.page === route.page}
      running={entry.page === 'monitor' ? running : 0}
    />
  );
  return (
    <div className="rail">
      <a className="brand" href={hashOf({ page: 'home' })} aria-label="Springback">
        <img src="./icon.svg" width={26} height={26} alt="" />
        <span className="brand-name">Springback</span>
      </a>
      <nav aria-label="Pages" className="rail-pages" data-tour="pages">
        <ul>{mainPages.map(link)}</ul>
        <ul>{lowerPages.map(link)}</ul>
      </nav>
    </div>
  );
}

function RailLink(props: { entry: RailPage; here: boolean; exact: boolean; running: number }) {
  const { page, label, purpose } = props.entry;
  const Icon = pageIcons[page];
  return (
    <li>
      <a
        className="rail-link"
        href={hashOf({ page })}
        title={purpose}
        data-here={props.here}
        data-tour={`page-${page}`}
        aria-current={props.exact ? 'page' : props.here ? 'true' : undefined}
      >
        <Icon aria-hidden width={17} height={17} />
        <span className="rail-label">{label}</span>
        {props.running > 0 && (
          <span className="rail-count">
            {props.running}
            <span className="only-heard"> running</span>
          </span>
        )}
      </a>
    </li>
  );
}
