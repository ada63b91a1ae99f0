// What the models of one run wrote to the same prompts: before alignment, after it, and at the end of unalignment.
import { NativeSelect, Table, Text, Title } from '@mantine/core';
import { memo, useState } from 'react';
import { axisName, axisValue } from '../charts/format.ts';
import type { CommandOutput, RunSummary } from '../contract/window.ts';
import type { ChartProps } from './chart-props.ts';
import { ScrollTable } from './scroll-table.tsx';
import { useChoices } from './shell/actions.ts';
import { choiceGroups } from './shell/palette-entries.ts';
import { Term } from './shell/term.tsx';
import { useLive } from './use-live.ts';

type Sample = CommandOutput<'experiment.samples'>[number];

interface Props extends ChartProps {
  /** The runs as they are now; `runs` of the charts do not move. */
  readonly current: ChartProps['runs'];
}

export function SamplesSection({ summary, store, workbench, runs: planned, current: runs }: Props) {
  const { id } = summary;
  const [chosen, setChosen] = useState<number | null>(null);
  const run =
    runs.find((one) => one.id === chosen) ?? runs.find((one) => one.state === 'finished') ?? runs[0];
  const version = `${run?.state} ${workbench.changes.get(id) ?? 0}/${workbench.epoch}`;
  const { value, failure } = useLive(`samples ${id} ${run?.id}`, version, 3000, () =>
    run === undefined ? Promise.resolve([]) : store.link.call('experiment.samples', { id, run: run.id }),
  );
  if (run === undefined) return null;
  return (
    <section className="card" aria-label="Samples">
      <div className="section-head">
        <Title order={2} size="h5">
          Samples
        </Title>
        <RunChoice runs={planned} value={run.id} onChange={setChosen} />
      </div>
      {failure !== null && <Text size="sm">{failure.message}</Text>}
      {value !== null && <Samples samples={value} />}
    </section>
  );
}

interface ChoiceProps {
  readonly runs: readonly RunSummary[];
  readonly value: number;
  readonly onChange: (run: number) => void;
}
/** Hundreds of options are not drawn again for every event. */
const RunChoice = memo(function RunChoice({ runs, value, onChange }: ChoiceProps) {
  const label = 'Samples of the run';
  const options = runs.map((one) => ({ value: String(one.id), label: runName(one) }));
  const choose = (id: string): void => onChange(Number(id));
  useChoices({ group: choiceGroups.drawn, id: 'samples', label, options, value: String(value), choose });
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={String(value)}
      data={options}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
});

const runName = ({ values, seed }: RunSummary): string =>
  [
    ...Object.entries(values).map(([axis, value]) => `${axisName(axis)} ${axisValue(value)}`),
    `seed ${seed}`,
  ].join(', ');

function Samples({ samples }: { samples: readonly Sample[] }) {
  const moments = momentsOf(samples);
  const prompts = [...new Map(samples.map((sample) => [sample.index, sample.prompt]))].sort(
    ([a], [b]) => a - b,
  );
  if (prompts.length === 0)
    return (
      <Text size="sm" className="quiet">
        This run has written nothing yet: models are asked at the end of each phase.
      </Text>
    );
  return (
    <ScrollTable label="Samples" minWidth={640} maxHeight={420}>
      <Table verticalSpacing={5} fz="sm" stickyHeader style={{ '--table-sticky-header-offset': 0 }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>prompt</Table.Th>
            {moments.map((moment) => (
              <Table.Th key={moment.id}>{moment.head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {prompts.map(([index, prompt]) => (
            <Table.Tr key={index} style={{ verticalAlign: 'top' }}>
              <Table.Td>{prompt}</Table.Td>
              {moments.map(({ id, samples: said }) => (
                <Table.Td key={id}>
                  <Response sample={said.find((sample) => sample.index === index)} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollTable>
  );
}

function Response({ sample }: { sample: Sample | undefined }) {
  if (sample === undefined) return <span className="quiet">–</span>;
  return (
    <>
      {sample.response}
      {sample.score !== null && <div className="quiet claim-small">score {sample.score.toFixed(2)}</div>}
    </>
  );
}

/** θ0: the first of alignment; θ1: its last; and the last of unalignment. Only those that there are. */
function momentsOf(samples: readonly Sample[]) {
  const of = (phase: string, which: 'first' | 'last'): readonly Sample[] => {
    const own = samples.filter((sample) => sample.phase === phase);
    const updates = own.map(({ update }) => update);
    const at = which === 'first' ? Math.min(...updates) : Math.max(...updates);
    return own.filter(({ update }) => update === at);
  };
  const [start, aligned, end] = [of('align', 'first'), of('align', 'last'), of('unalign', 'last')];
  const before = start[0]?.update === 0 ? start : of('pretrain', 'last');
  return [
    { id: 'before', head: <Term name="theta0" />, samples: before },
    { id: 'aligned', head: <Term name="theta1" />, samples: aligned[0]?.update === 0 ? [] : aligned },
    { id: 'end', head: <>unaligned, {end[0]?.update ?? 0} updates</>, samples: end },
  ].filter((moment) => moment.samples.length > 0);
}
