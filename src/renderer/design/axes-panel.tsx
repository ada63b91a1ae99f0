// All axes of the experiment and its seeds: what is run in every combination.
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon, Select } from '@mantine/core';
import { Cross2Icon, DragHandleDots2Icon } from '@radix-ui/react-icons';
import { useMemo } from 'react';
import { notAnAxis } from '../../core/axes.ts';
import { defaultOf } from '../../core/design/defaults.ts';
import { axisName } from '../../core/names.ts';
import { allPaths, isFields, valueAt } from '../../core/schedule-shape.ts';
import { useCommands } from '../shell/actions.ts';
import { choiceGroups } from '../shell/palette-entries.ts';
import { Term } from '../shell/term.tsx';
import { AxisValues, VaryButton } from './axis-editor.tsx';
import { useDesigner } from './designer-context.ts';
import { fieldAt, sectionFor } from './fields.ts';
import { SeedsField } from './seeds-field.tsx';

export function AxesPanel() {
  const { source, edit } = useDesigner();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const axes = valueAt(source, ['axes']);
  const paths = isFields(axes) ? Object.keys(axes) : [];
  const drop = ({ active, over }: DragEndEvent): void => {
    if (over === null || active.id === over.id) return;
    edit([{ path: ['axes', String(active.id)], move: paths.indexOf(String(over.id)) }], 'order of axes', 0);
  };
  return (
    <section className="card design-side" aria-labelledby="design-axes-title">
      <h2 id="design-axes-title">Axes and seeds</h2>
      <p className="design-help">
        Every combination of the values of each <Term name="axis" /> is one <Term name="run" />, with each{' '}
        <Term name="seed" />.
      </p>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={drop}
        accessibility={{ announcements: announcements(paths) }}
      >
        <SortableContext items={paths} strategy={verticalListSortingStrategy}>
          <ul className="design-axes" aria-label="Axes">
            {paths.map((path) => (
              <AxisRow key={path} path={path} />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      {paths.length === 0 && <p className="design-help">No axes yet: press “Vary” beside any field.</p>}
      <AddAxis paths={paths} />
      <SeedsField />
    </section>
  );
}

/** What is said of an axis that is being moved. */
function announcements(paths: readonly string[]) {
  type At = { active: { id: string | number }; over: { id: string | number } | null };
  const name = ({ active }: Pick<At, 'active'>): string => `the axis ${axisName(String(active.id))}`;
  const place = (id: string | number): string => `place ${paths.indexOf(String(id)) + 1} of ${paths.length}`;
  return {
    onDragStart: (at: Pick<At, 'active'>) => `Picked up ${name(at)}, ${place(at.active.id)}.`,
    onDragOver: ({ over }: At) => (over === null ? undefined : `To ${place(over.id)}.`),
    onDragEnd: (at: At) =>
      at.over === null ? `Put back ${name(at)}.` : `Put ${name(at)} at ${place(at.over.id)}.`,
    onDragCancel: (at: Pick<At, 'active'>) => `Put back ${name(at)}.`,
  };
}

function AxisRow({ path }: { path: string }) {
  const { source, edit, reveal, frozen } = useDesigner();
  const { attributes, listeners, setNodeRef, transform, transition } = useSortable({ id: path });
  const field = fieldAt(path, source);
  const name = axisName(path);
  const whole = !path.includes('.') && field === undefined;
  const label = whole
    ? `the whole ${path}`
    : field === undefined || name !== path
      ? name
      : field.label.toLowerCase();
  const remove = (): void => edit([{ path: ['axes', path], value: undefined }], `remove ${path}`, 0);
  useCommands(choiceGroups.axes, [
    { id: `design.unvary.${path}`, label: `Remove the axis ${label}`, disabled: frozen, run: remove },
  ]);
  return (
    <li
      ref={setNodeRef}
      className="design-axis"
      style={{ transform: CSS.Transform.toString(transform), transition }}
    >
      <button
        type="button"
        className="design-grip"
        {...attributes}
        {...listeners}
        aria-label={`Move the axis ${label}`}
        title="Drag to reorder; with keys: space, arrows, space"
      >
        <DragHandleDots2Icon aria-hidden />
      </button>
      <div className="design-axis-body">
        <button type="button" className="design-link" onClick={() => reveal(path)}>
          {label}
        </button>
        <code>{path}</code>
        <AxisValues path={path} label={label} />
      </div>
      <VaryButton path={path} label={label} field={field} />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove the axis ${label}`}
        disabled={frozen}
        onClick={remove}
      >
        <Cross2Icon aria-hidden />
      </ActionIcon>
    </li>
  );
}

/** Any path of this schedule, also those that have no field of their own. */
function AddAxis({ paths }: { paths: readonly string[] }) {
  const { source, edit, frozen } = useDesigner();
  const free = useMemo(
    () =>
      allPaths(source).filter(
        (path) =>
          !notAnAxis.includes(path.split('.')[0]!) &&
          !paths.includes(path) &&
          valueAt(source, [path.split('.')[0]!]) !== undefined &&
          sectionFor(path) !== null,
      ),
    [source, paths],
  );
  const add = (path: string | null): void => {
    if (path === null) return;
    const value = valueAt(source, path.split('.')) ?? defaultOf(path, source) ?? 1;
    edit([{ path: ['axes', path], value: [value] }], `axis ${path}`, 0);
  };
  useCommands(
    choiceGroups.axes,
    free.map((path) => ({
      id: `design.axis.${path}`,
      label: `Add the axis ${path}`,
      disabled: frozen,
      run: () => add(path),
    })),
  );
  return (
    <Select
      size="xs"
      mt="xs"
      aria-label="Add an axis by its path"
      placeholder="Add an axis by its path …"
      data={free}
      value={null}
      searchable
      disabled={frozen}
      limit={60}
      nothingFoundMessage="No such path in this schedule"
      onChange={add}
    />
  );
}
