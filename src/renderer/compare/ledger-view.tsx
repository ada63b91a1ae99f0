// The claims of one experiment with their verdicts, or resistance alone with its table, from a ledger that was read before.
import { Text, Title } from '@mantine/core';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { Claim, Notes } from '../claims-section.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { seedsText } from '../words.ts';

interface Props {
  readonly view: View;
  readonly data: FrozenData;
  /** Which claim was opened, null for none. */
  onClaim?(claim: string | null): void;
}

export function LedgerView({ view, data, onClaim }: Props) {
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
          {ledger.runsUsed} of {ledger.runs} runs, {seedsText(ledger.seeds.length)}
        </Text>
      </div>
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
