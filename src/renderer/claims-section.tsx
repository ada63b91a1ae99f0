// The claim ledger of an experiment: each claim of the paper with its verdict; opened, its estimators, charts and tables.

import { Badge, Group, Loader, Table, Text, Title } from '@mantine/core';
import { memo, useCallback, useState } from 'react';
import { ledgerChart, ledgerChartHeight } from '../charts/ledger-chart.ts';
import { cellText, estimateText, pText, smallPrint } from '../charts/ledger-text.ts';
import type { ClaimEntry, LedgerChart, LedgerEstimator, LedgerTable } from '../core/claims/ledger-schema.ts';
import { counted } from '../core/number-text.ts';
import { Chart, type Draw } from './chart.tsx';
import type { ChartProps } from './chart-props.ts';
import { ScrollTable } from './scroll-table.tsx';
import { Term } from './shell/term.tsx';
import { useFollowing } from './use-live.ts';
import { verdictColors } from './words.ts';
import type { Workbench } from './workbench-store.ts';

export const ClaimsSection = memo(function ClaimsSection({ id, store }: Pick<ChartProps, 'id' | 'store'>) {
  // Only finished runs count, so nothing else can change a ledger.
  const version = ({ experiments, epoch }: Workbench): string => {
    const summary = experiments?.find((one) => one.id === id);
    return `${summary?.progress.runsFinished}/${summary?.state}/${epoch}`;
  };
  const { value: ledger, failure } = useFollowing(`claims ${id}`, { store, version }, 4000, () =>
    store.link.call('experiment.claims', { id }),
  );
  return (
    <section className="card" aria-label="Claims">
      <Group justify="space-between" mb={4} gap="xs">
        <Title order={2} size="h5">
          Claims
        </Title>
        {ledger !== null && (
          <Text size="sm" className="quiet" component="div">
            {ledger.runsUsed} of {counted(ledger.runs, 'run')}, {counted(ledger.seeds.length, 'seed')}
          </Text>
        )}
      </Group>
      {failure !== null && <Text c="red">{failure.message}</Text>}
      {ledger === null && failure === null && (
        <Loader size="sm" role="progressbar" aria-label="Reckoning the claims" />
      )}
      {ledger !== null && <Notes notes={ledger.notes} />}
      {ledger?.entries.map((entry) => (
        <Claim key={entry.claim} entry={entry} />
      ))}
    </section>
  );
});

export const Notes = ({ notes }: { notes: readonly string[] }) => (
  <ul className="claim-notes quiet">
    {notes.map((note) => (
      <li key={note}>{note}</li>
    ))}
  </ul>
);

const VerdictBadge = ({ verdict }: { verdict: LedgerEstimator['verdict'] }) => (
  <Badge
    variant={verdict === 'undecided' ? 'outline' : 'filled'}
    color={verdictColors[verdict]}
    radius="sm"
    tt="none"
    miw={104}
    autoContrast={false}
  >
    {verdict}
  </Badge>
);

/** Charts are drawn only once a claim is open: there may be a dozen. */
export function Claim({
  entry,
  initiallyOpen = false,
  onOpen,
}: {
  entry: ClaimEntry;
  initiallyOpen?: boolean;
  onOpen?: (open: boolean) => void;
}) {
  const [open, setOpen] = useState(initiallyOpen);
  const primary = entry.estimators.find((one) => one.primary);
  if (primary === undefined) return null;
  return (
    <details
      className="claim"
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open === open) return;
        setOpen(event.currentTarget.open);
        onOpen?.(event.currentTarget.open);
      }}
    >
      <summary>
        <VerdictBadge verdict={primary.verdict} />
        <span className="claim-title">{entry.title}</span>
        <span className="claim-reason">
          {primary.name}, in {primary.units}: <span className="quiet">{primary.reason}</span>
        </span>
      </summary>
      {open && <ClaimBody entry={entry} primary={primary} />}
    </details>
  );
}

function ClaimBody({ entry, primary }: { entry: ClaimEntry; primary: LedgerEstimator }) {
  return (
    <div className="claim-body">
      <Text fs="italic" mb={6}>
        “{entry.statement}”
      </Text>
      <Text size="sm">
        Judged by <b>{primary.name}</b>, the <Term name="primaryEstimator" />{' '}
        {entry.declared
          ? 'that the schedule declared before the run'
          : 'by default: the schedule declared none'}
        . What would change it: {primary.whatWouldChange}
      </Text>
      <Estimators estimators={entry.estimators} />
      <Notes notes={entry.notes} />
      <div className="claim-charts">
        {entry.charts.map((chart) => (
          <ClaimChart key={`${chart.type} ${chart.title}`} chart={chart} />
        ))}
      </div>
      {[...entry.tables, ...entry.paper].map((table) => (
        <ClaimTable key={table.id} table={table} />
      ))}
    </div>
  );
}

function Estimators({ estimators }: { estimators: readonly LedgerEstimator[] }) {
  return (
    <ScrollTable label="Estimators" minWidth={760}>
      <Table verticalSpacing={6} fz="sm" layout="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>estimator</Table.Th>
            <Table.Th>
              <Term name="verdict" />
            </Table.Th>
            <Table.Th>
              estimate, <Term name="interval" />
            </Table.Th>
            <Table.Th>n</Table.Th>
            <Table.Th>
              <Term name="holm" />
            </Table.Th>
            <Table.Th>reason, and what would change it</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {estimators.map((one) => (
            <EstimatorRow key={one.id} one={one} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollTable>
  );
}

function EstimatorRow({ one }: { one: LedgerEstimator }) {
  const [estimate, interval] = estimateText(one).split(' [');
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td w="32%">
        <span style={{ fontWeight: one.primary ? 600 : 400 }}>{one.name}</span>
        <div className="quiet claim-small">{smallPrint(one)}</div>
      </Table.Td>
      <Table.Td>
        <VerdictBadge verdict={one.verdict} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {estimate}
        {interval !== undefined && <div className="quiet">[{interval}</div>}
        {one.estimate !== null && <div className="quiet claim-small claim-units">{one.units}</div>}
      </Table.Td>
      <Table.Td>{one.n}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{pText(one.pHolm)}</Table.Td>
      <Table.Td>
        {one.reason} <span className="quiet">{one.whatWouldChange}</span>
      </Table.Td>
    </Table.Tr>
  );
}

function ClaimChart({ chart }: { chart: LedgerChart }) {
  const draw: Draw = useCallback((size) => ledgerChart(chart, size), [chart]);
  return (
    <figure>
      <figcaption>{chart.title}</figcaption>
      <Chart draw={draw} height={ledgerChartHeight(chart)} />
    </figure>
  );
}

function ClaimTable({ table }: { table: LedgerTable }) {
  return (
    <details className="claim-table">
      <summary>
        {table.title} <span className="quiet">({table.rows.length} rows)</span>
      </summary>
      <ScrollTable label={table.title} minWidth={480} maxHeight={420}>
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              {table.columns.map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {table.rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity, a new ledger replaces them all
              <Table.Tr key={i} style={{ verticalAlign: 'top' }}>
                {row.map((cell, j) => (
                  <Table.Td key={table.columns[j]} style={{ whiteSpace: 'pre-line' }}>
                    {cellText(cell)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollTable>
      {table.note !== '' && <div className="quiet claim-small">{table.note}</div>}
    </details>
  );
}
