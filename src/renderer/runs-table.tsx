// The runs of an experiment: axis values, seed, and how far each step of the way is.
import { Badge, Table, Title } from '@mantine/core';
import { memo } from 'react';
import { phaseColors } from '../charts/color.ts';
import { axisName, axisValue } from '../charts/format.ts';
import type { RunSummary } from '../contract/window.ts';
import { useColors } from './colors.tsx';
import { ScrollTable } from './scroll-table.tsx';
import { Term } from './shell/term.tsx';
import { stateColors } from './words.ts';

type Step = RunSummary['steps'][number];

interface Props {
  readonly runs: readonly RunSummary[];
  readonly axes: readonly string[];
}

/** The list of runs is read less often than progress comes: it is drawn again only when it changed. */
export const RunsTable = memo(function RunsTable({ runs, axes }: Props) {
  return (
    <section className="card" aria-label="Runs">
      <Title order={2} size="h5" mb="xs">
        Runs
      </Title>
      <ScrollTable label="Runs and their steps" minWidth={560} maxHeight={420}>
        <Table verticalSpacing={5} fz="sm" stickyHeader style={{ '--table-sticky-header-offset': 0 }}>
          <Table.Thead>
            <Table.Tr>
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
            {runs.map((run) => (
              <RunRow key={run.id} run={run} axes={axes} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollTable>
    </section>
  );
});

function RunRow({ run, axes }: { run: RunSummary; axes: readonly string[] }) {
  const error = run.steps.find((step) => step.error !== '')?.error;
  return (
    <Table.Tr>
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
            <StepBar key={step.key} step={step} />
          ))}
        </div>
        {error !== undefined && (
          <div style={{ color: 'var(--mantine-color-error)', fontSize: 12 }}>{error}</div>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function StepBar({ step }: { step: Step }) {
  const colors = phaseColors[useColors()];
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
