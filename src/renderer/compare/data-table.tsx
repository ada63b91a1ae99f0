// What is drawn, as a table: for those who cannot see the chart, and for everybody who wants the numbers.
import { Button, Table } from '@mantine/core';
import { useMemo, useState } from 'react';
import { cellText } from '../../charts/ledger-text.ts';
import { columnWords, drawnTable } from '../../charts/view/drawn-table.ts';
import type { FrozenData } from '../../core/frozen-data.ts';
import type { View } from '../../core/view.ts';
import { ScrollTable } from '../scroll-table.tsx';

const step = 200;

export function DataTable({ view, data }: { view: View; data: FrozenData }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="compare-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Table of what is drawn</summary>
      {open && <Body view={view} data={data} />}
    </details>
  );
}

function Body({ view, data }: { view: View; data: FrozenData }) {
  const [shown, setShown] = useState(step);
  const { columns, rows } = useMemo(() => drawnTable(view, data), [view, data]);
  if (rows.length === 0) return <p className="quiet">Nothing is drawn.</p>;
  return (
    <>
      <ScrollTable label="What is drawn" minWidth={640} maxHeight={420}>
        <Table fz="xs" verticalSpacing={3} horizontalSpacing={8} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              {columns.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <Table.Th key={index}>{columnWords(name)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, shown).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity
              <Table.Tr key={i}>
                {row.map((cell, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as the columns
                  <Table.Td key={j}>{cellText(cell)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollTable>
      {rows.length > shown && (
        <Button size="compact-xs" variant="default" mt={6} onClick={() => setShown(shown + 5 * step)}>
          {rows.length - shown} more rows
        </Button>
      )}
    </>
  );
}
