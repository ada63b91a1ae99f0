// The queue: dragged or moved by keys into the order of training. Each row steers its experiment.
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { Button, Group, Modal, Text, Title } from '@mantine/core';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ExperimentSummary } from '../../contract/window.ts';
import { hashOf } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { QueueRow, type RowActions } from './queue-row.tsx';
import type { Queue } from './use-queue.ts';

interface Props {
  readonly queue: Queue;
  readonly chosen: number | null;
  choose(id: number): void;
}

export function QueuePanel({ queue, chosen, choose }: Props) {
  const [asking, setAsking] = useState<ExperimentSummary | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const actions = useRowActions(queue, choose, setAsking);
  useQueueCommands(queue, actions);
  const ids = useMemo(() => queue.list.map(({ id }) => id), [queue.list]);
  const dropped = ({ active, over }: DragEndEvent): void => {
    if (over !== null && active.id !== over.id) queue.move(Number(active.id), ids.indexOf(Number(over.id)));
  };
  return (
    <section className="card" aria-labelledby="queue-title">
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h5" id="queue-title">
          Queue
        </Title>
        <AllButtons queue={queue} />
      </Group>
      {queue.list.length === 0 ? (
        <Nothing />
      ) : (
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragEnd={dropped}
          accessibility={{ announcements: announcements(queue.list) }}
        >
          <SortableContext items={ids} strategy={verticalListSortingStrategy}>
            <ol className="queue">
              {queue.list.map((summary, place) => (
                <QueueRow
                  key={summary.id}
                  summary={summary}
                  place={place}
                  count={ids.length}
                  chosen={summary.id === chosen}
                  actions={actions}
                />
              ))}
            </ol>
          </SortableContext>
        </DndContext>
      )}
      <CancelDialog asking={asking} close={() => setAsking(null)} cancel={(id) => queue.send('cancel', id)} />
    </section>
  );
}

/** One object for all time, so that rows are drawn anew only when their experiment moved. */
function useRowActions(
  queue: Queue,
  choose: (id: number) => void,
  ask: (summary: ExperimentSummary) => void,
): RowActions {
  const newest = useRef(queue);
  newest.current = queue;
  const send = useCallback<RowActions['send']>((verb, id) => newest.current.send(verb, id), []);
  const move = useCallback<RowActions['move']>((id, to) => newest.current.move(id, to), []);
  return useMemo(() => ({ send, move, ask, choose }), [send, move, ask, choose]);
}

/** What each row offers, by name. */
function useQueueCommands({ list }: Queue, { send, move, ask, choose }: RowActions): void {
  useCommands(
    'Monitor',
    list.flatMap((summary, place) => {
      const { id, name, state } = summary;
      const turn = state === 'paused' ? ('resume' as const) : ('pause' as const);
      const one = (verb: string, label: string, run: () => void, disabled = false) => ({
        id: `monitor.${verb}.${id}`,
        label,
        disabled,
        run,
      });
      return [
        one(turn, `${turn === 'resume' ? 'Resume' : 'Pause'} ${name}`, () => send(turn, id)),
        one('cancel', `Cancel ${name} …`, () => ask(summary)),
        one('up', `Move up ${name}`, () => move(id, place - 1), place === 0),
        one('down', `Move down ${name}`, () => move(id, place + 1), place === list.length - 1),
        one('top', `Move to the top ${name}`, () => move(id, 0), place === 0),
        one('choose', `Watch ${name}`, () => choose(id)),
      ];
    }),
  );
}

function AllButtons({ queue }: { queue: Queue }) {
  const paused = queue.list.filter(({ state }) => state === 'paused').length;
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        disabled={paused === queue.list.length}
        onClick={() => queue.sendAll('pause')}
      >
        Pause all
      </Button>
      <Button size="xs" variant="default" disabled={paused === 0} onClick={() => queue.sendAll('resume')}>
        Resume all
      </Button>
    </Group>
  );
}

function Nothing() {
  return (
    <EmptyState
      title="Nothing is waiting to be trained"
      actions={
        <Button component="a" href={hashOf({ page: 'design' })} size="xs">
          Design an experiment
        </Button>
      }
    >
      Experiments that you submit stand here in the order in which they are trained. The first in the queue
      gets the next free trainer; steps that it shares with others are trained once.
    </EmptyState>
  );
}

function announcements(list: readonly ExperimentSummary[]) {
  const name = (id: string | number): string => list.find((each) => each.id === Number(id))?.name ?? '';
  const place = (id: string | number): number => list.findIndex((each) => each.id === Number(id)) + 1;
  type At = { active: { id: string | number }; over: { id: string | number } | null };
  const told =
    (verb: string) =>
    ({ active, over }: At) =>
      over === null ? undefined : `${name(active.id)} ${verb} place ${place(over.id)} of ${list.length}`;
  return {
    onDragStart: ({ active }: Pick<At, 'active'>) =>
      `Picked up ${name(active.id)}, place ${place(active.id)} of ${list.length}`,
    onDragOver: told('is over'),
    onDragEnd: told('was put at'),
    onDragCancel: ({ active }: Pick<At, 'active'>) => `${name(active.id)} stays where it was`,
  };
}

interface CancelProps {
  readonly asking: ExperimentSummary | null;
  close(): void;
  cancel(id: number): void;
}

function CancelDialog({ asking, close, cancel }: CancelProps) {
  return (
    <Modal opened={asking !== null} onClose={close} title={`Cancel “${asking?.name ?? ''}”?`} centered>
      <Text size="sm">
        Steps that are being trained stop and lose what they did since their last checkpoint. Finished steps
        and their measurements are kept.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={close}>
          Keep it
        </Button>
        <Button
          color="red"
          onClick={() => {
            if (asking !== null) cancel(asking.id);
            close();
          }}
        >
          Cancel experiment
        </Button>
      </Group>
    </Modal>
  );
}
