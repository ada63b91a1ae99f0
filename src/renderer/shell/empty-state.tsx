// What stands where there is nothing yet: what will be here, why it is worth having, and how to get it.
import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** What is not here yet: `No runs to compare`. */
  readonly title: string;
  /** One or two sentences that teach. */
  readonly children: ReactNode;
  /** Buttons or links, the best first. */
  readonly actions?: ReactNode;
  readonly icon?: ReactNode;
  /** Level of the heading. */
  readonly order?: 2 | 3;
}

export function EmptyState({ title, children, actions, icon, order = 2 }: Props) {
  return (
    <section className="empty-state">
      {icon !== undefined && (
        <div className="empty-icon" aria-hidden>
          {icon}
        </div>
      )}
      <Title order={order} size="h4">
        {title}
      </Title>
      <Text component="div" maw={620} className="quiet">
        {children}
      </Text>
      {actions !== undefined && (
        <Group gap="xs" justify="center" mt="sm">
          {actions}
        </Group>
      )}
    </section>
  );
}
