// The place of a table that is wider or longer than its room: a stop of Tab, so that arrow keys scroll it. Its
// bars are there whenever something is cut.
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** What the table holds, for those who do not see it. */
  readonly label: string;
  readonly minWidth: number;
  readonly maxHeight?: number;
  readonly children: ReactNode;
}

export function ScrollTable({ label, minWidth, maxHeight, children }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      {...(maxHeight !== undefined && { maxHeight })}
      scrollAreaProps={{ type: 'auto', viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
    >
      {children}
    </Table.ScrollContainer>
  );
}
