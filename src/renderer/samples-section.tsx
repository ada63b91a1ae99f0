// What the models of one run wrote to the same prompts: before alignment, after it, and at the end of unalignment.
import { Anchor, NativeSelect, Table, Text, Title } from '@mantine/core';
import { memo, useCallback } from 'react';
import { axisValue, formatValue } from '../charts/format.ts';
import type { CommandOutput, RunSummary } from '../contract/window.ts';
import { axisName } from '../core/names.ts';
import type { ChartProps } from './chart-props.ts';
import { runHash } from './router.ts';
import { ScrollTable } from './scroll-table.tsx';
import { useChoices } from './shell/actions.ts';
import { choiceGroups } from './shell/palette-entries.ts';
import { Term } from './shell/term.tsx';
import { useFollowing } from './use-live.ts';
import { isOver } from './words.ts';
import type { Workbench } from './workbench-store.ts';

type Sample = CommandOutput<'experiment.samples'>[number];

interface Props extends ChartProps {
  /** The runs as they are now; `runs` of the charts do not move. */
  readonly current: ChartProps['runs'];
}

export const SamplesSection = memo(function SamplesSection(props: Props) {
  const { id, state, store, choices, choose, schedule, runs: planned, current: runs } = props;
  const setChosen = useCallback((one: number) => choose({ samples: String(one) }), [choose]);
  const run =
    runs.find((one) => String(one.id) === choices.samples) ??
    runs.find((one) => one.state === 'finished') ??
    runs[0];
  const version = ({ changes, epoch }: Workbench): string => `${changes.get(id) ?? 0}/${epoch}`;
  const question = `samples ${id} ${run?.id}`;
  const { value, failure } = useFollowing(question, { store, version }, 3000, () =>
    run === undefined ? Promise.resolve([]) : store.link.call('experiment.samples', { id, run: run.id }),
  );
  if (run === undefined) return null;
  return (
    <section className="card" aria-label="Samples">
      <div className="section-head">
        <Title order={2} size="h5">
          Samples
        </Title>
        <div className="section-tools">
          <Anchor size="sm" href={runHash(run.id)}>
            Open run {run.id}
          </Anchor>
          <RunChoice runs={planned} value={run.id} onChange={setChosen} />
        </div>
      </div>
      {failure !== null && <Text size="sm">{failure.message}</Text>}
      {value !== null && <Samples samples={value} over={isOver(state)} schedule={schedule} />}
    </section>
  );
});

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

interface SamplesProps extends Pick<ChartProps, 'schedule'> {
  readonly samples: readonly Sample[];
  /** Nothing more will be written. */
  readonly over: boolean;
}

/** Joint training and schedules that ask for none have no samples. */
function nothingWritten(over: boolean, schedule: ChartProps['schedule']): string {
  const { joint, evaluation } = schedule as { joint?: unknown; evaluation?: { samples?: number } };
  if (joint !== undefined) return 'Models of joint training are not asked to write.';
  if (evaluation?.samples === 0) return 'This schedule asks for no samples.';
  return over
    ? 'This run wrote nothing before it ended.'
    : 'This run has written nothing yet: models are asked at the end of each phase.';
}

function Samples({ samples, over, schedule }: SamplesProps) {
  const moments = momentsOf(samples);
  const prompts = [...new Map(samples.map((sample) => [sample.index, sample.prompt]))].sort(
    ([a], [b]) => a - b,
  );
  if (prompts.length === 0)
    return (
      <Text size="sm" className="quiet">
        {nothingWritten(over, schedule)}
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
      {sample.score !== null && <div className="quiet claim-small">score {formatValue(sample.score)}</div>}
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
