// The claims of one experiment with their verdicts, or resistance alone with its table, from a ledger that was read before.

import { NativeSelect, Text, Title } from '@mantine/core';
import type { FrozenData } from '../../core/frozen-data.ts';
import { counted } from '../../core/number-text.ts';
import type { View } from '../../core/view.ts';
import { Claim, Notes } from '../claims-section.tsx';
import { EmptyState } from '../shell/empty-state.tsx';

interface Props {
  readonly view: View;
  readonly data: FrozenData;
  /** Which claim was opened, null for none. */
  onClaim?(claim: string | null): void;
  /** The experiments that are compared: one of them is judged. */
  readonly experiments?: readonly { readonly id: number; readonly name: string }[];
  onExperiment?(id: number): void;
}

export function LedgerView(props: Props) {
  const { view, data, onClaim } = props;
  const { ledger } = data;
  const only = view.chart === 'resistance';
  if (ledger === null)
    return (
      <EmptyState title={only ? 'Resistance is of one experiment' : 'A ledger is of one experiment'}>
        Pick the experiment whose claims you want to read; where several are picked, the first one is judged.
      </EmptyState>
    );
  const entries = only ? ledger.entries.filter(({ claim }) => claim === 'resistance') : ledger.entries;
  return (
    <section aria-label={`Claims of ${ledger.name}`}>
      <div className="compare-ledger-head">
        <Title order={2} size="h5">
          {ledger.name}
        </Title>
        <Text size="sm" className="quiet">
          {ledger.runsUsed} of {ledger.runs} runs, {counted(ledger.seeds.length, 'seed')}
        </Text>
      </div>
      <Judged {...props} />
      <Notes notes={ledger.notes} />
      {entries.map((entry) => (
        <Claim
          key={entry.claim}
          entry={entry}
          initiallyOpen={only || view.claim === entry.claim}
          onOpen={(open) => onClaim?.(open ? entry.claim : null)}
        />
      ))}
      {entries.length === 0 && (
        <Text className="quiet">
          {only
            ? 'This experiment does not bear on resistance: its schedule has no transfer between slices.'
            : 'This experiment bears on none of the claims.'}
        </Text>
      )}
    </section>
  );
}

/** Where several experiments are compared: which of them is judged here, and the way to another. */
function Judged({ view, experiments = [], onExperiment }: Props) {
  const [first] = view.selection.experiments;
  if (first === undefined || experiments.length < 2) return null;
  return (
    <div className="compare-judged">
      <NativeSelect
        size="xs"
        label="Experiment"
        data={experiments.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={String(first)}
        onChange={(event) => onExperiment?.(Number(event.currentTarget.value))}
      />
      <Text size="xs" className="quiet">
        A ledger is of one experiment: one of the {experiments.length} that are compared is judged here.
      </Text>
    </div>
  );
}
