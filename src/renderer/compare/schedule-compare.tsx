// What two schedules have different, field by field; offered once two experiments are picked.
import { Text } from '@mantine/core';
import { useState } from 'react';
import { ScheduleDiff } from '../design/schedule-diff.tsx';
import { useLive } from '../use-live.ts';
import type { WorkbenchStore } from '../workbench-store.ts';

export function ScheduleCompare({ ids, store }: { ids: readonly [number, number]; store: WorkbenchStore }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="compare-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Differences between the two schedules</summary>
      {open && <Body ids={ids} store={store} />}
    </details>
  );
}

function Body({ ids, store }: { ids: readonly [number, number]; store: WorkbenchStore }) {
  const { value, failure } = useLive(`schedules ${ids.join()}`, 0, 0, () =>
    Promise.all(ids.map((id) => store.link.call('experiment.get', { id }))),
  );
  if (failure !== null) return <Text size="sm">{failure.message}</Text>;
  const [a, b] = value ?? [];
  if (a === undefined || b === undefined) return null;
  return <ScheduleDiff a={a.schedule} b={b.schedule} names={[a.summary.name, b.summary.name]} />;
}
