// The bar over the pages: where one is, the palette, who trains, whether the host is there, light or dark.
import { Kbd } from '@mantine/core';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { formatCount } from '../../charts/format.ts';
import { ColorsButton } from '../colors.tsx';
import { hashOf, type Route } from '../router.ts';
import type { Workbench } from '../workbench-store.ts';
import { commandKey } from './keys.ts';
import { railPage, trail } from './page-names.ts';

interface Props {
  readonly route: Route;
  readonly workbench: Workbench;
  readonly openPalette: () => void;
}

export function TopBar({ route, workbench, openPalette }: Props) {
  return (
    <div className="top-bar">
      <Breadcrumb route={route} workbench={workbench} />
      <button type="button" className="search-button" onClick={openPalette} data-tour="palette">
        <MagnifyingGlassIcon aria-hidden />
        <span>Search or do …</span>
        <Kbd size="xs">{commandKey()} K</Kbd>
      </button>
      <div className="top-bar-end">
        <TrainersAtWork workbench={workbench} />
        <ConnectionSign connection={workbench.connection} />
        <ColorsButton />
      </div>
    </div>
  );
}

function Breadcrumb({ route, workbench }: Pick<Props, 'route' | 'workbench'>) {
  const names = trail(route, workbench.experiments ?? []);
  const parent = railPage(route);
  return (
    <nav aria-label="Where you are" className="trail">
      <ol>
        {names.map((name, index) => (
          <li key={name}>
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

function TrainersAtWork({ workbench }: { workbench: Workbench }) {
  // What a host that is gone last said would be taken for what it does.
  if (workbench.info === null || workbench.info.readOnly || workbench.connection !== 'open') return null;
  const busy = workbench.trainers.filter((trainer) => trainer.step !== null);
  const speed = busy.reduce((sum, trainer) => sum + trainer.tokensPerSecond, 0);
  const { workers } = workbench.info;
  const text =
    busy.length === 0
      ? `idle, ${workers} ${workers === 1 ? 'worker' : 'workers'}`
      : `${busy.length} training, ${formatCount(Math.round(speed))} tokens/s`;
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

function ConnectionSign({ connection }: { connection: Workbench['connection'] }) {
  const words = connectionWords[connection];
  return (
    <span className="connection" data-connection={connection} title={words} role="img" aria-label={words} />
  );
}
