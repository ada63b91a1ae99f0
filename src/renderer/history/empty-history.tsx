// What the history says where it has no rows to show.
import { Button, Code } from '@mantine/core';
import { ArchiveIcon, MagnifyingGlassIcon, TrashIcon } from '@radix-ui/react-icons';
import { hashOf } from '../router.ts';
import { EmptyState } from '../shell/empty-state.tsx';

export function EmptyHistory({ readOnly, onImport }: { readOnly: boolean; onImport: () => void }) {
  return (
    <EmptyState
      title="Nothing has been run yet"
      icon={<ArchiveIcon width={28} height={28} />}
      actions={
        readOnly ? undefined : (
          <>
            <Button component="a" href={hashOf({ page: 'home' })}>
              Start a first experiment
            </Button>
            <Button variant="default" onClick={onImport}>
              Import a bundle
            </Button>
          </>
        )
      }
    >
      Every experiment and each of its runs will be a row here, with its axes, seeds and scores, for as long
      as you keep it. Filters such as <Code>width &gt; 32 and final &lt; 0</Code> find runs again; stars, tags
      and notes keep what you thought of them; a bundle carries them to another machine.
    </EmptyState>
  );
}

export function EmptyTrash() {
  return (
    <EmptyState title="The trash is empty" icon={<TrashIcon width={28} height={28} />}>
      Experiments that you move to the trash wait here. They can be restored with all that was measured, until
      you empty the trash in a clean-up, which says first what it would free.
    </EmptyState>
  );
}

interface Props {
  readonly archived: number;
  readonly onClear: () => void;
  readonly onArchived: () => void;
}
export function NothingFound({ archived, onClear, onArchived }: Props) {
  return (
    <EmptyState
      title="No row passes this filter"
      icon={<MagnifyingGlassIcon width={28} height={28} />}
      actions={
        <>
          <Button variant="default" onClick={onClear}>
            Clear the filter
          </Button>
          {archived > 0 && (
            <Button variant="default" onClick={onArchived}>
              Show archived ({archived})
            </Button>
          )}
        </>
      }
    >
      A filter compares fields, <Code>state = finished</Code>, <Code>width in (32, 64)</Code>,{' '}
      <Code>tag = paper</Code>, <Code>bytes &gt; 1M</Code>, <Code>created &gt; 2026-11</Code>, joined by{' '}
      <b>and</b>, <b>or</b>, <b>not</b>; any other word is searched for.
    </EmptyState>
  );
}
