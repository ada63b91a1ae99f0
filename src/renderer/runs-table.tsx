// The runs of an experiment: axis values, seed, and how far each step of the way is.
import { Anchor, Badge, Group, Table, Text, Title } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import { phaseColors, type Theme } from '../charts/color.ts';
import { axisValue } from '../charts/format.ts';
import type { RunSummary } from '../contract/window.ts';
import { axisName } from '../core/names.ts';
import { counted } from '../core/number-text.ts';
import { useColors } from './colors.tsx';
import { runHash } from './router.ts';
import { Term } from './shell/term.tsx';
import { stateColors } from './words.ts';

type Step = RunSummary['steps'][number];

interface Props {
  readonly runs: readonly RunSummary[];
  readonly axes: readonly string[];
}

/** From so many runs on, only rows in sight are in the document. */
const virtualFrom = 100;
/** A row of one line, pixels; the others are measured. */
const rowHeight = 42;

/** The list of runs is read less often than progress comes: it is drawn again only when it changed. */
export const RunsTable = memo(function RunsTable({ runs, axes }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const theme = useColors();
  const virtualizer = useVirtualizer({
    count: runs.length,
    enabled: runs.length >= virtualFrom,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => runs[index]?.id ?? index,
    estimateSize: () => rowHeight,
    overscan: 8,
    useFlushSync: false,
  });
  const inSight = virtualizer.getVirtualItems();
  const virtual = runs.length >= virtualFrom;
  const above = inSight[0]?.start ?? 0;
  const below = virtual ? virtualizer.getTotalSize() - (inSight.at(-1)?.end ?? 0) : 0;
  const shown = virtual ? inSight.map(({ index }) => index) : runs.map((_, index) => index);
  return (
    <section className="card" aria-label="Runs">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          Runs
        </Title>
        <Text size="sm" className="quiet">
          {counted(runs.length, 'run')} in all
        </Text>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it */}
      <section className="runs-scroller" ref={scroller} tabIndex={0} aria-label="Runs, one a row">
        <Table verticalSpacing={5} fz="sm" stickyHeader aria-rowcount={runs.length + 1}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>run</Table.Th>
              {axes.map((axis) => (
                <Table.Th key={axis}>{axisName(axis)}</Table.Th>
              ))}
              <Table.Th>
                <Term name="seed" />
              </Table.Th>
              <Table.Th>state</Table.Th>
              <Table.Th w="50%">steps</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {virtual && above > 0 && <Space height={above} />}
            {shown.map((index) => (
              <RunRow
                key={runs[index]!.id}
                run={runs[index]!}
                axes={axes}
                theme={theme}
                index={index}
                measure={virtual ? virtualizer.measureElement : null}
              />
            ))}
            {virtual && below > 0 && <Space height={below} />}
          </Table.Tbody>
        </Table>
      </section>
    </section>
  );
});

const Space = ({ height }: { height: number }) => (
  <tr aria-hidden>
    <td style={{ height, padding: 0 }} />
  </tr>
);

interface RowProps {
  readonly run: RunSummary;
  readonly axes: readonly string[];
  readonly theme: Theme;
  readonly index: number;
  readonly measure: ((row: HTMLTableRowElement | null) => void) | null;
}

function RunRow({ run, axes, theme, index, measure }: RowProps) {
  const error = run.steps.find((step) => step.error !== '')?.error;
  return (
    <Table.Tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <Table.Td>
        <Anchor size="sm" href={runHash(run.id)} aria-label={`Run ${run.id}`}>
          {run.id}
        </Anchor>
      </Table.Td>
      {axes.map((axis) => (
        <Table.Td key={axis}>{axisValue(run.values[axis])}</Table.Td>
      ))}
      <Table.Td>{run.seed}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={stateColors[run.state]} radius="sm" tt="none">
          {run.state}
        </Badge>
      </Table.Td>
      <Table.Td>
        <div className="strip">
          {run.steps.map((step) => (
            <StepBar key={step.key} step={step} theme={theme} />
          ))}
        </div>
        {error !== undefined && (
          <div style={{ color: 'var(--mantine-color-error)', fontSize: 12 }}>{error}</div>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function StepBar({ step, theme }: { step: Step; theme: Theme }) {
  const colors = phaseColors[theme];
  const share =
    step.state === 'finished' ? 1 : step.updates > 0 ? Math.min(1, step.update / step.updates) : 0;
  const phase = step.kind === 'trunk' || step.kind === 'cooldown' ? 'pretrain' : step.kind;
  const words = `${step.kind}: ${step.state}, update ${step.update} of ${step.updates}`;
  const background = step.state === 'failed' ? 'var(--mantine-color-error)' : colors[phase];
  return (
    <div className="strip-step" role="img" aria-label={words} title={words}>
      <div className="strip-bar">
        <div className="strip-fill" style={{ width: `${share * 100}%`, background }} />
      </div>
      <span className="strip-name" aria-hidden>
        {step.kind}
      </span>
    </div>
  );
}
