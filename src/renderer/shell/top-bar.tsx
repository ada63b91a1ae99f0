// The bar over the pages: where one is, the palette, who trains, whether the host is there, light or dark.
import { Kbd } from '@mantine/core';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { ColorsButton } from '../colors.tsx';
import { hashOf, type Route } from '../router.ts';
import { roughDuration } from '../words.ts';
import { useSelected, type Workbench, type WorkbenchStore } from '../workbench-store.ts';
import { commandKey } from './keys.ts';
import { railPage, trail } from './page-names.ts';
import { useShownName } from './shown-name.ts';

interface Props {
  readonly route: Route;
  readonly store: WorkbenchStore;
  readonly openPalette: () => void;
}

export function TopBar({ route, store, openPalette }: Props) {
  return (
    <div className="top-bar">
      <Breadcrumb route={route} store={store} />
      <button type="button" className="search-button" onClick={openPalette} data-tour="palette">
        <MagnifyingGlassIcon aria-hidden />
        <span>Search or do …</span>
        <Kbd size="xs">{commandKey()} K</Kbd>
      </button>
      <div className="top-bar-end">
        <TrainersAtWork store={store} />
        <ConnectionSign store={store} />
        <ColorsButton />
      </div>
    </div>
  );
}

function Breadcrumb({ route, store }: Pick<Props, 'route' | 'store'>) {
  const names = trail(route, useShownName(route, store));
  const parent = railPage(route);
  return (
    <nav aria-label="Where you are" className="trail">
      <ol>
        {names.map((name, index) => (
          <li key={index === 0 ? 'page' : 'shown'}>
            {index < names.length - 1 && parent !== null ? (
              <a href={hashOf({ page: parent })}>{name}</a>
            ) : (
              <span title={name}>{name}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** null where nobody trains here, or where nobody says so: what a host that is gone last said is not what it does. */
export function atWork(
  workbench: Pick<Workbench, 'info' | 'connection' | 'trainers' | 'experiments'>,
): string | null {
  const { info, connection, trainers, experiments } = workbench;
  if (info === null || info.readOnly || connection !== 'open') return null;
  const busy = trainers.filter((trainer) => trainer.step !== null);
  const { workers } = info;
  if (busy.length === 0) return `idle, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  const seconds = secondsToGo(experiments ?? []);
  const left = seconds === null ? '' : `, all done in about ${roughDuration(seconds)}`;
  return `${busy.length} training${left}`;
}

/** Until the last of the queue is through; null while that is not known. */
function secondsToGo(experiments: NonNullable<Workbench['experiments']>): number | null {
  let most = 0;
  for (const { state, progress } of experiments) {
    if (state !== 'running' && state !== 'queued') continue;
    if (progress.etaSeconds === null) return null;
    most = Math.max(most, progress.etaSeconds);
  }
  return most === 0 ? null : most;
}

function TrainersAtWork({ store }: Pick<Props, 'store'>) {
  const text = useSelected(store, atWork);
  if (text === null) return null;
  return (
    <a className="trainers-sign" href={hashOf({ page: 'monitor' })} data-tour="trainers">
      {text}
    </a>
  );
}

const connectionWords = {
  open: 'Connected to the host',
  gone: 'The host does not answer',
  refused: 'The host does not know this window',
} as const;

function ConnectionSign({ store }: Pick<Props, 'store'>) {
  const connection = useSelected(store, (workbench) => workbench.connection);
  const words = connectionWords[connection];
  return (
    <span className="connection" data-connection={connection} title={words} role="img" aria-label={words} />
  );
}
