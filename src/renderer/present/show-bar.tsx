// The controls of a show: faint until the pointer moves or one of them has the focus.
import {
  ChevronLeftIcon,
  ChevronRightIcon,
  Cross2Icon,
  EnterFullScreenIcon,
  ExitFullScreenIcon,
  FileTextIcon,
  MoonIcon,
  QuestionMarkIcon,
} from '@radix-ui/react-icons';
import type { ReactNode } from 'react';
import type { ShowCommand } from './show-keys.ts';
import type { ShowState } from './show-state.ts';

interface Props {
  readonly state: ShowState;
  readonly count: number;
  readonly full: boolean;
  act(command: ShowCommand): void;
}

export function ShowBar({ state, count, full, act }: Props) {
  const button = (command: ShowCommand, label: string, icon: ReactNode) => (
    <button type="button" aria-label={label} title={label} onClick={() => act(command)}>
      {icon}
    </button>
  );
  return (
    <nav className="show-bar" aria-label="Show">
      {button('back', 'Back', <ChevronLeftIcon />)}
      <span>
        {state.slide + 1} / {count}
      </span>
      {button('next', 'Next', <ChevronRightIcon />)}
      {button('notes', 'Speaker notes', <FileTextIcon />)}
      {button('theme', 'Dark or light', <MoonIcon />)}
      {button(
        'fullscreen',
        full ? 'Leave full screen' : 'Full screen',
        full ? <ExitFullScreenIcon /> : <EnterFullScreenIcon />,
      )}
      {button('help', 'Keys', <QuestionMarkIcon />)}
      {button('leave', 'Leave the show', <Cross2Icon />)}
    </nav>
  );
}
