// One experiment of the queue: handle, name, progress, and what can be done with it.
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon, Menu, Text, UnstyledButton } from '@mantine/core';
import { DotsVerticalIcon, DragHandleDots2Icon, PauseIcon, PlayIcon } from '@radix-ui/react-icons';
import { memo } from 'react';
import type { ExperimentSummary } from '../../contract/window.ts';
import { ProgressLine, StateBadge } from '../progress-line.tsx';
import { go } from '../router.ts';
import type { Verb } from './use-queue.ts';

export interface RowActions {
  send(verb: Verb, id: number): void;
  /** To a place of the queue, counted from 0. */
  move(id: number, to: number): void;
  /** Cancelling cannot be taken back. */
  ask(summary: ExperimentSummary): void;
  choose(id: number): void;
}
interface Props {
  readonly summary: ExperimentSummary;
  readonly place: number;
  readonly count: number;
  readonly chosen: boolean;
  readonly actions: RowActions;
}

export const QueueRow = memo(function QueueRow({ summary, place, count, chosen, actions }: Props) {
  const { id, name, state, error } = summary;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({
      id,
    });
  const style = { transform: CSS.Translate.toString(transform), transition };
  const turn = state === 'paused' ? 'resume' : 'pause';
  const word = state === 'paused' ? 'Resume' : 'Pause';
  return (
    <li ref={setNodeRef} className="queue-row" style={style} data-chosen={chosen} data-dragging={isDragging}>
      <ActionIcon
        ref={setActivatorNodeRef}
        variant="subtle"
        color="gray"
        className="queue-handle"
        {...attributes}
        {...listeners}
        aria-label={`Reorder ${name}, place ${place + 1} of ${count}`}
      >
        <DragHandleDots2Icon aria-hidden />
      </ActionIcon>
      <div className="queue-body">
        <div className="queue-head">
          <UnstyledButton className="queue-name" aria-pressed={chosen} onClick={() => actions.choose(id)}>
            {name}
          </UnstyledButton>
          <StateBadge state={state} />
        </div>
        <ProgressLine summary={summary} />
        {error !== '' && (
          <Text size="sm" className="monitor-error" mt={4}>
            {error}
          </Text>
        )}
      </div>
      <ActionIcon
        variant="default"
        aria-label={`${word} ${name}`}
        title={word}
        onClick={() => actions.send(turn, id)}
      >
        {state === 'paused' ? <PlayIcon aria-hidden /> : <PauseIcon aria-hidden />}
      </ActionIcon>
      <RowMenu summary={summary} place={place} count={count} actions={actions} />
    </li>
  );
});

function RowMenu({ summary, place, count, actions }: Omit<Props, 'chosen'>) {
  const { id, name } = summary;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${name}`}>
          <DotsVerticalIcon aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={place === 0} onClick={() => actions.move(id, place - 1)}>
          Move up
        </Menu.Item>
        <Menu.Item disabled={place === count - 1} onClick={() => actions.move(id, place + 1)}>
          Move down
        </Menu.Item>
        <Menu.Item disabled={place === 0} onClick={() => actions.move(id, 0)}>
          Move to the top
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => go({ page: 'experiment', id })}>Open</Menu.Item>
        <Menu.Item className="monitor-error" onClick={() => actions.ask(summary)}>
          Cancel …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
